"""The paragraph a methods section begins with: no number in it that the files of the folder have not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pplx_notebook.document.clean import one_line
from pplx_notebook.exports.folder.files import WhatWasFound
from pplx_notebook.exports.folder.material import Material
from pplx_notebook.protocol.answer import Answer

MOST_NAMED = 6
DEMO = "the demo engine (an offline library, no model)"


def methods_paragraph(of: Material, found: WhatWasFound, version: str) -> str:
    """A few sentences: what was asked, when, of whom, what came, what it cites and what the check says."""
    answers = of.answers
    done = sum(row.status == "done" for row in of.rows)
    not_asked = sum(row.status == "not asked" for row in of.rows)
    failed = len(of.rows) - done - not_asked
    asked = f"{_counted(len(of.rows), 'question')} {_were(len(of.rows))} asked"
    came = [f"{done:,} {_were(done)} answered{_models(answers)}"]
    came += [f"{failed:,} failed or ended early"] if failed else []
    came += [f"{not_asked:,} {_were(not_asked)} not asked"] if not_asked else []
    said = [f"{asked} {_when(answers)}with pplx_notebook {version}{_whom(answers)}.", f"{'; '.join(came)}."]
    settings = _settings(answers)
    said += [f"Settings: {settings}."] if settings else []
    cost = [answer.cost_usd for answer in answers if answer.cost_usd is not None]
    said += [f"The providers reported a cost of ${sum(cost):.4f}."] if cost and sum(cost) else []
    said += [f"The answers cite {_counted(len(found.sources), 'page')} (sources.bib)."]
    said += [_checked(found)] if found.checks else []
    return " ".join(said)


def _when(answers: Iterable[Answer]) -> str:
    asked = [answer.asked.at[:10] for answer in answers if answer.asked is not None]
    days = sorted({day for day in asked if day})
    if not days:
        return ""
    first, last = _day(days[0]), _day(days[-1])
    return f"on {first} " if first == last else f"between {first} and {last} "


def _day(text: str) -> str:
    """ "30 November 2026" (UTC); what is no date as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return one_line(text, 20)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def _whom(answers: Iterable[Answer]) -> str:
    """ " of api.example.org", or of the demo engine, which is no provider."""
    hosts = Counter(
        DEMO if answer.provider == "demo" else one_line(answer.asked.host or answer.provider, 60)
        for answer in answers
        if answer.asked is not None
    )
    named = [name for name, _ in hosts.most_common(MOST_NAMED) if name]
    return f" of {_and(named)}" if named else ""


def _models(answers: Iterable[Answer]) -> str:
    models = Counter(one_line(answer.model, 60) for answer in answers if answer.model)
    named = [f"{name} ({count:,})" for name, count in models.most_common(MOST_NAMED)]
    return f" by {_and(named)}" if named else ""


def _settings(answers: Iterable[Answer]) -> str:
    """What all had in common, and what differed."""
    given: list[Mapping[str, Any]] = [answer.asked.settings for answer in answers if answer.asked is not None]
    names = sorted({name for settings in given for name in settings})
    told = []
    for name in names:
        values = {one_line(str(settings.get(name)), 60) for settings in given}
        told.append(f"{name} = {values.pop()}" if len(values) == 1 else f"{name} differed")
    return "; ".join(one_line(each, 100) for each in told)


def _checked(found: WhatWasFound) -> str:
    verdicts = Counter({(row, checked.sentence): checked.together for row, checked in found.checks}.values())
    counts = ", ".join(f"{count:,} {verdict}" for verdict, count in verdicts.most_common())
    return (
        f"Each of {_counted(sum(verdicts.values()), 'cited sentence')} was compared by rules, offline and "
        f"without a model, with the snippets the server had sent of its sources (checks.csv): {counts}. "
        '"Not fetched" means that a snippet alone does not say.'
    )


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
