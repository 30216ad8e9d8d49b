"""``[n]`` as a citation: adjacent markers are one group of keys, a marker without a page stays as it is.

Rules of this file: a key is that of the page (``evidence.identifiers``), never a number; markers that stand
side by side, or with a comma, a semicolon or a blank between them, are one citation, each page once; what
points to no page (there is none, or the address may be no link and it has no title) is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from pplx_notebook.document.links import safe_url
from pplx_notebook.document.nodes import Document, Inline, MarkerSpan, Span, Text, markers
from pplx_notebook.document.records import read_answer_text
from pplx_notebook.document.source_rows import SourceRow
from pplx_notebook.evidence.identifiers.citation_key import citation_key
from pplx_notebook.library.sources import Source, collect
from pplx_notebook.protocol.answer import Answer

_MARKER = re.compile(r"\[\d{1,3}\]")
_BETWEEN = frozenset({"", ",", ";", " ", ", ", "; "})


class Cited(msgspec.Struct, frozen=True):
    """A citation of one page or several, by their keys."""

    keys: tuple[str, ...]


def key_of(row: SourceRow) -> str:
    """The key of what a marker points to."""
    return citation_key(row.url, "" if row.url else row.title)


def key_of_url(url: str) -> str | None:
    """The key of a page by its address, None for one that may be no link."""
    safe = safe_url(url)
    return citation_key(safe) if safe else None


def grouped(spans: Iterable[Span], known: frozenset[str]) -> Iterator[Span | Cited]:
    """The spans with their markers as citations of known keys."""
    waiting: list[str] = []
    between: Text | None = None
    for span in spans:
        key = key_of(span.source) if isinstance(span, MarkerSpan) else None
        if key is not None and key in known:
            waiting.append(key)
            between = None
            continue
        if waiting and between is None and isinstance(span, Text) and span.content in _BETWEEN:
            between = span
            continue
        if waiting:
            yield Cited(tuple(dict.fromkeys(waiting)))
            waiting = []
            if between is not None:
                yield between
                between = None
        yield span
    if waiting:
        yield Cited(tuple(dict.fromkeys(waiting)))
        if between is not None:
            yield between


def unpointed(document: Document) -> Iterator[str]:
    """Every ``[n]`` of a text that points to no page: to a reader it looks like a citation."""
    for text in _texts((document.blocks, document.notes)):
        yield from _MARKER.findall(text)


def _texts(node: object) -> Iterator[str]:
    """The letters of a tree, without its code."""
    if isinstance(node, Text):
        yield node.content
    elif isinstance(node, tuple):
        for inner in node:
            yield from _texts(inner)
    elif isinstance(node, Inline):
        yield from _texts(node.spans)
    elif isinstance(node, msgspec.Struct):
        yield from _texts(tuple(getattr(node, name) for name in node.__struct_fields__))


def pages_cited(answers: Iterable[tuple[int, Answer]]) -> tuple[Source, ...]:
    """Every page the answers cite, once, with attachments that a marker points to behind them."""
    answers = list(answers)
    pages = {source.key: source for source in collect(answers)}
    for _, answer in answers:
        for marker in markers(read_answer_text(answer)):
            row = marker.source
            pages.setdefault(key_of(row), Source(title=row.title, url=row.url, host=row.host))
    return tuple(pages.values())
