"""What is there to look at of each source: the snippets that the server sent, and the page where it was
fetched.

Rules of this file: a page says more than its snippet, but the snippet was sent by who read the page:
what either of them holds is found. A page that could not be had is *unreachable* where its snippet says
nothing; one that was had and holds nothing is *not found*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, NamedTuple

from msgspec import Struct

from pplx_notebook.document.clean import clean
from pplx_notebook.document.links import safe_url
from pplx_notebook.evidence.source_text import MOST_CHARACTERS as MOST_READ
from pplx_notebook.evidence.source_text import Segment, SourceText
from pplx_notebook.evidence.verdicts import FOUND, Judgement, judged
from pplx_notebook.protocol.answer import Answer

MOST_CHARACTERS = 100_000  # of what was sent of a page

Seen = Literal["page", "snippet", ""]


class SeenPage(Struct, frozen=True):
    """A page as far as it could be had: its ``text`` and ``title``, or in ``reason`` why not; ``age_s``
    is how long ago it was fetched, in seconds, where that was not now."""

    text: str = ""
    title: str = ""
    reason: str = ""
    age_s: float = 0.0


class Look(NamedTuple):
    """What one source says of one sentence, in which of its texts, and why its page is not among them."""

    judgement: Judgement
    seen: Seen = ""
    reason: str = ""


class SourceTexts:
    """The texts of an answer's sources, each read once. ``pages`` by address, as ``page_key`` writes it."""

    def __init__(self, answer: Answer, pages: Mapping[str, SeenPage] | None = None) -> None:
        self._sent: dict[str, dict[str, None]] = {}
        for result in answer.search_results:
            self._sent.setdefault(_key(result.url, result.title), {})[clean(result.snippet)] = None
        self.pages = pages or {}
        self._read: dict[tuple[str, bool], SourceText] = {}

    def look(self, claim: Segment, url: str, title: str) -> Look:
        """What a source says of a sentence."""
        sent = judged(claim, self.snippet(url, title))
        snippet = Look(sent, "snippet" if sent.passage else "")
        page = self.pages.get(page_key(url) or "")
        if page is None:
            return snippet
        if page.reason:
            lost = replace(sent, verdict="unreachable") if sent.verdict == "not fetched" else sent
            return snippet._replace(judgement=lost, reason=page.reason)
        if sent.verdict == "quoted":
            return snippet
        on_page = judged(claim, self.page(url, title))
        if (
            on_page.verdict not in FOUND
            and sent.verdict in (*FOUND, "differs")
            and on_page.verdict != "differs"
        ):
            return snippet
        return Look(on_page, "page" if on_page.passage else "")

    def snippet(self, url: str, title: str) -> SourceText:
        """The snippets of a source as one text, a line each."""
        key = _key(url, title)
        if (key, False) not in self._read:
            text = "\n".join(self._sent.get(key, ()))[:MOST_CHARACTERS]
            self._read[key, False] = SourceText(text, whole=False, title=title)
        return self._read[key, False]

    def page(self, url: str, title: str = "") -> SourceText:
        """The text of a source's page; its snippets where there is none."""
        key = page_key(url) or ""
        page = self.pages.get(key)
        if page is None or page.reason:
            return self.snippet(url, title)
        if (key, True) not in self._read:
            text, is_whole = clean(page.text), len(page.text) < MOST_READ  # who reads stops there, too
            self._read[key, True] = SourceText(text, whole=is_whole, title=f"{title} {page.title}")
        return self._read[key, True]


def page_key(url: str) -> str | None:
    """The address of a page without the place in it, None for what is none that may be linked."""
    safe = safe_url(url)
    return safe.partition("#")[0] if safe else None


def _key(url: str, title: str) -> str:
    return safe_url(url) or url or title
