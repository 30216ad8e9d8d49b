"""Files sent along with a question: read, told apart by their bytes, and kept within limits.

Rules of this file: a file is what its first bytes say (``kinds``), whatever it is called, and a name that
says otherwise is mentioned; at most ``MOST_BYTES`` of all files of a question, the limit of Perplexity's own
pages; a text that holds what looks like a key is not sent; nothing of the path but the name leaves. An https
address is sent as it is: the server fetches it.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

from pplx_notebook.errors import UsageProblem, nearest, printable
from pplx_notebook.prompts.documents import docx_text, plain_text
from pplx_notebook.prompts.kinds import DOCX, Kind, kind_of
from pplx_notebook.prompts.shown import size_said
from pplx_notebook.protocol.asking.question import Attachment
from pplx_notebook.protocol.scrub import holds_key

MOST_BYTES = 50_000_000
MOST_FILES = 20

Given: TypeAlias = str | os.PathLike[str] | Attachment


def attached(given: Given | Iterable[Given]) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """The files as attachments, and a line for the reader on each. Raises ``UsageProblem``, one line."""
    listed = [given] if isinstance(given, str | os.PathLike | Attachment) else list(given)
    if len(listed) > MOST_FILES:
        raise UsageProblem(f"{len(listed)} files given, at most {MOST_FILES} go with a question.")
    read = [_one(each) for each in listed]
    whole = sum(len(attachment.url) * 3 // 4 for attachment, _ in read if attachment.inline)
    if whole > MOST_BYTES:
        raise UsageProblem(
            f"the files are {size_said(whole)} together, the limit is {size_said(MOST_BYTES)}."
        )
    return tuple(attachment for attachment, _ in read), tuple(note for _, notes in read for note in notes)


def _one(given: Any) -> tuple[Attachment, tuple[str, ...]]:
    if isinstance(given, Attachment):
        return given, ()
    if isinstance(given, str) and "://" in given[:10]:
        return _address(given)
    if not isinstance(given, str | os.PathLike):
        raise UsageProblem('attach takes names of files: attach=["figure.png"].')
    path = Path(given).expanduser()
    return _attachment(path.name, _bytes_of(path))


def _address(url: str) -> tuple[Attachment, tuple[str, ...]]:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.netloc or "@" in parts.netloc:
        raise UsageProblem("an address to attach must begin with https:// and hold no password.")
    name = unquote(parts.path.rpartition("/")[2])
    return Attachment(url, name), (
        f"sent along: {printable(name or parts.netloc)}, which the server fetches",
    )


def _bytes_of(path: Path) -> bytes:
    """What is in a file; each thing that can be wrong with it has its sentence."""
    name = printable(path.name or str(path))
    try:
        if path.is_dir():
            raise UsageProblem(f"{name} is a folder: attach the files in it one by one.")
        if not path.exists():
            raise UsageProblem(f"there is no file {name} {_where(path)}")
        if not path.is_file():
            raise UsageProblem(f"{name} is no ordinary file.")
        if path.stat().st_size > MOST_BYTES:
            size = size_said(path.stat().st_size)
            raise UsageProblem(f"{name} is {size}, the limit is {size_said(MOST_BYTES)}.")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name is no path"
        raise UsageProblem(f"{name} cannot be read: {why}.") from None
    if not data:
        raise UsageProblem(f"{name} is empty.")
    return data


def _where(path: Path) -> str:
    """Where it was looked for, with the nearest name there."""
    try:
        there = sorted(each.name for each in path.parent.iterdir())[:2000]
    except OSError:
        return "in a folder that is not there or cannot be read."
    near = nearest(path.name, there)
    return (
        f"here: did you mean {printable(near)}?" if near else f"in {printable(path.parent.resolve().name)}/."
    )


def _attachment(name: str, data: bytes) -> tuple[Attachment, tuple[str, ...]]:
    """The file as what its bytes are."""
    kind = kind_of(data)
    if kind.refused:
        raise UsageProblem(f"{printable(name)} is {_a(kind)}: {kind.refused}.")
    text = _text_in(name, kind, data)
    said = [f"sent along: {printable(name)} ({kind.word}, {size_said(len(data))})"]
    called = _called(name)
    if called and called != kind.family and kind.family != "document":
        said.append(f"{printable(name)} is {_a(kind)} by its first bytes, and is sent as one")
        name += kind.ending
    if kind.family == "image":
        from pplx_notebook.prompts.places_in_photos import says_where

        if says_where(data):
            said.append(f"{printable(name)} says where it was taken (EXIF), and that is sent, too")
    return Attachment(f"data:{kind.media_type};base64,{b64encode(data).decode()}", name, text), tuple(said)


def _text_in(name: str, kind: Kind, data: bytes) -> str:
    """What stands in a text or Word document, for servers that take no such file."""
    if kind.family != "text" and kind != DOCX:
        return ""
    try:
        text = docx_text(data) if kind == DOCX else plain_text(data)
    except ValueError as why:
        said = "is no readable text" if isinstance(why, UnicodeError) else str(why)
        raise UsageProblem(f"{printable(name)} {said}.") from None
    if not text.strip():
        raise UsageProblem(f"{printable(name)} holds no text.")
    if holds_key(text):
        raise UsageProblem(f"{printable(name)} holds what looks like a key; it was not sent.")
    return text


def _called(name: str) -> str:
    """The family a file's ending speaks of, "" for none that is known."""
    from mimetypes import guess_type

    media_type = guess_type(name)[0] or ""
    if not media_type or (media_type.startswith("application/") and media_type != "application/pdf"):
        return ""
    return Kind("", media_type, "").family


def _a(kind: Kind) -> str:
    """ "a PDF", "an MP3 recording"."""
    vowel = kind.word.startswith(("MP", "M4", "RTF", "AVIF", "Ogg", "old", "Office"))
    return f"{'an' if vowel else 'a'} {kind.word}"
