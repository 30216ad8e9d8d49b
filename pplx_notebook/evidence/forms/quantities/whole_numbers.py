"""Quantities that have their unit in themselves: half a million, a year and a half, a few metres, a fortnight, 10:30."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pplx_notebook.evidence.forms.quantities.number_words import SCALES, WORDS, east_value
from pplx_notebook.evidence.forms.quantities.quantity import Quantity
from pplx_notebook.evidence.forms.quantities.surroundings import nouns_behind
from pplx_notebook.evidence.forms.quantities.units import rate_at, unit_at

_CLOCK = re.compile(
    r"(?<![\d.,:])(?P<h>2[0-3]|[01]?\d)(?:(?P<sign>[:.])(?P<m>[0-5]\d)(?!\d|:\d))?\s?(?:(?P<half>[ap])\.?m\.?(?!\w)|(?P<uhr>uhr\b))?"
)
_PART_OF_DAY = re.compile(
    r"\b(?P<h>\d{1,2}|[a-z]{3,6})(?: o'clock| uhr| heures?)? (?:(?P<am>in the morning|morgens|vormittags|du matin|de la manana)"
    r"|(?P<pm>in the (?:afternoon|evening)|at night|nachmittags|abends|de l'apres-midi|du soir|de la (?:tarde|noche)))\b"
)
_EAST_CLOCK = re.compile(
    r"(?P<half>下午|午後|晚上|夜间|傍晚|上午|早上|凌晨|午前|早朝)?(?P<h>\d{1,2}|[一二三四五六七八九十]{1,3})(?:[点點](?(half)|(?=[钟到至半开关以前后]))|時(?!間|代|期))(?:(?P<m>\d{1,2})分|(?P<thirty>半))?"
)
_AFTER_NOON = ("下午", "午後", "晚上", "夜间", "傍晚")
_NIGHT = ("night", "abends", "noche")
_PAST = re.compile(
    r"\b(?:(?P<en>half|quarter) past (?P<h>[a-z]{3,6}|\d{1,2})|halb (?P<de>[a-z]{3,6})(?= uhr|\b)"
    r"|(?P<fr>[a-z]{3,6}|\d{1,2}) heures et demie (?P<fr_day>du matin|du soir)"
    r"|(?:las?|hasta) (?P<es>[a-z]{3,6}|\d{1,2}) y (?P<part>media|cuarto))"
    r"(?: (?P<day>in the morning|in the (?:afternoon|evening)|at night|de la (?:manana|tarde|noche)|morgens|abends))?(?!\w)"
)
_MIDNIGHT = re.compile(r"\b(?:midnight|mitternacht|minuit|medianoche)\b")
_ONE_AND_A_HALF = re.compile(
    r"\b(?:(?:a|one|un|une|ein|eine|una|uno) (?P<u>year|month|day|hour|week|an|annee|jour|mois|heure|ano|mes|hora|semana|kilo|litre|liter|litro|metre|meter|metro|tonne|tonelada|million|millon|milliard|billion) (?:and a half|et demie?|y medi[oa])"
    r"|(?:anderthalb|eineinhalb) (?P<d>[a-z]+))\b"
)
_HALF_A = re.compile(r"\b(?:half (?:an? )|eine halbe |ein halbes |eine[mnrs]? halbe[mnrs]? |un demi[ -]|une demi[ -]|demi[ -]|medio |media )(?P<u>million|billion|dozen|hour|year|percentage point|jahr|stunde|heure|hora|milliard|millon|mile|century|siglo|siecle|kilo|litre|liter|litro|metre|meter|metro|tonne|pound|pfund)\b")  # fmt: skip
_QUARTERS = re.compile(
    r"\b(?:(?P<n>three|trois|drei|tres)|an?|one|une?|eine[rm]?|una?)?[ -]?(?:quarters? of an|quarts? d'|viertel ?|dreiviertel|cuartos? de )[ ]?(?P<u>hour|heure|stunden?|hora)\b"
)
_FORTNIGHT = re.compile(r"\b(?:a|one) (?:fortnight|decade)\b")
_ONE = re.compile(
    r"\b(?:an?|one|eine?n?|une?|una?)(?= (?:kilo|gram|ton|pound|ounce|litre|liter|gallon|metre|meter|kilomet|hectare|hektar|acre|gramm|pfund|quintal))"
)
_ONE_TIME = re.compile(
    r"\b(?:an?|one|eine?[nmr]?|une?|una?) (?P<u>week|woche|semaine|semana|decade|jahrzehnt|decennie|decada|century|jahrhundert|siecle|siglo|hour|stunde|heure|hora|year|jahr|an|ano|month|monat|mois|mes)\b(?! (?:and a half|et demie?|y medi[oa]))"
)
_EAST_HALF = re.compile(
    r"(?P<n>[一二两三四五六七八九十]|\d{1,2})?(?P<a>[个個]?)(?P<u>小时|時間|年|天|个月|月|か月)?半(?P<v>小时|年|天|个月|個月|日|時間)?(?![数分额価値径])"
)
_SCORE = re.compile(
    r"(?<![\d.,/:-])(?P<a>\d{1,3})[-:](?P<b>\d{1,2})(?![\d.,/:-]|\w)(?! ?(?:%|years?|days?|hours?|million|percent))"
)
_OF_ONE = ("mass", "volume", "length", "area")
_FEW = re.compile(
    r"\b(?:a few|several|a couple of|many|einige|wenige|ein paar|mehrere|viele|quelques|plusieurs|unos pocos|unas pocas|varios|varias)(?: (?P<s>hundred|thousand|million|billion|hundert|tausend|millionen|milliarden|centaines|milliers|millions|milliards|millones|miles)(?: (?:of|de|d'))?)?(?= )"
)
_MAY_BE_WHOLE = re.compile(
    r"week|woche|semaine|semana|decad|dec?ennie|jahr|centur|siecle|siglo|hour|stunde|heure|hora|year|\ban\b|ano|month|mona|mois|mes|kilo|gram|\bton|pound|ounce|lit(?:re|er)|gallon|met(?:re|er)|hectare|hektar|acre|pfund|hal[fb]|quart|viertel|cuarto|dem[i]|medi[oa]|fortnight|decade|few|several|couple|many|einige|wenige|paar|mehrere|viele|quelques|plusieurs|poc[oa]s|vari[oa]s|\d:\d|\d ?[ap]\.?m|uhr"
)


def whole_numbers(text: str, low: str) -> Iterator[Quantity]:
    """Those of a text; ``low`` is its bare form of the same length, "" where it has none."""
    yield from _east_halves(text)
    yield from _scores(text)
    yield from _hours(text, low)
    if not _MAY_BE_WHOLE.search(low):
        return
    for match in _ONE_AND_A_HALF.finditer(low):
        word = match["u"] or match["d"]
        yield _of_unit(text, match, 1.5, word)
    for match in _HALF_A.finditer(low):
        yield _of_unit(text, match, 0.5, match["u"])
    for match in _QUARTERS.finditer(low):
        minutes = 45.0 if match["n"] or "dreiv" in match[0] else 15.0
        yield Quantity(
            (minutes,), text[match.start() : match.end()], *match.span(), dimension="time", factor=60
        )
    for match in _FORTNIGHT.finditer(low):
        days = 14.0 if match[0].endswith("night") else 3652.5
        yield Quantity(
            (days,), text[match.start() : match.end()], *match.span(), dimension="time", factor=86_400
        )
    for match in _FEW.finditer(low):
        scale = SCALES.get(match["s"] or "", 1.0)
        dimension, factor, end = unit_at(text, match.end())
        if dimension or scale > 1:
            yield Quantity(
                (3.0 * scale,), text[match.start() : end], match.start(), end, dimension=dimension, factor=factor,
                place=10 * scale, hedged=True, vague=True, rate=rate_at(text, end), nouns=nouns_behind(text, end),
            )  # fmt: skip
    for match in _ONE.finditer(low):
        dimension, factor, end = unit_at(text, match.end())
        if dimension in _OF_ONE:
            yield Quantity(
                (1.0,), text[match.start() : end], match.start(), end, dimension=dimension, factor=factor, vague=True
            )  # fmt: skip
    for match in _ONE_TIME.finditer(low):
        dimension, factor, _ = unit_at(match["u"], 0)
        yield Quantity(
            (1.0,),
            text[match.start() : match.end()],
            *match.span(),
            dimension=dimension,
            factor=factor,
            vague=True,
        )
    for match in _CLOCK.finditer(low):
        if not (match["sign"] == ":" or match["half"] or match["uhr"]):
            continue
        hour = int(match["h"]) % 12 + 12 * (match["half"] == "p") if match["half"] else int(match["h"])
        minutes = 60 * hour + int(match["m"] or 0)
        yield Quantity((float(minutes),), text[match.start() : match.end()], *match.span(), dimension="clock")


def _east_halves(text: str) -> Iterator[Quantity]:
    """半年, 一年半, 两个半小时; "半" alone is none."""
    for match in _EAST_HALF.finditer(text) if "半" in text else ():
        unit = match["u"] or match["v"]
        if not unit or (match["u"] and match["v"]) or (match["u"] and not match["n"]):
            continue
        whole = east_value(match["n"]) if match["n"] and not match["n"].isdigit() else float(match["n"] or 0)
        dimension, factor, _ = unit_at(
            {"年": "year", "天": "day", "日": "day", "月": "month"}.get(unit, unit), 0
        )
        yield Quantity(
            ((whole or 0.0) + 0.5,), match[0], *match.span(), dimension=dimension, factor=factor, place=0.1, figures=2
        )  # fmt: skip


def _hours(text: str, low: str) -> Iterator[Quantity]:
    """ "Five in the afternoon", 午後5時, 下午三点半."""
    for match in _PART_OF_DAY.finditer(low):
        hour = int(match["h"]) if match["h"].isdigit() else WORDS.get(match["h"], 13)
        if 1 <= hour <= 12:
            is_midnight = hour == 12 and match[0].endswith(_NIGHT)
            minutes = 60.0 * (hour % 12 + 12 * (bool(match["pm"]) and not is_midnight))
            yield Quantity((minutes,), text[match.start() : match.end()], *match.span(), dimension="clock")
    for match in (
        _PAST.finditer(low) if "past" in low or "halb" in low or " demi" in low or " y " in low else ()
    ):
        said = match["h"] or match["de"] or match["fr"] or match["es"]
        hour = int(said) if said.isdigit() else WORDS.get(said, 13)
        if 1 <= hour <= 12:
            more = 15 if "quarter" in match[0] or match["part"] == "cuarto" else -30 if match["de"] else 30
            early, late = (60.0 * (hour % 12 + half) + more for half in (0, 12))
            day = match["day"] or match["fr_day"] or ""
            is_early = "morning" in day or "man" in day or "matin" in day or "morg" in day
            readings = (early, late) if not day else (early,) if is_early else (late,)
            yield Quantity(readings, text[match.start() : match.end()], *match.span(), dimension="clock")
    for match in _MIDNIGHT.finditer(low):
        yield Quantity((0.0, 1440.0), text[match.start() : match.end()], *match.span(), dimension="clock")
    for match in _EAST_CLOCK.finditer(text):
        hour = int(match["h"]) if match["h"].isdigit() else int(east_value(match["h"]) or 99)
        hour += 12 if match["half"] in _AFTER_NOON and hour < 12 else 0
        if hour <= 24:
            minutes = 60.0 * hour + (30 if match["thirty"] else int(match["m"] or 0))
            yield Quantity((minutes,), match[0], *match.span(), dimension="clock")


def _scores(text: str) -> Iterator[Quantity]:
    """ "3-2" of a game: the greater number first, so that it is no range."""
    for match in _SCORE.finditer(text):
        high, low = int(match["a"]), int(match["b"])
        if high >= low and not (":" in match[0] and len(match["b"]) == 2):
            yield Quantity((1_000.0 * high + low,), match[0], *match.span(), dimension="score")


def _of_unit(text: str, match: re.Match[str], value: float, word: str) -> Quantity:
    scale = 12.0 if word == "dozen" else SCALES.get(word, 1.0)
    dimension, factor, _ = ("", 1.0, 0) if scale > 1 else unit_at(word, 0)
    return Quantity(
        (value * scale,), text[match.start() : match.end()], *match.span(), dimension=dimension, factor=factor,
        place=0.1 * scale, figures=2,
    )  # fmt: skip
