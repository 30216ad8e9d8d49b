"""What two answers to a question say otherwise: sentence by sentence, and source by source.

Rules of this file: a sentence is *reworded* where more than half of its words are those of another
(``pairing``); what differs in a reworded one (a number, a date, a name, a negation) is found by the rules of
``evidence``, and said as "number: 12 → 14". Sources are those the texts point to, a page with two addresses
being one (``document.sources.same_page.same_page``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Literal, TypeAlias

from pplx_notebook.document.links import safe_url
from pplx_notebook.document.sources.same_page import same_page
from pplx_notebook.errors import UsageProblem
from pplx_notebook.evidence.alignment import differences
from pplx_notebook.evidence.sentences import Sentence, sentences_of
from pplx_notebook.evidence.verdicts import sentence_of
from pplx_notebook.frames import Frame, Kind
from pplx_notebook.library.sources import cited_in
from pplx_notebook.over_time.pairing import pairs
from pplx_notebook.over_time.wording import words
from pplx_notebook.protocol.answer import Answer, Citation
from pplx_notebook.protocol.row import Row

Became: TypeAlias = Literal["same", "reworded", "cited otherwise", "gained", "lost"]
Held: TypeAlias = Literal["kept", "gained", "lost"]
BECAME: tuple[Became, ...] = ("same", "reworded", "cited otherwise", "gained", "lost")
SIGNS: Mapping[str, str] = {
    "same": "=", "kept": "=", "reworded": "≠", "cited otherwise": "⇄", "gained": "+", "lost": "−",
}  # fmt: skip


class ChangedSentence(Row, frozen=True, kw_only=True):
    """One sentence of one or both answers: its text ``before`` and ``after``, "" where it has none.

    ``became`` is "same", "reworded", "cited otherwise" (the same words with other sources), "gained" or
    "lost". ``differs`` are facts that changed, as "number: 12 → 14"; ``cited_before`` and ``cited_after`` the
    addresses behind it.
    """

    became: Became
    before: str = ""
    after: str = ""
    differs: str = ""
    cited_before: tuple[str, ...] = ()
    cited_after: tuple[str, ...] = ()


class ChangedSource(Row, frozen=True, kw_only=True):
    """One page that an answer cites: ``held`` is "kept", "gained" or "lost"; ``number_before`` and
    ``number_after`` as in ``[n]``, None where it is not cited."""

    held: Held
    title: str = ""
    url: str = ""
    number_before: int | None = None
    number_after: int | None = None


class ChangedSources(Frame[ChangedSource]):
    """The pages that either answer cites, in the order of the later one, the lost ones last."""

    columns: ClassVar[Mapping[str, Kind]] = {
        "held": "text", "title": "text", "url": "text", "number_before": "count", "number_after": "count",
    }  # fmt: skip


class Comparison(Frame[ChangedSentence]):
    """Two answers side by side: a row a sentence, in the order of the later one; a data frame, too.

    ``before`` and ``after`` are the answers, ``sources`` the pages gained, lost and kept, ``summary`` is all
    of it in a line, ``changed`` the comparison without what is the same.
    """

    columns: ClassVar[Mapping[str, Kind]] = {
        "became": "text", "before": "text", "after": "text", "differs": "text",
        "cited_before": "texts", "cited_after": "texts",
    }  # fmt: skip

    def __init__(
        self, before: Answer, after: Answer, rows: Iterable[ChangedSentence], sources: ChangedSources
    ) -> None:
        super().__init__(rows)
        self.before, self.after, self.sources = before, after, sources

    @property
    def changed(self) -> Comparison:
        """The sentences that are not the same."""
        return self._of(row for row in self.rows if row.became != "same")

    @property
    def summary(self) -> str:
        """ "8 sentences the same, 2 reworded (1 number differs), 1 gained; sources: 5 kept, 1 gained, 1
        lost"."""
        counts = Counter(row.became for row in self.rows)
        if not counts:
            return "neither answer says anything"
        told = [
            f"{counts[word]:,} {_noun(counts, word)}{word}{self._facts(word)}"
            for word in BECAME
            if counts[word]
        ]
        held = Counter(row.held for row in self.sources)
        pages = [f"{held[word]:,} {word}" for word in ("kept", "gained", "lost") if held[word]]
        return ", ".join(told) + (f"; sources: {', '.join(pages)}" if pages else "; no sources")

    def _facts(self, became: str) -> str:
        """ " (1 number differs)" behind the reworded ones."""
        facts = Counter(
            fact.split(":", 1)[0] for row in self.rows for fact in row.differs.split("; ") if row.differs
        )
        if became != "reworded" or not facts:
            return ""
        said = [f"{count:,} {kind}{'s differ' if count > 1 else ' differs'}" for kind, count in facts.items()]
        return f" ({', '.join(said)})"

    def _of(self, rows: Iterable[Any]) -> Comparison:
        return Comparison(self.before, self.after, rows, self.sources)

    def __str__(self) -> str:
        return "\n".join((*(line for row in self.rows for line in _lines(row)), self.summary))

    __repr__ = __str__


