"""Every fact of a sentence must find its partner among those of the window: dates, quantities, names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pplx_notebook.evidence.difference import Difference, Partner
from pplx_notebook.evidence.facts import Facts
from pplx_notebook.evidence.forms.dates import Moment, met, rival
from pplx_notebook.evidence.passages import Window
from pplx_notebook.evidence.rules.name_partners import name_partners
from pplx_notebook.evidence.rules.quantity_partners import quantity_partners
from pplx_notebook.evidence.source_text import Segment, SourceText


def partners(claim: Segment, window: Window, page: SourceText) -> tuple[Partner, ...]:
    """One for each fact of the sentence that can be judged."""
    facts = [segment.facts for segment in window.segments]
    return (
        *_dates(claim.facts, facts, page),
        *quantity_partners(claim, window, facts),
        *name_partners(claim, window, page),
    )


def _dates(own: Facts, facts: list[Facts], page: SourceText) -> Iterator[Partner]:
    theirs = tuple(moment for one in facts for moment in one.moments)
    bare_numbers = {q.values[0] for one in facts for q in one.quantities if not q.dimension}
    for moment in own.moments:
        if moment.start == moment.end:
            continue  # only led to: "a year earlier"
        if met(moment, theirs) or _is_bare_year(moment, bare_numbers) or _year_apart(moment, theirs, page):
            yield Partner("date", moment.text, is_met=True, figures=4 if moment.year else 1)
            continue
        other = rival(moment, theirs, own.moments)
        said = Difference("date", moment.text, other.text) if other is not None else None
        if said is not None or not moment.weekday:
            yield Partner("date", moment.text, is_met=False, other=said)


def _year_apart(moment: Moment, theirs: tuple[Moment, ...], page: SourceText) -> bool:
    """Whether the day stands here without a year, and the year elsewhere, as above a table."""
    open_days = tuple(other for other in theirs if not other.year)
    return (
        bool(moment.day and moment.year)
        and str(moment.year) in page.places
        and met(replace(moment, year=0), open_days)
    )


def _is_bare_year(moment: Moment, numbers: set[float]) -> bool:
    return bool(moment.year) and not moment.month and not moment.quarter and float(moment.year) in numbers
