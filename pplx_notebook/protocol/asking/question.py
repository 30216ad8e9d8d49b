"""What a user asks, free of any server's field names; ``request.build`` turns it into a body."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from pplx_notebook.protocol.asking.transcript import Turn

RECENCIES = ("hour", "day", "week", "month", "year")
CONTEXT_SIZES = ("low", "medium", "high")
MOST_DOMAINS = 20  # of one search filter, by the API page


class Attachment(msgspec.Struct, frozen=True):
    """A file or picture sent along: ``url`` is an https address or a ``data:`` URI, ``name`` a file name.
    ``text`` is what stands in it, where that is known: for servers that take no file of its kind."""

    url: str
    name: str = ""
    text: str = ""

    @classmethod
    def from_bytes(cls, name: str, data: bytes) -> Attachment:
        """An attachment that carries its bytes; the media type follows from the name's ending."""
        media_type = _media_type(name) or "application/octet-stream"
        return cls(f"data:{media_type};base64,{b64encode(data).decode()}", name)

    @property
    def inline(self) -> bool:
        """True where ``url`` carries the bytes themselves."""
        return self.url.startswith("data:")

    @property
    def kind(self) -> Literal["image", "pdf", "audio", "video", "file"]:
        """What the file is, by its media type or ending."""
        path = self.url.partition("?")[0]
        media_type = self.url[5:].partition(";")[0] if self.inline else _media_type(self.name or path)
        if media_type == "application/pdf":
            return "pdf"
        family = media_type.partition("/")[0]
        return family if family in ("image", "audio", "video") else "file"  # type: ignore[return-value]


def _media_type(name: str) -> str:
    """By the name's ending; "" when it has none that is known."""
    from mimetypes import guess_type  # reads the system's tables; most questions have no attachment

    return guess_type(name)[0] or ""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question and how it is to be asked. Empty means: leave it to the server.

    ``recency`` is hour, day, week, month or year; ``domains`` are host names, all with a leading ``-`` to
    exclude; ``context_size`` low, medium or high; ``images`` and ``related`` ask for images and related
    questions; ``stream_mode`` "concise" makes a Sonar server send the text once. ``turns`` came before.
    ``schema`` is a JSON schema of the answer, ``schema_name`` what it is called. ``extra`` holds any further
    field of the server by its own name.
    """

    prompt: str
    turns: tuple[Turn, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    model: str = ""
    instructions: str = ""
    recency: str = ""
    domains: tuple[str, ...] = ()
    context_size: str = ""
    reasoning_effort: str = ""
    images: bool = False
    related: bool = False
    stream_mode: str = ""
    schema: Mapping[str, Any] = msgspec.field(default_factory=dict)
    schema_name: str = ""
    extra: Mapping[str, Any] = msgspec.field(default_factory=dict)


def check(question: Question) -> Question:
    """The question with bare hosts as domains. Raises ``ValueError`` with one line on what to change."""
    if not question.prompt.strip():
        raise ValueError("the question is empty: write it below the options")
    _one_of("recency", question.recency, RECENCIES)
    _one_of("context_size", question.context_size, CONTEXT_SIZES)
    domains = tuple(host for domain in question.domains if (host := _host(domain)))
    if len(domains) > MOST_DOMAINS:
        raise ValueError(f"{len(domains)} domains given, the server takes at most {MOST_DOMAINS}")
    if len({domain.startswith("-") for domain in domains}) > 1:
        raise ValueError("domains either all name what to search or all start with - to exclude, not both")
    return msgspec.structs.replace(question, domains=domains)


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value and value not in known:
        raise ValueError(f"{name} {value!r} is unknown: use {', '.join(known[:-1])} or {known[-1]}")


def _host(domain: str) -> str:
    """``https://nasa.gov/`` as ``nasa.gov``: a pasted address does what was meant."""
    sign = "-" if domain.strip().startswith("-") else ""
    bare = domain.strip().removeprefix("-").strip()
    host = bare.partition("://")[2] or bare
    return sign + host.rstrip("/") if host.strip("/") else ""
