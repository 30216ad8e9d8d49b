"""The output items of the responses dialect: what a finished item of each type says.

Rules: every tool that finds pages has them in ``results``, ``contents`` or ``sources``, under whatever type;
an item that shows nothing by itself (a file made, a program run, a tool of somebody's server, a type we do
not know) is told in one line. The text of a message is left to the parts and to the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pplx_notebook.protocol.chunks import (
    AnyChunk,
    FoundCitations,
    FoundImages,
    FoundResults,
    Noticed,
    ReasoningStep,
    WantedTool,
)
from pplx_notebook.protocol.dialects.records import (
    Json,
    annotated_results,
    first_string,
    images,
    mapping,
    mappings,
    search_results,
    string,
    strings,
    url_citations,
)
from pplx_notebook.protocol.scrub import printable_line

_NAME_CHARS = 80
_WANTED = ("function_call", "custom_tool_call", "mcp_approval_request")  # tools of whoever asked
_QUIET = (
    "message",
    "reasoning",
    "function_call_output",
    "web_search_call",
    "file_search_call",
)


def item_chunks(item: Json) -> Iterator[AnyChunk]:
    """All a finished output item says."""
    kind = string(item.get("type"))
    if kind == "message" or (not kind and "content" in item):
        for part in mappings(item.get("content")):
            yield from cited(part.get("annotations"))
        return
    if kind in _WANTED:
        yield from map(WantedTool, wanted([item]))
        return
    if queries := queries_of(item):
        yield ReasoningStep(queries=queries)
    found = list(found_pages(item, kind))
    yield from found
    if line := _line(item, kind, shown=bool(found)):
        yield Noticed(line)


def wanted(items: Iterable[Json]) -> Iterator[str]:
    """The names of the tools that output items ask for."""
    return (string(item.get("name")) for item in items if item.get("type") in _WANTED)


def cited(annotations: object) -> Iterator[AnyChunk]:
    """The citations that stand as annotations on a part of the text."""
    if found := url_citations(annotations):
        yield FoundCitations(found, merge=True)
    if pages := annotated_results(annotations):
        yield FoundResults(pages, merge=True)


def queries_of(record: Json) -> tuple[str, ...]:
    """What was searched for: ``queries``, or the ``tickers`` of a finance search; OpenAI's in ``action``."""
    action = mapping(record.get("action"))
    for found in (record.get("queries"), record.get("tickers"), action.get("queries"), [action.get("query")]):
        if queries := strings(found):
            return queries
    return ()


def found_pages(record: Json, kind: str) -> Iterator[AnyChunk]:
    """The pages or pictures of a search of type ``kind``, of an item or of an event."""
    results = record.get("results")
    if "image_search" in kind:
        if pictures := images(results):
            yield FoundImages(pictures)
        return
    if "sandbox" in kind or kind.startswith("mcp_"):
        return  # what a program printed is no source
    plain = kind in ("search_results", "response.reasoning.search_results")
    found = list(mappings(results)) if plain else list(_with_address(results))
    found += _with_address(record.get("contents"))
    found += _with_address([{"sources": mapping(record.get("action")).get("sources")}])
    if read := search_results(found, ids=True):
        yield FoundResults(read, merge=True)


def _with_address(items: object) -> Iterator[Json]:
    """Records with an address; a finance result has several under ``sources``, texts or objects."""
    for item in mappings(items):
        if string(item.get("url")):
            yield item
        sources = item.get("sources")
        for source in sources if isinstance(sources, list) else ():
            page = {"url": string(source)} if isinstance(source, str) else mapping(source)
            if string(page.get("url")):
                about = {"title": item.get("category"), "snippet": item.get("content")}
                yield {**about, **{name: value for name, value in page.items() if value}}


def _line(item: Json, kind: str, *, shown: bool) -> str:
    """The one line about an item; "" for one that is ``shown`` by what it found, or found nothing."""
    if kind in _QUIET or not kind or shown:
        return ""
    if kind.endswith("_results") and item.get("results") in ([], None) and kind not in _LINES:
        return ""
    tell = _LINES.get(kind)
    if tell is None:
        tell = _sandbox_tool if kind.startswith("sandbox_") else _unknown
    line = tell(item)
    error = _name(item, "error", "error_message")
    return printable_line(f"{line}, which failed: {error}" if error and line else line)


def _name(item: Json, *fields: str) -> str:
    return printable_line(first_string(item, *fields), _NAME_CHARS)


def _shared_file(item: Json) -> str:
    name, place = _name(item, "filename", "file_id") or "without a name", _name(item, "url")
    return f"the server made a file, {name}" + (
        f", to be fetched with your key from {place}" if place else ""
    )


def _mcp_tools(item: Json) -> str:
    return f"the server asked the MCP server {_name(item, 'server_label')} for its tools"


def _mcp_call(item: Json) -> str:
    return f"the server used {_name(item, 'name')} of the MCP server {_name(item, 'server_label')}"


def _program(item: Json) -> str:
    status = string(item.get("status"))
    ended = f" ({printable_line(status, 20).replace('_', ' ')})" if status not in ("", "completed") else ""
    return f"the server ran a program{_of_language(item)} in its sandbox{ended}"


def _of_language(item: Json) -> str:
    language = _name(item, "language")
    return f" in {language}" if language else ""


def _sandbox_tool(item: Json) -> str:
    tool = string(item.get("type")).removeprefix("sandbox_").replace("_", " ")
    place = _name(item, "file_path")
    return f"the server used its sandbox: {printable_line(tool, 40)}" + (f" {place}" if place else "")


def skill_line(record: Json) -> str:
    """A skill was loaded: an item, or an event of its own."""
    return printable_line(f"the server loaded the skill {_name(record, 'name')}")


def _advice(item: Json) -> str:
    question = _name(item, "question")
    return "the server asked a second model for advice" + (f": {question}" if question else "")


def _unknown(item: Json) -> str:
    """An item of a type we do not know; the API calls those it does not know itself ``unknown``."""
    name = _name(item, "item_name") or _name(item, "type")
    return f"the server sent a part this version does not show: {name}"


_LINES: dict[str, Callable[[Json], str]] = {
    "share_file": _shared_file,
    "mcp_list_tools": _mcp_tools,
    "mcp_call": _mcp_call,
    "sandbox_results": _program,
    "skill_loaded": skill_line,
    "advisor_result": _advice,
    "search_results": lambda _: "",
    "image_search_results": lambda _: "",
}
