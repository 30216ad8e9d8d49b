"""The parts of an answer in one order, which every face walks.

What was asked, how it was found, the text, trouble, what a check found, its sources, pictures, videos,
related questions, and one quiet line with what it took and what to know. A part with nothing in it is left
out. A face that cannot fold (``folds=False``) has no place to put things away: the notices stand above the
text, the question, which is read in its cell, nowhere, and how it was found before the last line, for it
would push the text down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import msgspec

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.endings import Foot, Trouble, foot, last_line, trouble
from pplx_notebook.document.findings.values import Findings
from pplx_notebook.document.links import gate
from pplx_notebook.document.nodes import Document, Link, Text
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.document.records import read_answer_text
from pplx_notebook.document.source_rows import MOST_ROWS
from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.document.sources.tables import Rows, source_tables
from pplx_notebook.protocol.answer import Answer

QUESTION_CHARACTERS = 200  # of the question as a heading


class Lines(msgspec.Struct, frozen=True):
    """Plain lines: what was asked, notices, trouble, usage."""

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


Section: TypeAlias = Lines | Prose | Findings | Rows | Links | Trouble | Foot


def sections(
    answer: Answer,
    document: Document | None = None,
    *,
    folds: bool,
    once: bool = False,
    sources: SourcesName = "full",
    ending: Trouble | None = None,
) -> tuple[Section, ...]:
    """The parts of an answer; ``document`` is ``read_answer_text(answer)`` if at hand. ``once``: a
    search result that is cited is not listed again. ``sources``: how much is shown of them. ``ending`` says
    how it ended, if the answer does not."""
    document = document or read_answer_text(answer)
    found_by = _how_found(answer)
    notices = (*answer.notices, *document.notices, *_more_sources(answer))
    ending = ending or trouble(answer)
    above: tuple[Section, ...] = (_asked(answer), *found_by) if folds else (_notices(notices),)
    below = (foot(answer, notices),) if folds else (*found_by, _usage(answer))
    texts = (Prose("text", "", document),) if _says(document) else ()
    parts: tuple[Section | None, ...] = (
        *above,
        *texts,
        ending if folds or ending is None else Lines("trouble", (ending.line,)),
        document.findings,
        *_sources(source_tables(answer, document, once=once), sources, folds),
        _links(
            "images", "Images", ((i.title or "image", i.origin_url or i.image_url) for i in answer.images)
        ),
        _links("videos", "Videos", ((video.title or "video", video.url) for video in answer.videos)),
        _links("related", "Related questions", ((question, "") for question in answer.related_questions)),
        *below,
    )
    return tuple(part for part in parts if part is not None and _is_filled(part))


def _asked(answer: Answer) -> Lines:
    question = one_line(answer.prompt, QUESTION_CHARACTERS)
    return Lines("asked", (question,) if question else ())


def _notices(notices: Iterable[str]) -> Lines:
    return Lines("notices", tuple(line for notice in notices if (line := one_line(notice))))


def _usage(answer: Answer) -> Lines:
    return Lines("usage", tuple(filter(None, (last_line(answer),))))


def _is_filled(part: Section) -> bool:
    if isinstance(part, Lines):
        return bool(part.lines)
    if isinstance(part, Findings | Rows | Trouble | Foot):
        return True
    return _says(part.document) if isinstance(part, Prose) else bool(part.links)


def _says(document: Document) -> bool:
    """Whether there is anything to show; a text may be footnotes only."""
    return bool(document.blocks or document.notes)


def _how_found(answer: Answer) -> tuple[Prose, ...]:
    text = how_found(answer)
    return (Prose("reasoning", how_found_heading(answer), read_markdown(text, answer)),) if text else ()


def how_found(answer: Answer) -> str:
    """How it was found, as Markdown: what was searched, and the reasoning."""
    searches = "\n".join(f"- searched for “{one_line(query)}”" for query in _searches(answer))
    return f"{searches}\n\n{answer.reasoning}".strip("\n")


def _is_log(answer: Answer) -> bool:
    """Whether what is called reasoning says no more than the steps do."""
    return (
        answer.reasoning.strip() == "\n".join(step.thought for step in answer.steps if step.thought).strip()
    )


def how_found_heading(answer: Answer) -> str:
    """What that is: "3 searches, 1 page read, reasoning in 12 s", as far as there is of each. A log of
    searches is not called reasoning; less than a second is no news."""
    pages = dict.fromkeys(url for step in answer.steps for url in step.urls)
    did = [_counted(len(_searches(answer)), "search", "searches"), _counted(len(pages), "page", "pages")]
    did = [*filter(None, (did[0], did[1] and f"{did[1]} read"))]
    waited_s = answer.first_text_s or 0
    took = f" in {waited_s:.0f} s" if waited_s >= 1 else ""
    if not did:
        return f"Reasoning{took}"
    return ", ".join(did if _is_log(answer) else [*did, "reasoning"]) + took


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
