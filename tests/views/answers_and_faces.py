"""Answers with every kind of sources, and how the words, links and rows of a face are read."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import msgspec
from allow_list import parsed
from markdown_it import MarkdownIt

from pplx_notebook.protocol import Answer
from pplx_notebook.protocol.answer import Citation, Image, SearchResult, Usage, Video

CASES = Path(__file__).parents[1] / "cases" / "views"
RESULTS = (
    SearchResult(title="One | two", url="https://example.org/a_(b)", date="2026-01-02", snippet="A snippet."),
    SearchResult(title="", url="https://www.example.com/path?a=1&b=2", last_updated="2026-02-03"),
    SearchResult(title="A <xsd:element> *Element* [PDF]", url="http://example.net/x_y_z"),
    SearchResult(title="notes.docx", url="", source="attachment"),
)
CITATIONS = tuple(Citation(number=n, url=r.url) for n, r in enumerate(RESULTS[:3], 1))
USAGE = Usage(
    {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30, "cost": {"total_cost": 0.0123}}
)
RICH = Answer(
    text="\n\n".join((CASES / "growing.md").read_text("utf-8").split("\n%%%\n")[1:]),
    citations=CITATIONS,
    search_results=RESULTS,
    reasoning="First *search*, then write.",
    images=(
        Image(
            image_url="https://example.org/i.png", origin_url="https://example.org/page", title="A picture"
        ),
    ),
    videos=(Video(url="https://example.org/v", title="A film"),),
    related_questions=("What | else?", "And *why*?"),
    usage=USAGE,
    model="sonar-pro",
    status="done",
    notices=("demo engine: offline library, no model",),
)
LINKS = "[held](https://example.net/x_y_z), [in a snippet](https://deep.example/p) and [none](https://evil.example/)."
LINKED = Answer(
    text=LINKS,
    search_results=(
        *RESULTS,
        SearchResult(url="https://s.example/", snippet="see https://deep.example/p now"),
    ),
    status="done",
)
NO_MARKERS = msgspec.structs.replace(RICH, text="No marker here.")
CITED_ONLY = Answer(text="Only this [1].", citations=CITATIONS, status="done")
MANY = Answer(
    text="Many [1][200].",
    search_results=tuple(
        SearchResult(title=f"Result {n}", url=f"https://s{n}.example/") for n in range(1, 201)
    ),
    status="done",
)
SAME = "Citations and search results"
ALL_CITED = msgspec.structs.replace(RICH, text="One [1], two [2][1], three [3].", search_results=RESULTS[:3])
ANSWERS = {
    "all cited": ALL_CITED,
    "rich": RICH,
    "no markers": NO_MARKERS,
    "cited only": CITED_ONLY,
    "200 sources": MANY,
    "empty": Answer(),
}


def viewer(markdown: str) -> str:
    """Markdown as an ordinary viewer with tables shows it."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)


def words(html: str) -> list[str]:
    """The words a reader meets, host hints, summaries and counts of notes left out."""
    body = parsed(html)
    text = re.sub(r" \((?:[a-z0-9-]+\.)+[a-z]+\)", " ", " ".join(body.itertext()))
    return re.findall(r"\w+", re.sub(r"\\[()\[\]]|\$", " ", text).replace("\\lt ", " "))


def links(element: Element) -> set[str]:
    return {a.get("href") or "" for a in element.iter("a")}


def rows(html: str) -> dict[str, list[tuple[str, ...]]]:
    """Table heading -> rows of (number, title, site, date, and how often cited), for tables of sources; the
    heading stands above them or in their head, and what is folded away belongs to the table before."""
    found: dict[str, list[tuple[str, ...]]] = {}
    heading = ""
    for element in parsed(html).iter():
        if element.tag == "h4":
            heading = re.sub(r" \(\d+\)", "", "".join(element.itertext()))
        if element.tag == "tbody" and heading in ("Citations", "Search results", SAME):
            rows = [tuple(cell_text(cell) for cell in row) for row in element]
            found[heading] = found.get(heading, []) + rows
    return found


def cell_text(cell: Element) -> str:
    """The text of a cell without a folded snippet."""
    for parent in cell.iter():
        for child in list(parent):
            if child.tag == "details":
                parent.remove(child)
    return "".join(cell.itertext()).strip()


def text_rows(text: str) -> list[tuple[str, str, str]]:
    """(number, label, address) of the sources listed in plain text."""
    listed = re.findall(r"^ (?:\[(\d+)\]| - ) (.+)\n(?: +(https?://\S+)$)?", text, re.MULTILINE)
    return [(number, re.sub(r" \([\d-]+\)$", "", label), url) for number, label, url in listed]
