"""What the engine needs to know of a request, whatever dialect it came in.

The readers of request bodies stand with their dialects (``dialects/``); what several of them share, the
reading of messages and the refusal of bad values, stands here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from pplx_notebook.protocol.asking.question import RECENCIES


class DemoQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One question with what matters for its answer. ``turns`` are the user's messages, the question last.

    ``words_in`` counts whitespace-separated words of all messages; ``limit_words`` and ``stops`` cut the
    answer. ``mode`` is how a chat stream tells its sources; ``usage`` what ``stream_options`` says of it;
    ``set_aside`` what was sent and cannot be read ("2 images"); ``previous`` the response this one goes on
    from, ``stored`` False for one that nobody may go on from; ``bare`` asks for no citation list;
    ``schema`` is the JSON schema of the answer that is wanted, empty for a text; ``misquotes`` asks for one
    that misquotes its sources.
    """

    turns: tuple[str, ...]
    words_in: int = 0
    stream: bool = False
    model: str = ""
    limit_words: int | None = None
    domains: tuple[str, ...] = ()
    recency: str = ""
    related: bool = False
    mode: str = "full"
    background: bool = False
    usage: bool | None = None
    stops: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    previous: str = ""
    stored: bool = True
    bare: bool = False
    schema: Mapping[str, Any] = {}
    misquotes: bool = False


class BadRequest(Exception):  # noqa: N818  (the name of HTTP status 400)
    """The body cannot be answered: becomes status 400 with the API's error envelope."""

    def __init__(self, message: str, *, type: str = "invalid_request", param: str | None = None) -> None:  # noqa: A002
        super().__init__(message)
        self.type = type  # the API's own name for it
        self.param = param


def read_messages(messages: object, *, param: str) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    """Of a list of ``{"role", "content"}``: the user's turns, the count of words, and what is no text, in
    words; raises ``BadRequest``."""
    if not isinstance(messages, list) or not messages:
        raise BadRequest(f"{param} must be a non-empty list of messages", param=param)
    if not all(isinstance(message, dict) and isinstance(message.get("role"), str) for message in messages):
        raise BadRequest(f"each entry of {param} must be an object with a role", param=param)
    texts = [(message["role"], text_of(message.get("content"))) for message in messages]
    turns = tuple(text for role, text in texts if role == "user" and text.strip())
    if not turns:
        raise BadRequest(f"{param} holds no user message with text", param=param)
    return turns, sum(len(text.split()) for _, text in texts), _set_aside(messages, param)


def check_alternation(messages: Sequence[Mapping[str, Any]]) -> None:
    """The chat dialect's rule: after the system messages, user and assistant take turns, the user last."""
    roles = [message["role"] for message in messages if message["role"] != "system"]
    expected = [("user", "assistant")[place % 2] for place in range(len(roles))]
    if ["user" if role == "tool" else role for role in roles] != expected or len(roles) % 2 == 0:
        raise BadRequest(
            "After the (optional) system message(s), user or tool message(s) should alternate with"
            " assistant message(s), and the last should be from the user.",
            type="invalid_message",
        )


_PARTS = {
    **dict.fromkeys(("text", "input_text", "output_text"), ""),
    **dict.fromkeys(("image_url", "input_image", "image"), "image"),
    **dict.fromkeys(("audio_url", "input_audio", "audio"), "audio recording"),
    **dict.fromkeys(("video_url", "input_video", "video"), "video"),
    **dict.fromkeys(("file_url", "pdf_url", "input_file", "file", "document", "document_url"), "document"),
}


def _set_aside(messages: Sequence[Mapping[str, Any]], param: str) -> tuple[str, ...]:
    """What the parts of the messages hold besides text: ("1 image", "2 documents")."""
    contents = (message.get("content") for message in messages)
    parts = [part for content in contents if isinstance(content, list) for part in content]
    kinds = [part.get("type", "text") if isinstance(part, dict) else None for part in parts]
    for kind in kinds:
        if not isinstance(kind, str) or kind not in _PARTS:
            raise BadRequest(f"a part of a message has the unknown type {kind!r}", param=param)
    counts = Counter(name for kind in kinds if (name := _PARTS[str(kind)]))
    return tuple(f"{count} {name}{'s' * (count > 1)}" for name, count in counts.items())


def text_of(content: object) -> str:
    """The text of a message's content: a string, or the text parts of a list."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = (part.get("text") for part in parts if isinstance(part, dict))
    return "\n".join(text for text in texts if isinstance(text, str))


def read_search_filters(fields: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """Domains and recency of a set of search filters; raises ``BadRequest`` for values the API refuses."""
    domains = fields.get("search_domain_filter") or []
    if not isinstance(domains, list) or not all(isinstance(domain, str) for domain in domains):
        raise BadRequest("search_domain_filter must be a list of domains", param="search_domain_filter")
    if len({domain.startswith("-") for domain in domains}) > 1:
        raise BadRequest(
            "search_domain_filter must be either an allow list or a deny list",
            type="invalid_search_domain_filter",
        )
    recency = fields.get("search_recency_filter") or ""
    if recency and recency not in RECENCIES:
        raise BadRequest(f"validation failed: search recency filter must be one of: {' '.join(RECENCIES)}")
    return tuple(domains), recency


def read_schema(form: object, param: str = "response_format") -> Mapping[str, Any]:
    """The JSON schema of a ``response_format`` or of a ``text.format``, empty for a text; raises
    ``BadRequest``."""
    if form is None or (isinstance(form, dict) and form.get("type", "text") == "text"):
        return {}
    if not isinstance(form, dict) or form.get("type") != "json_schema":
        kind = form.get("type") if isinstance(form, dict) else type(form).__name__
        raise BadRequest(
            f"{param} must be of type text or json_schema, not {kind}",
            type="unsupported_parameter",
            param=param,
        )
    inner = form.get("json_schema", form)
    schema = inner.get("schema") if isinstance(inner, dict) else None
    if not isinstance(schema, dict) or not schema:
        raise BadRequest(f"{param} needs a schema, an object", type="invalid_parameter", param=param)
    name = inner.get("name")
    if name is not None and (not isinstance(name, str) or not re.fullmatch(r"[\w-]{1,64}", name)):
        raise BadRequest(f"the name in {param} must be 1 to 64 letters or digits", param=param)
    return schema


def read_limit(value: object, *, name: str, least: int = 1) -> int | None:
    """A limit of words, or None when not given."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise BadRequest(f"{name} must be a whole number of at least {least}", param=name)
    return value
