"""The records all dialects share: search results, citations, images ... from loosely typed wire JSON.

Every function takes whatever the server sent and returns values; wrong types are passed over, never raised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from pplx_notebook.protocol.answer import Annotation, AnswerError, Citation, Image, SearchResult, Video
from pplx_notebook.protocol.chunks import (
    AnyChunk,
    FoundCitations,
    FoundImages,
    FoundRelatedQuestions,
    FoundResults,
    FoundVideos,
    UsageReport,
)
from pplx_notebook.protocol.lenient_json import json_value, well_formed
from pplx_notebook.protocol.scrub import printable_line

Json = Mapping[str, Any]
LONG_CHARS = 4000  # of a message, before it is cut to a line
_MOST_CHARS = 10**9  # of an answer; a place beyond is a broken number
_USAGE_DEPTH = 8  # usage of any server is 3 levels deep; what is deeper is a bomb


def string(value: object) -> str:
    """``value`` if it is text, else ""."""
    if isinstance(value, str):
        return value if value.isascii() else well_formed(value)
    return ""


def first_string(record: Json, *names: str) -> str:
    """The first non-empty text among the fields ``names``."""
    return next((text for name in names if (text := string(record.get(name)))), "")


def strings(items: object) -> tuple[str, ...]:
    """The non-empty texts in a JSON list."""
    return tuple(text for item in items if (text := string(item))) if isinstance(items, list) else ()


def integer(value: object) -> int | None:
    """``value`` as an int if it is a finite number (not a bool), else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if value == value and abs(value) != float("inf") else None


def mappings(value: object) -> Iterator[Json]:
    """The objects in a JSON list; nothing when it is no list."""
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def mapping(value: object) -> Json:
    """``value`` if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def search_results(items: object, *, ids: bool = False) -> tuple[SearchResult, ...]:
    """Search results; unknown fields are ignored, and ``id`` too unless the dialect's markers are ``ids``."""
    return tuple(
        SearchResult(
            title=string(item.get("title")),
            url=string(item.get("url")),
            date=string(item.get("date")) or None,
            last_updated=string(item.get("last_updated")) or None,
            snippet=string(item.get("snippet")),
            source=string(item.get("source")),
            id=integer(item.get("id")) if ids else None,
        )
        for item in mappings(items)
    )


def citations(items: object) -> tuple[Citation, ...]:
    """The server's own list, URLs or objects; the number is the position, so that ``[n]`` resolves."""
    found = []
    for number, item in enumerate(items if isinstance(items, list) else (), start=1):
        url = string(item) or first_string(mapping(item), "url", "link")
        if url:
            found.append(Citation(number=number, url=url, title=string(mapping(item).get("title"))))
    return tuple(found)


def url_citations(items: object) -> tuple[Citation, ...]:
    """URL annotations, nested (``{"url_citation": {...}}``) or flat; number 0, to be given by the reader."""
    records = (mapping(item.get("url_citation")) or item for item in mappings(items))
    return tuple(
        Citation(number=0, url=url, title=string(record.get("title")))
        for record in records
        if (url := string(record.get("url")))
    )


def url_annotations(items: object, offset: int = 0) -> tuple[Annotation, ...]:
    """URL annotations with a place in the text, ``offset`` characters further on; 0 to 0 is no place."""
    records = (mapping(item.get("url_citation")) or item for item in mappings(items))
    return tuple(
        Annotation(
            url=url, title=string(record.get("title")), start_index=start + offset, end_index=end + offset
        )
        for record in records
        if (url := string(record.get("url")))
        and (start := integer(record.get("start_index"))) is not None
        and (end := integer(record.get("end_index"))) is not None
        and 0 <= start < end < _MOST_CHARS
    )


def annotated_results(items: object) -> tuple[SearchResult, ...]:
    """Pages whose words an annotation brings along (``content`` or ``snippet``); the others are citations."""
    records = (mapping(item.get("url_citation")) or item for item in mappings(items))
    return tuple(
        SearchResult(url=url, title=string(record.get("title")), snippet=words, source="web")
        for record in records
        if (url := string(record.get("url"))) and (words := first_string(record, "snippet", "content"))
    )


def images(items: object) -> tuple[Image, ...]:
    """Image records; everything but the address is optional."""
    return tuple(
        Image(
            image_url=address,
            origin_url=first_string(item, "origin_url", "source_url"),
            title=string(item.get("title")),
            width=integer(item.get("width")) or 0,
            height=integer(item.get("height")) or 0,
        )
        for item in mappings(items)
        if (address := first_string(item, "image_url", "url"))
    )


def videos(items: object) -> tuple[Video, ...]:
    """Video records."""
    return tuple(
        Video(url=url, title=string(item.get("title")), thumbnail_url=string(item.get("thumbnail_url")))
        for item in mappings(items)
        if (url := first_string(item, "url", "video_url"))
    )


