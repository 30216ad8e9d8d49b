"""Files, pictures, sound and films as parts of a message, as each API wants them.

============ ====================== ========================== =========================== =================
API          picture                file                       sound                       film
============ ====================== ========================== =========================== =================
Sonar        ``image_url``          ``pdf_url``, ``file_url``  none                        ``video_url``
OpenAI's     ``image_url``          ``file``; texts as text    ``input_audio``, inline     ``video_url``
Agent        ``input_image``        ``input_file``             none                        none
============ ====================== ========================== =========================== =================

Sonar is what chat servers speak under a bare Sonar name, or without a model; gateways (``perplexity/sonar``)
and other models take OpenAI's form. What an API has no part for is refused before anything is sent.
"""

from __future__ import annotations

from typing import Any

from pplx_notebook.protocol.asking.question import Attachment

Part = dict[str, Any]

MOST_TEXT_CHARACTERS = (
    200_000  # of one file sent as text: about 50,000 tokens, of the 128,000 that Sonar reads
)
_AUDIO_FORMATS = {"mpeg": "mp3", "mp3": "mp3", "wav": "wav", "x-wav": "wav", "wave": "wav", "vnd.wave": "wav"}


def is_as_text(attachment: Attachment, *, sonar: bool, text_only: bool) -> bool:
    """Whether a file goes as the text that stands in it: OpenAI's form has a part for PDF only. Raises
    ValueError, one line, for what cannot be sent to a server that is known to take text alone."""
    if attachment.kind == "file" and attachment.text and not sonar:
        if len(attachment.text) > MOST_TEXT_CHARACTERS:
            size = f"{len(attachment.text):,} characters, the limit is {MOST_TEXT_CHARACTERS:,}"
            raise ValueError(
                f"{attachment.name or 'the file'} would be sent as text of {size}: send a part of it"
            )
        return True
    if text_only:
        raise ValueError(f"this API takes text only: {attachment.name or 'the file'} cannot be sent")
    return False


def text_behind(prompt: str, files: list[Attachment]) -> str:
    """The question, and behind it what stands in the files, each between two lines with its name."""
    parts = (
        f"--- {each.name or 'file'} ---\n{each.text.strip()}\n--- end of {each.name or 'file'} ---"
        for each in files
    )
    return "\n\n".join([prompt, *parts])


def chat_part(attachment: Attachment, *, sonar: bool) -> Part:
    """One part of a chat message. Raises ValueError, one line, for what the server has no part for."""
    kind = attachment.kind
    if kind in ("image", "video"):
        return {"type": f"{kind}_url", f"{kind}_url": {"url": attachment.url}}
    if kind == "audio":
        if sonar:
            raise ValueError("Sonar models take no sound: ask a model that does, or send its text")
        return {"type": "input_audio", "input_audio": _audio(attachment)}
    return _sonar_file(attachment) if sonar else _openai_file(attachment)


def agent_part(attachment: Attachment) -> Part:
    """One part of the Agent API's input. Raises ValueError, one line, for sound and films."""
    if attachment.kind == "image":
        return {"type": "input_image", "image_url": attachment.url}
    if attachment.kind in ("audio", "video"):
        raise ValueError(f"the Agent API takes no {attachment.kind}: send pictures, files or text")
    if not attachment.inline:
        name = {"filename": attachment.name} if attachment.name else {}
        return {"type": "input_file", "file_url": attachment.url, **name}
    return {"type": "input_file", "file_data": attachment.url, "filename": file_name(attachment)}


def file_name(attachment: Attachment) -> str:
    """Its name; bytes without one get the one their type has, for servers tell files by it."""
    return attachment.name or ("file.pdf" if attachment.kind == "pdf" else "file.txt")


def _sonar_file(attachment: Attachment) -> Part:
    """Sonar wants the bare base64, without the head of a ``data:`` address."""
    kind = f"{attachment.kind}_url"
    url = attachment.url.partition(",")[2] if attachment.inline else attachment.url
    part: Part = {"type": kind, kind: {"url": url}}
    return part | {"file_name": attachment.name} if attachment.name and kind == "file_url" else part


def _openai_file(attachment: Attachment) -> Part:
    """``file_data`` is a ``data:`` address, or with gateways that fetch (OpenRouter) any address."""
    return {"type": "file", "file": {"filename": file_name(attachment), "file_data": attachment.url}}


def _audio(attachment: Attachment) -> Part:
    """Base64 and its format, which are all that OpenAI's part can say."""
    if not attachment.inline:
        raise ValueError("sound can only be sent as bytes: use Attachment.from_bytes, not an address")
    head, _, data = attachment.url.partition(",")
    subtype = head.removeprefix("data:").partition(";")[0].partition("/")[2].lower()
    return {"data": data, "format": _AUDIO_FORMATS.get(subtype, subtype.removeprefix("x-"))}
