"""The tools of an Agent API request: a web search with its filters, a search for pictures.

Rules: an effort and a preset bring tools of their own, a bare model (``model``, ``models``) searches only
when it is given the tool; Sonar's search fields in ``extra`` go into the tool where this API has them, and
so do fields written with the tool's name (``web_search.max_tokens``, ``image_search.filters.domain_filter``).
Tools that were given are sent as they are; where there are some and none searches, the reader is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pplx_notebook.protocol.asking.question import Question

Body = dict[str, Any]

_FILTERS = (
    "search_domain_filter",
    "search_recency_filter",
    "search_after_date_filter",
    "search_before_date_filter",
    "last_updated_after_filter",
    "last_updated_before_filter",
)
_SETTINGS = ("search_context_size", "search_type", "max_results", "max_tokens_per_page", "user_location")
_IMAGE_FILTERS = {"image_domain_filter": "domain_filter", "image_format_filter": "format_filter"}
_OF_OPTIONS = "web_search_options"  # Sonar's place for some of them
_SEARCHES = ("web_search", "people_search", "finance_search", "fetch_url", "mcp", "connector")
NO_SEARCH = 'the tools given search nothing: without {"type": "web_search"} the answer has no sources'
PROFILE = "a profile searches only with the tools it has: where it has none, the answer has no sources"

_Place = tuple[str, ...]  # tool, then steps into it


def tools(question: Question, *, bare_model: bool) -> list[Body]:
    """The tools to send; none where the effort's own do."""
    named: list[tuple[_Place, Any]] = [
        (("web_search", "filters", "search_recency_filter"), question.recency),
        (("web_search", "filters", "search_domain_filter"), list(question.domains)),
        (("web_search", "search_context_size"), question.context_size),
    ]
    made: dict[str, Body] = {}
    if bare_model or question.images:  # with the tool for pictures an effort's own are gone
        made["web_search"] = {"type": "web_search"}
    if question.images:
        made["image_search"] = {"type": "image_search"}
    for (tool, *steps, name), value in (*named, *_fields(question.extra)):
        if value in ("", None, [], ()):
            continue
        place = made.setdefault(tool, {"type": tool})
        for step in steps:
            inner = place.get(step)
            place[step] = dict(inner) if isinstance(inner, dict) else {}
            place = place[step]
        place[name] = value
    if "image_search" in made and "web_search" not in made:
        made["web_search"] = {"type": "web_search"}
    return [made[tool] for tool in ("web_search", "image_search") if tool in made]


def outside_tools(extra: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of ``extra`` that the Agent API takes at the top: all but those of its search tools."""
    return {path: value for path, value in _flat(extra) if not _place_of(path)}


def notices(question: Question) -> list[str]:
    """What the reader should know of the search."""
    given = question.extra.get("tools")
    if given is None:
        return [PROFILE] if "profile" in top_fields(question) and not question.model else []
    unused = [name for name in ("recency", "domains", "context_size", "images") if getattr(question, name)]
    unused += [path for path, _ in _flat(question.extra) if _place_of(path)]
    told = [f"not sent, because tools are given: {', '.join(unused)}"] if unused else []
    return [*told, NO_SEARCH] if given and not _searches(given) else told


def top_fields(question: Question) -> set[str]:
    """The names of ``extra`` up to their first dot: the fields of the request it sets."""
    return {path.partition(".")[0] for path in question.extra}


def _searches(given: Any) -> bool:
    """Whether one of the tools finds pages; some servers add a date to its name: web_search_2025_08_26."""
    tools = given if isinstance(given, list | tuple) else ()
    return any(isinstance(tool, Mapping) and str(tool.get("type")).startswith(_SEARCHES) for tool in tools)


def _fields(extra: Mapping[str, Any]) -> Iterator[tuple[_Place, Any]]:
    """The fields of ``extra`` that belong to a search tool, with their place."""
    for path, value in _flat(extra):
        if place := _place_of(path):
            yield place, value


def _flat(extra: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """``extra`` with the objects named after a tool taken apart: ``{"web_search": {"max_tokens": 9}}``."""
    for path, value in extra.items():
        if path in ("web_search", "image_search", _OF_OPTIONS) and isinstance(value, Mapping):
            yield from _steps_into(path, value.items())
        else:
            yield path, value


def _steps_into(path: str, items: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    for name, value in items:
        if name == "filters" and isinstance(value, Mapping):
            yield from _steps_into(f"{path}.filters", value.items())
        else:
            yield f"{path}.{name}", value


def _place_of(path: str) -> _Place:
    """Where a field of ``extra`` goes in the tools, () for one of the request itself."""
    first, *rest = path.split(".")
    if first == "web_search" and rest:
        return (first, "filters", *rest) if rest[0] in _FILTERS else (first, *rest)
    if first == "image_search" and rest:
        return (first, "filters", *rest) if rest[0] in _IMAGE_FILTERS.values() else (first, *rest)
    name = path.removeprefix(f"{_OF_OPTIONS}.")
    if name in _FILTERS:
        return ("web_search", "filters", name)
    if name in _SETTINGS:
        return ("web_search", name)
    return ("image_search", "filters", _IMAGE_FILTERS[path]) if path in _IMAGE_FILTERS else ()
