"""What a reader finds of an answer on some screen, compared with the answer itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

import html5lib
from markdown_it import MarkdownIt

from pplx_notebook import Answer
from pplx_notebook.document.links import safe_url

QUESTION = "What is nuclear fusion, and where does it stand?"
MARKER = re.compile(r"\[\d+\]")
HTML = "{http://www.w3.org/1999/xhtml}"
UNSEEN = {f"{HTML}{tag}" for tag in ("script", "style", "template", "head")}


@dataclass(frozen=True)
class Seen:
    """The words a screen shows and the addresses a click on it would open."""

    text: str
    links: frozenset[str]

    @property
    def words(self) -> str:
        """Letters and digits only, one space between words: what a line break or a border cannot hide."""
        return words(self.text)


def words(text: str) -> str:
    """Letters and digits of a text, markers left out."""
    return " ".join(re.findall(r"[^\W_]+", MARKER.sub("", text))).casefold()


def page(html: str) -> Seen:
    """A page of HTML as a browser without script would show it."""
    tree = html5lib.parse(html)
    links = frozenset(link.get("href", "") for link in tree.iter(f"{HTML}a"))
    return Seen("".join(shown(tree)), links)


def shown(element: object) -> list[str]:
    """The text below an element, without what is never drawn."""
    if element.tag in UNSEEN or not isinstance(element.tag, str):  # type: ignore[attr-defined]
        return []
    parts = [element.text or ""]  # type: ignore[attr-defined]
    for child in element:  # type: ignore[attr-defined]
        parts += [*shown(child), child.tail or ""]
    return parts


def markdown(text: str) -> Seen:
    """Markdown as a viewer with tables shows it, one that lets HTML through."""
    return page(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


def plain(text: str) -> Seen:
    """Plain text; addresses are the words that begin as one."""
    return Seen(text, frozenset(re.findall(r"https?://[^\s)>\]]+", text)))


def assert_whole(seen: Seen, answer: Answer) -> None:
    """Every sentence, every marker, every source with its title and its address is there."""
    found = seen.words
    sentences = [s for s in re.split(r"(?<=[.!?:])\s|\n", MARKER.sub("", answer.text)) if words(s)]
    assert len(sentences) > 5, "the answer is too short to tell anything"
    assert [s for s in sentences if words(s) not in found] == []
    assert set(MARKER.findall(answer.text)) <= set(MARKER.findall(seen.text))
    assert len(answer.search_results) > 3
    for source in [*answer.citations, *answer.search_results]:
        assert words(source.title) in found
        assert safe_url(source.url) in seen.links
