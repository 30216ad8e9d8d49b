"""Two answers side by side as a table in three faces: what either says, and where the words are others.

Rules of this file: a change is a sign and a word, and words that went or came are struck or underlined, never
a colour alone; what is the same is folded away; addresses are links only where they may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Literal, NamedTuple, TypeAlias

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import safe_url
from pplx_notebook.views.faces.html import CONTAINER
from pplx_notebook.views.faces.html_blocks import element, link
from pplx_notebook.views.faces.markdown_blocks import escaped
from pplx_notebook.views.faces.tables.cells import html_row, html_table, markdown_table, unbroken

Piece: TypeAlias = tuple[Literal["same", "lost", "gained"], str]
MOST_SHOWN = 200  # rows; the frame holds all
PIECE_CHARACTERS = 600


class SentenceLine(NamedTuple):
    """One sentence in both wordings: ``became`` with its sign, whether it is the ``same``, what ``differs``,
    and the sites it cites that it did not, or no longer does."""

    became: str
    same: bool
    before: Sequence[Piece]
    after: Sequence[Piece]
    differs: str = ""
    sites: str = ""


class SourceLine(NamedTuple):
    """One source: ``held`` with its sign, its numbers then and now, "" where it is not cited."""

    held: str
    title: str
    url: str
    before: str
    after: str


def comparison_bundle(
    lines: Sequence[SentenceLine],
    pages: Sequence[SourceLine],
    heads: tuple[str, str],
    summary: str,
    text: str,
) -> dict[str, Any]:
    """The sentences, then the sources, the summary above; ``text`` for where no table is shown."""
    changed = [line for line in lines if not line.same]
    same = [line for line in lines if line.same]
    above = element("p", element("strong", escape(summary)), class_="pplx-notice")
    html, markdown = [above], [f"**{escaped(summary)}**"]
    if changed:
        rows = [row for line in changed[:MOST_SHOWN] for row in _html(line)]
        html.append(html_table(heads, rows, below=_more(changed)))
        written = [_markdown(line) for line in changed[:MOST_SHOWN]]
        markdown.append(markdown_table(("", *heads), written, safe=(0, 1, 2)))
    if same:
        told = element("summary", escape(f"{len(same):,} sentence{'s' * (len(same) != 1)} the same"))
        items = "".join(element("li", _html_pieces(line.after)) for line in same[:MOST_SHOWN])
        html.append(element("details", told + element("ul", items)))
    if pages:
        names = ("Source", "", "before", "after")
        shown = pages[:MOST_SHOWN]
        html.append(html_table(names, [html_row(_whole(page), safe=(0, 1, 2, 3)) for page in shown]))
        markdown.append(markdown_table(names, [_page(page, _linked(page)) for page in shown], safe=(0,)))
    whole = element("div", "".join(html), class_=f"{CONTAINER} pplx-comparison")
    return {"text/html": whole, "text/markdown": "\n\n".join(markdown), "text/plain": text}


def _html(line: SentenceLine) -> tuple[str, str]:
    """What became of it over the whole width, below it both wordings: a column of its own for two words would
    leave the sentences none on a narrow page."""
    said = " · ".join(filter(None, (line.became, line.differs, line.sites)))
    told = element("div", element("em", escape(one_line(said, PIECE_CHARACTERS))), align="left")
    both = html_row((_html_pieces(line.before), _html_pieces(line.after)), safe=(0, 1))
    return element("tr", element("td", told, colspan="2")), both


def _html_pieces(pieces: Iterable[Piece]) -> str:
    tags = {"lost": "del", "gained": "ins"}
    return "".join(
        element(tags[kind], escape(text.rstrip())) + text[len(text.rstrip()) :]
        if kind in tags
        else escape(text)
        for kind, text in pieces
    )


def _markdown(line: SentenceLine) -> tuple[str, str, str]:
    said = "; ".join(filter(None, (line.became, line.differs, line.sites)))
    return escaped(one_line(said, PIECE_CHARACTERS)), _marked(line.before), _marked(line.after)


def _marked(pieces: Iterable[Piece]) -> str:
    signs = {"lost": "~~", "gained": "**", "same": ""}
    return " ".join(
        f"{signs[kind]}{escaped(one_line(text))}{signs[kind]}" for kind, text in pieces if text.strip()
    )


def _page(page: SourceLine, title: str) -> tuple[str, str, str, str]:
    return title, page.held, page.before, page.after


def _whole(page: SourceLine) -> tuple[str, str, str, str]:
    """What stands beside a title in one line: its numbers are no words."""
    return _title(page), unbroken(page.held), unbroken(page.before), unbroken(page.after)


def _title(page: SourceLine) -> str:
    url, title = safe_url(page.url), escape(one_line(page.title or page.url, PIECE_CHARACTERS))
    return link(url, title) if url else title


def _linked(page: SourceLine) -> str:
    url, title = safe_url(page.url), escaped(one_line(page.title or page.url, PIECE_CHARACTERS))
    return f"[{title}](<{url}>)" if url else title


def _more(lines: Sequence[SentenceLine]) -> str:
    if len(lines) <= MOST_SHOWN:
        return ""
    return element("p", escape(f"The first {MOST_SHOWN} of {len(lines):,} changes are shown."))
