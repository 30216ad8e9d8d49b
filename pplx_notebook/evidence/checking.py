"""An answer checked against what the server sent of its sources: one row a sentence and citation.

Rules of this file: nothing is fetched, so a source is its snippets; of several citations behind a sentence
each is judged for itself, and ``together`` is what they say as one: a fact found in any of them is found.
Rows are given in reading order, at most 2,000.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar

from msgspec import Struct

from pplx_notebook.document.clean import clean, one_line
from pplx_notebook.document.links import safe_url
from pplx_notebook.document.nodes import Inline, Link
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.evidence.sentences import Sentence, Sentences, sentences_in
from pplx_notebook.evidence.source_text import SourceText
from pplx_notebook.evidence.verdicts import Judgement, Verdict, judged, sentence_of, together
from pplx_notebook.frames import Frame, Kind
from pplx_notebook.protocol.answer import Answer, Citation
from pplx_notebook.protocol.row import Row

MOST_ROWS = 2_000
MOST_CHARACTERS = 100_000  # of what was sent of a page
FOUND = ("quoted", "supported")
SIGNS: Mapping[str, str] = {
    "quoted": "❝", "supported": "✓", "differs": "≠", "not found": "∅", "unclear": "?", "not fetched": "…",
}  # fmt: skip


class Checked(Row, frozen=True, kw_only=True):
    """One sentence and one of its citations: ``number`` as in ``[n]``, the page's ``url``.

    ``verdict`` is "quoted" (the words stand there), "supported" (the content does), "differs" (a number, a
    unit, a date, a name, a negation or a direction is another one there: ``differs`` says both), "not found"
    (no passage like it on this page), "unclear" (words too far away to say) or "not fetched" (only a snippet
    was there, and it says nothing). ``passage`` is where the source speaks of it, in its own words, "" where
    it does not; ``start`` and ``end`` are its place in the snippet, in characters. ``together`` is the
    verdict on the sentence over all its citations.
    """

    sentence: str
    number: int
    verdict: Verdict
    passage: str = ""
    differs: str = ""
    url: str = ""
    together: Verdict = "not fetched"
    start: int = 0
    end: int = 0


class Evidence(Frame[Checked]):
    """What was found of an answer's cited sentences; a data frame, too.

    ``uncited`` are its sentences without a citation of their own, ``unbacked`` the addresses of links in the
    text that no source holds; ``summary`` is all of it in a line.
    """

    columns: ClassVar[Mapping[str, Kind]] = {
        "sentence": "text",
        "number": "count",
        "verdict": "text",
        "passage": "text",
        "differs": "text",
        "url": "text",
        "together": "text",
    }

    def __init__(
        self, rows: Iterable[Checked] = (), uncited: Sentences | None = None, unbacked: tuple[str, ...] = ()
    ) -> None:
        super().__init__(rows)
        self.uncited = uncited if uncited is not None else Sentences()
        self.unbacked = unbacked

    @property
    def summary(self) -> str:
        """ "14 of 16 cited sentences found in their sources; 1 number differs; …"."""
        verdicts = {row.sentence: row.together for row in self.rows}
        counts: Counter[str] = Counter(verdicts.values())
        if not verdicts:
            return "; ".join(("no sentence with a citation to check", *self._beside()))
        found = sum(counts[word] for word in FOUND)
        said = [f"{found:,} of {_counted(len(verdicts), 'cited sentence')} found in their sources"]
        said += [f"{_counted(count, kind)} differs" if count == 1 else f"{_counted(count, kind)} differ"
                 for kind, count in self._kinds().items()]  # fmt: skip
        said += [f"{counts[word]:,} {word}" for word in ("not found", "unclear") if counts[word]]
        if counts["not fetched"]:
            said.append(f"snippets alone answer few: {counts['not fetched']:,} not fetched")
        return "; ".join((*said, *self._beside()))

    def _kinds(self) -> Counter[str]:
        """How often what differs, each sentence once."""
        wrong = {row.sentence: row.differs for row in self.rows if row.together == row.verdict == "differs"}
        return Counter(differs.split(":", 1)[0] for differs in wrong.values())

    def _beside(self) -> Iterator[str]:
        if len(self.uncited):
            yield f"{_counted(len(self.uncited), 'sentence')} without a citation"
        if self.unbacked:
            yield f"{_counted(len(self.unbacked), 'link')} that no source holds"

    def _of(self, rows: Iterable[Any]) -> Evidence:
        return Evidence(rows, self.uncited, self.unbacked)

    def __str__(self) -> str:
        lines = []
        for row in self.rows:
            lines.append(
                f"{SIGNS[row.verdict]} {row.verdict:<11}  [{row.number}] {one_line(row.sentence, 90)}"
            )
            if row.differs:
                lines.append(f"{'':15}{one_line(row.differs, 100)}")
        return "\n".join((*lines, self.summary))

    __repr__ = __str__


def evidence_of(answer: Answer) -> Evidence:
    """The cited sentences of an answer, each looked up in the snippets of the pages it cites."""
    document = read_markdown(answer.text, answer)
    sentences = sentences_in(document)
    snippets = _Snippets(answer)
    rows = islice((row for sentence in sentences for row in _checked(sentence, snippets)), MOST_ROWS)
    uncited = Sentences(s for s in sentences if not s.citations and not s.announces)
    return Evidence(rows, uncited, tuple(dict.fromkeys(_unbacked((document.blocks, document.notes)))))


class _Snippets:
    """What was sent of each page, read once."""

    def __init__(self, answer: Answer) -> None:
        self._sent: dict[str, dict[str, None]] = {}
        for result in answer.search_results:
            self._sent.setdefault(_key(result.url, result.title), {})[clean(result.snippet)] = None
        self._read: dict[str, SourceText] = {}

    def of(self, citation: Citation) -> SourceText:
        """The snippets of a page as one text, a line each."""
        key = _key(citation.url, citation.title)
        if key not in self._read:
            text = "\n".join(self._sent.get(key, ()))[:MOST_CHARACTERS]
            self._read[key] = SourceText(text, whole=False, title=citation.title)
        return self._read[key]


def _key(url: str, title: str) -> str:
    return safe_url(url) or url or title


def _checked(sentence: Sentence, snippets: _Snippets) -> Iterator[Checked]:
    if not sentence.citations:
        return
    claim = sentence_of(sentence.text)
    found: list[tuple[Citation, Judgement]] = [(c, judged(claim, snippets.of(c))) for c in sentence.citations]
    whole = together([judgement for _, judgement in found])
    for citation, one in found:
        yield Checked(
            sentence=sentence.text, number=citation.number, url=citation.url,
            verdict=one.verdict, passage=one.passage, start=one.start, end=one.end,
            differs="; ".join(map(str, one.differs)), together=whole,
        )  # fmt: skip


def _unbacked(node: object) -> Iterator[str]:
    """The addresses of links that no source holds, wherever they stand in the tree."""
    if isinstance(node, Link) and node.unbacked:
        yield node.target.url
    elif isinstance(node, tuple):
        for inner in node:
            yield from _unbacked(inner)
    elif isinstance(node, Inline):
        yield from _unbacked(node.spans)
    elif isinstance(node, Struct):
        yield from _unbacked(tuple(getattr(node, name) for name in node.__struct_fields__))


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"
