"""What a check found: ``Checked``, a row a sentence and source, and ``Evidence``, all rows of an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Literal

from msgspec import Struct, structs

from pplx_notebook.document.clean import one_line
from pplx_notebook.evidence.sentences import Sentences
from pplx_notebook.evidence.texts.looked_up import Seen
from pplx_notebook.evidence.verdicts import FOUND, Verdict
from pplx_notebook.frames import Frame, Kind
from pplx_notebook.protocol.row import Row

SIGNS: Mapping[str, str] = {
    "quoted": "❝", "supported": "✓", "differs": "≠", "not found": "∅", "unclear": "?", "not fetched": "…",
    "unreachable": "⊘",
}  # fmt: skip


class Checked(Row, frozen=True, kw_only=True):
    """One sentence and one of its citations: ``number`` as in ``[n]``, the page's ``url``.

    ``verdict`` is "quoted" (the words stand there), "supported" (the content does), "differs" (a number, a
    unit, a date, a name, a negation or a direction is another one there: ``differs`` says both), "not found"
    (no passage like it on this page), "unclear" (words too far away to say), "not fetched" (only a snippet
    was there, and it says nothing) or "unreachable" (the page could not be had: ``reason`` says why).
    ``passage`` is where the source speaks of it, in its own words, "" where it does not; ``seen`` says
    whether that is its "page" or a "snippet" of it, ``start`` and ``end`` its place there, in characters.
    ``together`` is the verdict on the sentence over all its citations. ``by`` is the model that said so, ""
    for our own rules. ``cited`` is "later" where the citation stands behind a later sentence of the paragraph
    and this one has none: it may be meant or not, so there is a row only where its source says the same, or
    differs.
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
    seen: Seen = ""
    reason: str = ""
    by: str = ""
    cited: Literal["here", "later"] = "here"


class CheckNotes(Struct, frozen=True):
    """What is to be said of a check besides its rows; the fields are those of ``Evidence``."""

    notes: tuple[str, ...] = ()
    fetched: int = 0
    asked: int = 0
    cost_usd: float | None = None
    offer: str = ""


class Evidence(Frame[Checked]):
    """What was found of an answer's cited sentences; a data frame, too.

    ``uncited`` are its sentences without a citation of their own, ``unbacked`` the addresses of links in the
    text that no source holds; ``summary`` is all of it in a line, ``notes`` are lines that belong below it,
    ``offer`` says how to see more, "" where there is no more. ``fetched`` is how many pages were read,
    ``asked`` how many pairs a model was asked about, at ``cost_usd`` US dollars (None: nobody said).
    """

    columns: ClassVar[Mapping[str, Kind]] = {
        "sentence": "text",
        "number": "count",
        "verdict": "text",
        "passage": "text",
        "differs": "text",
        "url": "text",
        "together": "text",
        "seen": "text",
        "reason": "text",
        "by": "text",
        "cited": "text",
    }

    def __init__(
        self,
        rows: Iterable[Checked] = (),
        uncited: Sentences | None = None,
        unbacked: tuple[str, ...] = (),
        **about: Any,
    ) -> None:
        super().__init__(rows)
        self.uncited = uncited if uncited is not None else Sentences()
        self.unbacked = unbacked
        self.about = CheckNotes(**about)

    @property
    def notes(self) -> tuple[str, ...]:
        """Lines that belong below the summary."""
        return self.about.notes

    @property
    def fetched(self) -> int:
        """How many pages were read."""
        return self.about.fetched

    @property
    def asked(self) -> int:
        """How many pairs of a sentence and a page a model was asked about."""
        return self.about.asked

    @property
    def cost_usd(self) -> float | None:
        """What that cost in US dollars, None where nobody was asked or nobody said."""
        return self.about.cost_usd

    @property
    def offer(self) -> str:
        """How to see more than snippets, "" where there is no more to see."""
        return self.about.offer if any(row.verdict == "not fetched" for row in self.rows) else ""

    @property
    def summary(self) -> str:
        """ "14 of 16 cited sentences found in their sources; 1 number differs; …"."""
        verdicts = self._verdicts("here")
        counts: Counter[str] = Counter(verdicts.values())
        if not verdicts:
            return "; ".join(("no sentence with a citation to check", *self._beside()))
        found = sum(counts[word] for word in FOUND)
        said = [f"{found:,} of {_counted(len(verdicts), 'cited sentence')} found in their sources"]
        said += [f"{_counted(count, kind)} differs" if count == 1 else f"{_counted(count, kind)} differ"
                 for kind, count in self._kinds().items()]  # fmt: skip
        said += [
            f"{counts[word]:,} {word}" for word in ("not found", "unclear", "unreachable") if counts[word]
        ]
        if counts["not fetched"]:
            why = f" (snippets alone answer one in seven{f': {self.offer}' if self.offer else ''})"
            said.append(f"{counts['not fetched']:,} not fetched{why if not self.fetched else ''}")
        if self.asked:
            cost = f"${self.cost_usd:.4f}" if self.cost_usd is not None else "a cost nobody said"
            models = ", ".join(sorted({row.by for row in self.rows if row.by})) or "a model"
            said.append(f"{self.asked:,} looked at by {models} for {cost}")
        return "; ".join((*said, *self._beside()))

    def _verdicts(self, cited: str) -> dict[str, Verdict]:
        """The verdict on each sentence with a citation there, over all its sources."""
        return {row.sentence: row.together for row in self.rows if row.cited == cited}

    def _kinds(self) -> Counter[str]:
        """How often what differs, each sentence once."""
        wrong = {
            row.sentence: row.differs
            for row in self.rows
            if row.together == row.verdict == "differs" and row.cited == "here"
        }
        return Counter(differs.split(":", 1)[0] for differs in wrong.values())

    def _beside(self) -> Iterator[str]:
        if len(self.uncited):
            yield f"{_counted(len(self.uncited), 'sentence')} without a citation{self._later()}"
        if self.unbacked:
            yield f"{_counted(len(self.unbacked), 'link')} that no source holds"

    def _later(self) -> str:
        """What the sources cited later in its paragraph say of a sentence without a citation."""
        counts = Counter(self._verdicts("later").values())
        found = sum(counts[word] for word in FOUND)
        words = {"found": found, "different": counts["differs"]}
        said = [f"{count:,} {word}" for word, count in words.items() if count]
        return f" ({', '.join(said)} in a source cited later in the paragraph)" if said else ""

    def _of(self, rows: Iterable[Any]) -> Evidence:
        return Evidence(rows, self.uncited, self.unbacked, **structs.asdict(self.about))

    def with_rows(self, rows: Iterable[Checked], **about: Any) -> Evidence:
        """The same with other rows, and what else is to be said of them."""
        return Evidence(rows, self.uncited, self.unbacked, **structs.asdict(self.about) | about)

    def __str__(self) -> str:
        lines = []
        for row in self.rows:
            lines.append(
                f"{SIGNS[row.verdict]} {row.verdict:<11}  [{row.number}] {one_line(row.sentence, 90)}"
            )
            by = f"said by {row.by}" if row.by else ""
            later = "cited later in its paragraph" if row.cited == "later" else ""
            if told := "; ".join(filter(None, (row.differs, row.reason, by, later))):
                lines.append(f"{'':15}{one_line(told, 100)}")
        return "\n".join((*lines, self.summary, *self.notes))

    __repr__ = __str__


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"