def compared(before: Answer, after: Answer) -> Comparison:
    """The two, side by side; ``UsageProblem`` for what is no answer."""
    for one in (before, after):
        if not isinstance(one, Answer):
            raise UsageProblem(
                "compare() takes another whole answer, such as one of pplx.history or of a file."
            )
    old, new = list(sentences_of(before)), list(sentences_of(after))
    places = pairs([one.text for one in old], [one.text for one in new])
    rows = [_row(None if i is None else old[i], None if j is None else new[j]) for i, j in places]
    return Comparison(before, after, rows, ChangedSources(_sources(before, after)))


def _row(old: Sentence | None, new: Sentence | None) -> ChangedSentence:
    before, after = (old.text if old else ""), (new.text if new else "")
    cited_before, cited_after = (_addresses(old) if old else ()), (_addresses(new) if new else ())
    reworded = words(before) != words(after)
    became: Became = "same" if _pages(cited_before) == _pages(cited_after) else "cited otherwise"
    if reworded:
        became = "gained" if old is None else "lost" if new is None else "reworded"
    return ChangedSentence(
        became=became, before=before, after=after, cited_before=cited_before, cited_after=cited_after,
        differs=_differs(before, after) if became == "reworded" else "",
    )  # fmt: skip


def _differs(before: str, after: str) -> str:
    found = differences(sentence_of(before), sentence_of(after))
    return "; ".join(f"{one.kind}: {one.claim or '–'} → {one.source or '–'}" for one in found)


def _addresses(sentence: Sentence) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (safe_url(c.url) or c.title for c in sentence.citations))))


def _pages(addresses: Iterable[str]) -> set[str]:
    return {same_page(address) for address in addresses}


def _sources(before: Answer, after: Answer) -> Iterator[ChangedSource]:
    old, new = _by_page(before), _by_page(after)
    for key, citation in new.items():
        known = old.get(key)
        yield ChangedSource(
            held="gained" if known is None else "kept", title=citation.title or (known.title if known else
            ""), url=safe_url(citation.url) or "", number_before=known.number if known else None,
            number_after=citation.number,
        )  # fmt: skip
    for key, citation in old.items():
        if key not in new:
            yield ChangedSource(
                held="lost",
                title=citation.title,
                url=safe_url(citation.url) or "",
                number_before=citation.number,
            )


def _by_page(answer: Answer) -> dict[str, Citation]:
    found: dict[str, Citation] = {}
    for citation in cited_in(answer):
        url = safe_url(citation.url)
        found.setdefault(same_page(url) if url else citation.title, citation)
    return found


def _lines(row: ChangedSentence) -> Iterator[str]:
    if row.became == "reworded":
        yield f"{SIGNS['lost']} {row.before}"
        yield f"{SIGNS['gained']} {row.after}"
        if row.differs:
            yield f"  {row.differs}"
    else:
        yield f"{SIGNS[row.became]} {row.after or row.before}"


def _noun(counts: Counter[Became], word: Became) -> str:
    """The first number has its noun."""
    first = next(one for one in BECAME if counts[one])
    return ("sentence " if counts[word] == 1 else "sentences ") if word == first else ""