def questions(items: object) -> tuple[str, ...]:
    """Related questions: texts, or objects with ``question`` or ``text``."""
    texts = (
        string(item) or first_string(mapping(item), "question", "text")
        for item in (items if isinstance(items, list) else ())
    )
    return tuple(text for text in texts if text)


def usage(value: object) -> dict[str, Any]:
    """Token counts as sent, with well-formed text and None for NaN; {} when there are none."""
    return {string(key): _plain(item, _USAGE_DEPTH) for key, item in mapping(value).items()}


def _plain(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, dict):
        return {string(key): _plain(item, depth - 1) for key, item in value.items()} if depth else None
    if isinstance(value, list):
        return [_plain(item, depth - 1) for item in value] if depth else None
    return json_value(value)


_READERS: tuple[tuple[str, Callable[[object], Any], Callable[[Any], AnyChunk]], ...] = (
    ("search_results", search_results, FoundResults),
    ("citations", citations, FoundCitations),
    ("images", images, FoundImages),
    ("videos", videos, FoundVideos),
    ("related_questions", questions, FoundRelatedQuestions),
    ("usage", usage, UsageReport),
    ("annotations", url_citations, partial(FoundCitations, merge=True)),
    ("annotations", annotated_results, partial(FoundResults, merge=True)),
)


def metadata(record: Json) -> list[AnyChunk]:
    """Chunks for whatever metadata stands at the top of an event or body; empty lists say nothing."""
    return [
        chunk(found)
        for name, read, chunk in _READERS
        if (value := record.get(name)) and (found := read(value))
    ]


_ADVICE = {  # what to do about errors that only a setting mends, by their type
    "chat_completions_not_available": 'use provider "perplexity" (Agent API), chat completions are retired',
    "agent_api_migration_required": 'use provider "perplexity" (Agent API), this key has been moved to it',
}


def is_complaint(record: Json) -> bool:
    """Whether an event or body that is no answer says what went wrong: ``{"detail": "Not enough credits"}``,
    ``{"code": 429, "message": "slow down"}``, ``{"success": false, "message": …}``."""
    detail = record.get("detail")
    told = string(detail) or first_string(mapping(detail), "message", "error", "msg") or validation(detail)
    if told or mapping(detail).get("error"):
        return True
    refused = record.get("success") is False or string(record.get("status")).lower() in ("error", "failed")
    numbers = (integer(record.get(name)) or 0 for name in ("code", "status", "status_code"))
    told = first_string(record, "message", "msg", "error_message")
    return bool(told) and (refused or any(400 <= number < 600 for number in numbers))


def tool_names(calls: object) -> Iterator[str]:
    """The names in a list of tool calls, ``{"function": {"name": …}}`` or flat; a piece of a call that has
    begun has none."""
    for call in mappings(calls):
        name = string(mapping(call.get("function")).get("name")) or string(call.get("name"))
        if name or call.get("id"):
            yield name


_SAYS = r"(?i)message|error|detail|description|title"  # Portkey: "html-message"


def api_error(value: object) -> AnswerError:
    """An error the server reported inside a stream or body: an object, an object in ``error`` or ``detail``
    (FastAPI), the first of a list (Gemini), or a text.

    The message is not yet cut to a line: first goes the key it may hold (``reading``)."""
    if isinstance(value, list):
        return api_error(next(mappings(value), {}))
    record = mapping(value)
    inner = record.get("error") or record.get("detail") or record.get("errors")
    message = string(value) or string(inner) or validation(inner)
    if isinstance(inner, list) and inner and not message:  # Cloudflare
        inner, message = inner[0], string(inner[0])
    if mapping(inner).get("error"):  # LiteLLM has its own envelope inside FastAPI's
        return api_error(inner)
    record = mapping(inner) or record
    message = message or first_string(record, "message", "detail", "msg", "error_message", "reason")
    message = message or first_string(record, *(name for name in record if re.search(_SAYS, name)))
    if advice := _ADVICE.get(string(record.get("type"))):
        message = f"{advice}; the server says: {message}"
    code = record.get("code")
    return AnswerError(
        kind="api",
        message=printable_line(message, LONG_CHARS) or "the server reported an error without saying which",
        code=well_formed(code) if isinstance(code, str) else integer(code),
        type=first_string(record, "type", "status") or None,
    )


def validation(details: object) -> str:
    """``[{"loc": ["body", "messages"], "msg": "field required"}]`` as "messages: field required"."""
    lines = []
    for item in mappings(details):
        loc = item.get("loc")
        place = ".".join(str(step) for step in loc if step != "body") if isinstance(loc, list) else ""
        if said := string(item.get("msg")):
            lines.append(f"{place}: {said}" if place else said)
    return "; ".join(lines)
