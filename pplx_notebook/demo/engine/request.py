"""What the engine needs to know of a request, whatever dialect it came in.

The readers of request bodies stand with their dialects (``dialects/``); what several of them share, the
reading of messages and the refusal of bad values, stands here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from pplx_notebook.protocol.asking.question import RECENCIES


class DemoQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One question with what matters for its answer. ``turns`` are the user's messages, the question last.

    ``words_in`` counts whitespace-separated words of all messages; ``limit_words`` cuts the answer.
    """

    turns: tuple[str, ...]
    words_in: int = 0
    stream: bool = False
    model: str = ""
    limit_words: int | None = None
    domains: tuple[str, ...] = ()
    recency: str = ""
    related: bool = False
    concise: bool = False
    background: bool = False


class BadRequest(Exception):  # noqa: N818  (the name of HTTP status 400)
    """The body cannot be answered: becomes status 400 with the API's error envelope."""

    def __init__(self, message: str, *, type: str = "invalid_request", param: str | None = None) -> None:  # noqa: A002
        super().__init__(message)
        self.type = type  # the API's own name for it
        self.param = param


def error_body(status: int, message: str, type: str, param: str | None = None) -> dict[str, Any]:  # noqa: A002
    """The API's error envelope: ``code`` is the HTTP status as a number."""
    error: dict[str, Any] = {"message": message, "type": type, "code": status}
    return {"error": error | ({"param": param} if param else {})}


def read_messages(messages: object, *, param: str) -> tuple[tuple[str, ...], int]:
    """The user's turns and the word count of a list of ``{"role", "content"}``; raises ``BadRequest``."""
    if not isinstance(messages, list) or not messages:
        raise BadRequest(f"{param} must be a non-empty list of messages", param=param)
    if not all(isinstance(message, dict) and isinstance(message.get("role"), str) for message in messages):
        raise BadRequest(f"each entry of {param} must be an object with a role", param=param)
    texts = [(message["role"], text_of(message.get("content"))) for message in messages]
    turns = tuple(text for role, text in texts if role == "user" and text.strip())
    if not turns:
        raise BadRequest(f"{param} holds no user message with text", param=param)
    return turns, sum(len(text.split()) for _, text in texts)


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


def read_limit(value: object, *, name: str, least: int = 1) -> int | None:
    """A limit of words, or None when not given."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise BadRequest(f"{name} must be a whole number of at least {least}", param=name)
    return value
