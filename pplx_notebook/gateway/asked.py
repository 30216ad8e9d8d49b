"""What a program asked the gateway, as a question for the client, whatever dialect either side speaks.

What can be said to every provider is translated; a field that only one dialect has goes through to a provider
of that dialect and is refused for another, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pplx_notebook.demo.engine.compose import MODEL
from pplx_notebook.demo.engine.request import BadRequest, DemoQuestion, text_of
from pplx_notebook.protocol.asked import Turn
from pplx_notebook.protocol.asking.question import Attachment
from pplx_notebook.protocol.asking.transcript import Transcript

_EVERYWHERE = ("temperature", "top_p")
_CHAT_ONLY = ("stop", "presence_penalty", "frequency_penalty", "search_mode", "reasoning_effort")


def settings_for(request: DemoQuestion, body: Mapping[str, Any], dialect: str) -> tuple[str, dict[str, Any]]:
    """The prompt and the settings of the client; raises ``BadRequest`` for what it cannot be asked."""
    if request.background or request.previous:
        name = "background" if request.background else "previous_response_id"
        raise BadRequest(f"this gateway keeps no responses: {name} is not supported", param=name)
    chat = dialect != "responses"
    for name in _CHAT_ONLY:
        if body.get(name) is not None and not chat:
            raise BadRequest(f"the provider has no {name}", type="unsupported_parameter", param=name)
    extra = {name: body[name] for name in _EVERYWHERE + _CHAT_ONLY if body.get(name) is not None}
    if request.limit_words is not None:
        extra["max_tokens" if chat else "max_output_tokens"] = request.limit_words
    instructions, turns, last = _conversation(body)
    return text_of(last), {
        "model": "" if request.model == MODEL else request.model,
        "instructions": instructions,
        "recency": request.recency,
        "domains": request.domains,
        "images": bool(body.get("return_images")),
        "related": request.related,
        "attachments": _attachments(last),
        **({"schema": request.schema} if request.schema else {}),
        "extra": extra,
        **({"continue_from": Transcript(turns)} if turns else {}),
    }


def _conversation(body: Mapping[str, Any]) -> tuple[str, tuple[Turn, ...], object]:
    """System texts as one, the turns before the last, and the content of the last."""
    given = body.get("messages") or body.get("input")
    if not isinstance(given, list):
        bare = next(
            v for n in ("prompt", "q", "query", "question", "input") if isinstance(v := body.get(n), str)
        )
        return str(body.get("instructions") or ""), (), bare
    system = [text_of(message.get("content")) for message in given if message["role"] == "system"]
    said = [message for message in given if message["role"] in ("user", "assistant")]
    turns = tuple(Turn(message["role"], text_of(message.get("content"))) for message in said[:-1])
    instructions = [str(body["instructions"])] if body.get("instructions") else []
    return "\n".join([*instructions, *system]), turns, said[-1].get("content")


def _attachments(content: object) -> tuple[Attachment, ...]:
    """Files and pictures that are named by an address or carried along."""
    parts = [part for part in content if isinstance(part, dict)] if isinstance(content, list) else []
    found = []
    for part in parts:
        if part.get("type") in ("text", "input_text"):
            continue
        kind = str(part.get("type"))
        inner = part.get(kind)
        place = inner if isinstance(inner, dict) else part
        url = inner if isinstance(inner, str) else _address(place)
        if url is None:
            raise BadRequest(f"a part of type {kind} has no address", param="messages")
        name = part.get("file_name") or place.get("filename") or ""
        found.append(Attachment(url, str(name)))
    return tuple(found)


def _address(place: Mapping[str, Any]) -> str | None:
    """Where a part's bytes are, or the bytes themselves as a ``data:`` address."""
    if isinstance(place.get("data"), str):  # sound
        return f"data:audio/{place.get('format') or 'mpeg'};base64,{place['data']}"
    found = (place.get(name) for name in ("url", "image_url", "file_url", "file_data"))
    address = next((each for each in found if each), None)
    inner = address.get("url") if isinstance(address, dict) else address
    return inner if isinstance(inner, str) else None
