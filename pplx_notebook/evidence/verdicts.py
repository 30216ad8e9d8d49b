"""What a source says of a sentence: quoted, supported, differs, not found, unclear, not fetched
("unreachable" is said by ``looked_up``, where a page could not be had).

The order is the design: the words themselves, the passage, near copies, facts, quotations, binding, polarity,
content.
The thresholds were chosen on 2,015 pairs of a prototype: flat between 0.4 and 0.6 (supported) and 0.25 and
0.5 (differs); 0.40 lets five points more inventions through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pplx_notebook.evidence.alignment import differences
from pplx_notebook.evidence.difference import Difference, Partner
from pplx_notebook.evidence.forms.quantities.rounding import same
from pplx_notebook.evidence.forms.words import is_east_asian
from pplx_notebook.evidence.passages import Window, window_of, with_facts
from pplx_notebook.evidence.rules.binding import misbound, stands_there
from pplx_notebook.evidence.rules.doubts import is_doubtful, may_be_said_otherwise
from pplx_notebook.evidence.rules.elsewhere import stands_elsewhere
from pplx_notebook.evidence.rules.partners import partners
from pplx_notebook.evidence.rules.quantity_partners import LED_TO, REST
from pplx_notebook.evidence.rules.quotes import quotations
from pplx_notebook.evidence.rules.swaps import swapped
from pplx_notebook.evidence.rules.turns import turned
from pplx_notebook.evidence.source_text import Segment, SourceText, joined

Verdict: TypeAlias = Literal[
    "quoted", "supported", "differs", "not found", "unclear", "not fetched", "unreachable"
]

FOUND: tuple[Verdict, ...] = ("quoted", "supported")
# what weighs most first
OF_NONE: tuple[Verdict, ...] = ("differs", "unclear", "not found", "unreachable", "not fetched")
LEAST_QUOTED, LEAST_QUOTED_EAST = 4, 6  # words; characters
SUPPORTED, WITH_A_FACT, WITH_TWO, WITH_A_FIGURE = 0.38, 0.30, 0.20, 0.15
UNCLEAR, UNCLEAR_EAST, UNCLEAR_WITH_A_FACT = 0.226, 0.20, 0.13
DIFFERS = 0.34
NAME_DIFFERS, NAME_UNCLEAR = 0.50, 0.50
MOST_TONGUES, LEAST_LINE = 200, 6  # segments of a page whose language is looked at; tokens of one
ELSEWHERE = 0.2  # content from which a missing fact that the page says elsewhere leaves a sentence open
HARDLY = 0.1  # content below which no word of a short sentence stands there
FEW_WORDS, FEW_EAST = 4, 9  # words; pairs of characters


@dataclass(frozen=True)
class Judgement:
    """A verdict with the ``passage`` it rests on, as it stands in the source from ``start`` to ``end``, and
    how it ``differs``; ``missing`` are the facts that it does not hold, ``content`` the share it does."""

    verdict: Verdict
    passage: str = ""
    start: int = 0
    end: int = 0
    differs: tuple[Difference, ...] = ()
    missing: frozenset[str] = frozenset()
    content: float = 0.0


def judged(claim: Segment, page: SourceText) -> Judgement:
    """What a source says of a sentence."""
    quoted = _quoting(claim, page)
    if quoted is not None and _says_the_numbers(claim, quoted):
        return Judgement("quoted", quoted.text, quoted.start, quoted.end, content=1.0)
    window = window_of(claim.said, claim.keys, page)
    if window is None:
        return Judgement(_nothing(claim, page, 0.0))
    return _weighed(claim, page, window)


def _quoting(claim: Segment, page: SourceText) -> Segment | None:
    """The segment in which the words of the sentence stand in the same order without gaps."""
    words = [t for t in claim.line if t.text != "%"]
    least = LEAST_QUOTED_EAST if any(map(is_east_asian, words)) else LEAST_QUOTED
    if len(words) < least or not claim.keys:
        return None
    run, rarest = joined(claim.line), min(claim.keys, key=lambda key: len(page.places.get(key, ())))
    for place in page.places.get(rarest, ()):
        if run in page.segments[place].run:
            return page.segments[place]
    return None


def _says_the_numbers(claim: Segment, source: Segment) -> bool:
    """Whether signs that are no words agree, too: "-31 °C" and "31 °C", "$5" and "£5"."""
    theirs = source.facts.quantities
    return all(any(same(one, other) for other in theirs) for one in claim.facts.quantities)


def _weighed(claim: Segment, page: SourceText, window: Window) -> Judgement:
    found = partners(claim, window, page)
    if not all(fact.is_met for fact in found):
        window = with_facts(window, tuple(fact.text for fact in found if not fact.is_met), claim, page)
        found = partners(claim, window, page)
    found = (*found, *quotations(claim, window, page))
    missing = frozenset(fact.text for fact in found if not fact.is_met)
    best = window.best
    wrong = _wrong(claim, page, window, found) if len(claim.keys) >= 2 else ()

    def verdict(word: Verdict, differs: tuple[Difference, ...] = ()) -> Judgement:
        is_far = word in ("not found", "not fetched")
        passage = ("", 0, 0) if is_far else (best.text, best.start, best.end)
        return Judgement(word, *passage, differs, missing, window.content)

    if _is_of_another_language(claim, page) and not wrong:
        return verdict(_across(found, window, page))
    open_: Verdict = "unclear" if page.whole else "not fetched"
    if wrong:
        if window.content < DIFFERS:
            is_turned = all(one.kind in ("negation", "direction") for one in wrong)
            if is_turned and not missing and window.content >= UNCLEAR:
                return verdict(open_)
            return verdict(_nothing(claim, page, window.content))
        near = {str(one) for one in differences(claim, best)}
        if all(is_doubtful(one, claim, window, found, is_near=str(one) in near) for one in wrong):
            return verdict(open_)
        return verdict("differs", wrong)
    if missing:
        if all(
            fact.is_met
            or may_be_said_otherwise(fact, claim.facts, window.content)
            or (window.content >= ELSEWHERE and fact.other is None and stands_elsewhere(fact, claim, page))
            for fact in found
        ):
            return verdict(open_)
        only_names = all(fact.kind == "name" for fact in found if not fact.is_met)
        if page.whole and only_names and window.content >= NAME_UNCLEAR:
            return verdict("unclear")
        return verdict("not found" if page.whole else "not fetched")
    has_words = any(not key[0].isdigit() for key in claim.keys)
    if has_words and _is_supported(found, window.content):
        return verdict("supported")
    has_figure = any(fact.is_met and fact.figures >= 2 for fact in found)
    least = UNCLEAR_EAST if claim.tongue in ("ja", "zh") else UNCLEAR
    if window.content >= (UNCLEAR_WITH_A_FACT if has_figure else least):
        return verdict(open_)
    return verdict(_nothing(claim, page, window.content))


def _wrong(
    claim: Segment, page: SourceText, window: Window, found: tuple[Partner, ...]
) -> tuple[Difference, ...]:
    """All that differs, each once; what alignment shows is surest and stands first."""
    rest = {fact.text for fact in found if fact.kind in (REST, LED_TO)}
    near = tuple(
        d
        for d in differences(claim, window.best)
        if d.claim not in rest and not (d.kind == "number" and stands_there(d.claim, claim, window.best))
    )
    facts = [
        fact.other
        for fact in found
        if fact.other is not None and (fact.kind != "name" or window.content >= NAME_DIFFERS)
    ]
    unmet = {fact.kind for fact in found if not fact.is_met}
    names = [d for d in near if d.kind != "name" or "name" in unmet or d.claim[:1].isupper()]
    more = (
        ()
        if near or facts
        else (misbound(claim, window, page), turned(claim, window, page), swapped(claim, window))
    )
    found_all = [*names, *facts, *(one for one in more if one is not None)]
    return tuple({(d.kind, d.claim): d for d in reversed(found_all)}.values())[::-1]


def _is_supported(found: tuple[Partner, ...], content: float) -> bool:
    met = [fact for fact in found if fact.is_met and fact.kind != "quote"]
    figures = sum(fact.figures >= 3 and not is_year(fact.text) for fact in met)
    least = SUPPORTED if not met else WITH_A_FACT if len(met) == 1 else WITH_TWO
    return content >= least or (figures == 1 and content >= WITH_A_FIGURE) or figures >= 2


def _is_of_another_language(claim: Segment, page: SourceText) -> bool:
    return len(claim.keys) >= FEW_WORDS and claim.tongue != page.tongue and claim.tongue not in {
        segment.tongue for segment in page.segments[:MOST_TONGUES] if len(segment.line) >= LEAST_LINE
    }  # fmt: skip


def _across(found: tuple[Partner, ...], window: Window, page: SourceText) -> Verdict:
    """What can be said of a sentence in another language than its source: numbers and dates only."""
    exact = [fact for fact in found if fact.kind in ("number", "date", "unit")]
    if exact and not any(fact.is_met for fact in exact):
        return "not found" if page.whole else "not fetched"
    if _is_supported(tuple(fact for fact in found if fact.is_met), window.content) and all(
        fact.is_met for fact in exact
    ):
        return "supported"
    return "unclear" if page.whole else "not fetched"


def _nothing(claim: Segment, page: SourceText, content: float) -> Verdict:
    if not page.whole:
        return "not fetched"
    has_fact = bool(claim.facts.quantities or claim.facts.moments)
    few = FEW_EAST if claim.tongue in ("ja", "zh") else FEW_WORDS
    may_be_said = len(claim.keys) < 2 or content >= HARDLY
    return "unclear" if len(claim.keys) < few and may_be_said and not has_fact else "not found"


def together(judgements: Sequence[Judgement]) -> Verdict:
    """What several sources say of a sentence as one: a fact found in any of them is found."""
    verdicts = [one.verdict for one in judgements]
    for word in FOUND:
        if word in verdicts:
            return word
    near = [one for one in judgements if one.content >= DIFFERS]
    left = frozenset.intersection(*(one.missing for one in near)) if len(near) > 1 else None
    turned = any(d.kind in ("negation", "direction") for one in judgements for d in one.differs)
    if left is not None and not left and not turned and max(one.content for one in near) >= SUPPORTED:
        return "supported"
    return next((word for word in OF_NONE if word in verdicts), "not fetched")


def sentence_of(text: str) -> Segment:
    """A sentence of an answer, read as a segment is."""
    return Segment(text)


def is_year(text: str) -> bool:
    """Whether a fact is no more than a year, which many pages say."""
    return text.isdigit() and len(text) == 4
