"""Numbers that stand one behind the other for one value: "1 hour 50 minutes", 1時間50分, "1 m 60"."""

from __future__ import annotations

import re
from dataclasses import replace

from pplx_notebook.evidence.forms.quantities.quantity import Quantity

MINUTE, HOUR = 60, 3_600
_NO_NOUN = re.compile(r"\Z|[.,;:)]|\s(?:en|de|du|pour|par|contre|au|avec|entre|et|jusqu|à)\b")
_AND_MORE = re.compile(r"\s?(?:and|und|et|y)?\s?")


def added_up(text: str, found: list[Quantity]) -> list[Quantity]:
    """With "1 hour 50 minutes", 1時間50分 and "1 m 60" as one value each."""
    kept: list[Quantity] = []
    for one in found:
        whole = _with(text, kept[-1], one) if kept else None
        if whole is None:
            kept.append(one)
        else:
            kept[-1] = whole
    return kept


def _with(text: str, last: Quantity, one: Quantity) -> Quantity | None:
    """Both as one value; None where they are two."""
    between = text[last.end : one.start]
    if _are_centimetres(last, one) and between == " ":
        value = last.values[0] + one.values[0] / 100
        return replace(
            last, values=(value,), text=text[last.start : one.end], end=one.end, place=0.01, figures=3
        )
    is_hour = last.dimension == "time" and last.factor == HOUR
    is_bare = is_hour and between.isspace() and _are_minutes(text, one)
    if is_bare:
        one = replace(one, dimension="time", factor=float(MINUTE))
    is_part = is_hour and one.dimension == "time" and MINUTE <= one.factor < HOUR
    if not is_part or (last.vague and not is_bare) or not _AND_MORE.fullmatch(between):
        return None
    return replace(
        last, values=(last.values[0] + one.base / HOUR,), vague=False, text=text[last.start : one.end], end=one.end,
        place=one.factor / HOUR, figures=last.figures + one.figures, rate=one.rate if one.rate != "hour" else last.rate,
    )  # fmt: skip


def _are_centimetres(last: Quantity, one: Quantity) -> bool:
    """ "60" behind "1 m"."""
    is_bare = not one.dimension and len(one.text) == 2 and one.text.isdigit()
    return is_bare and last.dimension == "length" and last.factor == 1.0


def _are_minutes(text: str, one: Quantity) -> bool:
    """ "20" behind "8 heures", "cinq" in "une heure cinq en train"."""
    is_said = len(one.text) == 2 or (one.text.isalpha() and _NO_NOUN.match(text, one.end) is not None)
    return is_said and not one.dimension and one.values[0] < MINUTE
