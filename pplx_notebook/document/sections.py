"""The parts of an answer in one order, which every face walks.

Notices, how it was found, the text, trouble, its sources, pictures, videos, related questions, and one quiet
line with what it took. A part with nothing in it is left out. Where a face cannot fold (``folds=False``), how
it was found stands before the last line, for it would push the text down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import msgspec

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import gate
from pplx_notebook.document.nodes import Document, Link, Text
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.document.source_rows import MOST_ROWS
from pplx_notebook.document.sources.tables import Rows, SourcesName, source_tables
from pplx_notebook.protocol.answer import Answer

_KEPT = {True: "the text up to here is kept", False: "no text had arrived"}


class Lines(msgspec.Struct, frozen=True):
    """Plain lines: notices, trouble, usage."""

    name: str
    lines: tuple[str, ...]


class Prose(msgspec.Struct, frozen=True):
    """A text: the answer's own, or its reasoning."""

    name: str
    heading: str
    document: Document


class Links(msgspec.Struct, frozen=True):
    """A list of titled addresses, or of titles alone."""

    name: str
    heading: str
    links: tuple[Link, ...]


Section: TypeAlias = Lines | Prose | Rows | Links


def sections(
    answer: Answer,
    document: Document | None = None,
    *,
    folds: bool,
    once: bool = False,
    sources: SourcesName = "full",
) -> tuple[Section, ...]:
    """The parts of an answer; ``document`` is ``read_markdown(answer.text, answer)`` if at hand. ``once``: a
    search result that is cited is not listed again. ``sources``: how much is shown of them."""
    document = document or read_markdown(answer.text, answer)
    found_by = _how_found(answer)
    notices = (*answer.notices, *document.notices, *_more_sources(answer))
    parts = (
        Lines("notices", tuple(line for notice in notices if (line := one_line(notice)))),
        *(found_by if folds else ()),
        *((Prose("text", "", document),) if _says(document) else ()),
        Lines("trouble", tuple(filter(None, (trouble(answer),)))),
        *_sources(source_tables(answer, document, once=once), sources, folds),
        _links(
            "images", "Images", ((i.title or "image", i.origin_url or i.image_url) for i in answer.images)
        ),
        _links("videos", "Videos", ((video.title or "video", video.url) for video in answer.videos)),
        _links("related", "Related questions", ((question, "") for question in answer.related_questions)),
        *(() if folds else found_by),
        Lines("usage", tuple(filter(None, (quiet_line(answer),)))),
    )
    return tuple(part for part in parts if _is_filled(part))


def _is_filled(part: Section) -> bool:
    if isinstance(part, Lines):
        return bool(part.lines)
    if isinstance(part, Rows):
        return True
    return _says(part.document) if isinstance(part, Prose) else bool(part.links)


def _says(document: Document) -> bool:
    """Whether there is anything to show; a text may be footnotes only."""
    return bool(document.blocks or document.notes)


def _how_found(answer: Answer) -> tuple[Prose, ...]:
    text = how_found(answer)
    return (Prose("reasoning", how_found_heading(answer), read_markdown(text, answer)),) if text else ()


def how_found(answer: Answer) -> str:
    """How it was found, as Markdown: the reasoning; of a server that only names its searches, those."""
    return answer.reasoning or "\n".join(f"- {one_line(query)}" for query in _searches(answer))


def how_found_heading(answer: Answer) -> str:
    """What that is: "3 searches, 1 page read, reasoning", as far as there is of each. A log of searches is
    not called reasoning."""
    pages = dict.fromkeys(url for step in answer.steps for url in step.urls)
    did = [_counted(len(_searches(answer)), "search", "searches"), _counted(len(pages), "page", "pages")]
    did = [*filter(None, (did[0], did[1] and f"{did[1]} read"))]
    log = "\n".join(step.thought for step in answer.steps if step.thought)
    if not did:
        return "Reasoning"
    return ", ".join(did if answer.reasoning.strip() == log.strip() else [*did, "reasoning"])


def _searches(answer: Answer) -> list[str]:
    return list(dict.fromkeys(query for step in answer.steps for query in step.queries))


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}" if number else ""


def _sources(tables: tuple[Rows, ...], shown: SourcesName, folds: bool) -> tuple[Rows, ...]:
    """The tables that are shown; of a compact answer the first where they cannot be folded away."""
    if shown == "none":
        return ()
    return tables if shown == "full" or folds else tables[:1]


def _more_sources(answer: Answer) -> tuple[str, ...]:
    """That the tables do not hold all of them."""
    count = max(len(answer.citations), len(answer.search_results))
    return (f"{count:,} sources: the tables hold the first {MOST_ROWS:,}",) if count > MOST_ROWS else ()


def _links(name: str, heading: str, pairs: Iterable[tuple[str, str]]) -> Links:
    titled = [(text, url) for title, url in pairs if (text := one_line(title))]
    return Links(name, heading, tuple(Link((Text(text),), text, gate(url, text)) for text, url in titled))


def trouble(answer: Answer) -> str:
    """Why the answer is not whole and what to do, "" when it is."""
    said = one_line(answer.error.message, 200) if answer.error else ""
    kept = _KEPT[bool(answer.text)]
    if answer.status == "failed":
        return f"Failed: {said or 'the server gave no reason; ask again'}"
    if answer.status == "cut off":
        ended = f"the stream ended before the answer did; {kept}. Ask again to get the whole answer."
        return f"Cut off: {said or ended}"
    if answer.status == "interrupted":
        return f"Stopped: {kept}. Run the cell again to get the whole answer."
    return ""


def quiet_line(answer: Answer) -> str:
    """Model, tokens, cost, an unusual finish reason and times, as far as they are known."""
    usage = answer.usage
    tokens = usage.total_tokens if usage else None
    if usage and tokens is None and usage.output_tokens is not None:
        tokens = usage.output_tokens + (usage.input_tokens or 0)
    cost = answer.cost_usd
    reason = one_line(answer.finish_reason or "", 40)
    parts = [
        one_line(answer.model, 80),
        f"{tokens:,} tokens" if tokens else "",
        f"${cost:.4f}" if cost else "",
        "" if reason in ("", "stop", "completed") else f"ended by {reason}",
        f"first text {answer.first_text_s:.1f} s" if answer.first_text_s is not None else "",
        f"total {answer.total_s:.1f} s" if answer.total_s is not None and answer.text else "",
    ]
    return " · ".join(part for part in parts if part)
