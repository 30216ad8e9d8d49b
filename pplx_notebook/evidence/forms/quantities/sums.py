"""Numbers that stand one behind the other for one value: "1 hour 50 minutes", 1時間50分, "1 m 60"."""

from __future__ import annotations

import re
from dataclasses import replace

from pplx_notebook.evidence.forms.quantities.quantity import Quantity

MINUTE, HOUR = 60, 3_600
_NO_NOUN = re.compile(r"\Z|[.,;:)]|\s(?:en|de|du|pour|par|contre|au|avec|entre|et|jusqu|à)\b")
_AND_MORE = re.compile(r"\s?(?:and|und|et|y)?\s?")


def added_up(text: str, found: list[Quantity]) -> list[Quantity]:
    """With "1 hour 50 minutes" and 1時間50分 as one span of time."""
    kept: list[Quantity] = []
    for one in found:
        last = kept[-1] if kept else None
        is_said = len(one.text) == 2 or (one.text.isalpha() and _NO_NOUN.match(text, one.end) is not None)
        is_bare = (
            not one.dimension and is_said and one.values[0] < MINUTE
        )  # "8 heures 20", "une heure cinq en"
        if (
            not one.dimension
            and last is not None
            and last.dimension == "length"
            and last.factor == 1.0
            and len(one.text) == 2
            and one.text.isdigit()
            and text[last.end : one.start] == " "
        ):  # "1 m 60"
            kept[-1] = replace(
                last, values=(last.values[0] + one.values[0] / 100,), text=text[last.start : one.end], end=one.end,
                place=0.01, figures=3,
            )  # fmt: skip
            continue
        if (
            is_bare
            and last is not None
            and last.factor == HOUR
            and last.dimension == "time"
            and text[last.end : one.start].isspace()
        ):
            one = replace(one, dimension="time", factor=float(MINUTE))
        if (
            last is not None
            and one.dimension == last.dimension == "time"
            and MINUTE <= one.factor < last.factor == HOUR
            and (not last.vague or is_bare)
            and _AND_MORE.fullmatch(text[last.end : one.start])
        ):
            hours = last.values[0] + one.base / HOUR
            kept[-1] = replace(
                last, values=(hours,), vague=False, text=text[last.start : one.end], end=one.end, place=one.factor / HOUR,
                figures=last.figures + one.figures, rate=one.rate if one.rate != "hour" else last.rate,
            )  # fmt: skip
        else:
            kept.append(one)
    return kept
