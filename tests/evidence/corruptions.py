"""One thing in a sentence changed: another number, date, unit, name, a negator, the other end of an axis."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

NEGATED = {
    "en": [(r"\b(is|was|are|were|can|does|did|has|have) not ", r"\1 "), (r"\bcannot\b", "can"), (r"\b(is|was|are|were|can|must|will) ", r"\1 not ")],
    "de": [(r"\bnicht ", ""), (r"\bkeine ", "eine "), (r"\b(wurde|ist|liegt|umfasst|kostete|stieg|sank|wurden|gilt|kostet) ", r"\1 nicht ")],
    "fr": [(r"\bn'est pas ", "est "), (r"\bne (\w+) jamais ", r"\1 toujours "), (r" a été ", " n'a pas été "), (r" est ", " n'est pas "), (r" a ", " n'a pas ")],
    "es": [(r"\bno (es|está) ", r"\1 "), (r" (fue|es|tiene|está|mide|costó|aumentó|levanta|duró) ", r" no \1 ")],
    "ja": [("されていない", "されている"), ("されなかった", "された"), ("した。", "しなかった。"), ("である。", "ではない。"), ("であった。", "ではなかった。"), ("された。", "されなかった。")],
    "zh": [("不允许", "允许"), ("没有损坏", "损坏了"), ("不开放", "开放"), ("上升到", "没有上升到"), ("收藏了", "没有收藏"), ("参加了", "没有参加"), ("增加了", "没有增加"), ("正式通车", "没有正式通车"), ("成立于", "不是成立于")],
}  # fmt: skip
TURNED = {
    "en": "more/fewer increased/decreased rose/fell larger/smaller before/after above/below first/last highest/lowest fastest/slowest warm/cool longer/shorter heavier/lighter older/younger gain/lose largest/smallest stronger/weaker faster/slower higher/lower greater/smaller positive/negative",
    "de": "mehr/weniger sank/stieg stieg/sank gestiegen/gesunken über/unter Nach/Vor höher/niedriger",
    "fr": "plus/moins augmenté/diminué diminué/augmenté",
    "es": "aumentó/disminuyó disminuido/aumentado más/menos sobre/bajo",
    "ja": "増加/減少 上昇/下降 長い/短い 減少/増加",
    "zh": "增加/减少 高于/低于 上升/下降 减少/增加 最古老/最年轻",
}  # fmt: skip
UNITS = {
    "en": [(r"km\b", "miles"), (r"(?<=\d )m\b", "km"), (r"\bkilometres", "metres"), (r"\bmetres", "kilometres"), (r"\bkilograms", "tonnes"), (r"\bmillion\b", "billion"),
           (r"\bbillion\b", "million"), (r"MWh", "kWh"), (r"MW\b", "GW"), (r"°C", "°F"), (r"\byears\b", "months"), (r"\bhours\b", "minutes"), (r"\bdays\b", "weeks"), (r"\bhectares", "acres"),
           (r"\btonnes", "kilograms"), (r"\bkg\b", "tonnes"), (r"£", "$"), (r"per year", "per month"), (r"a year\b", "a week"), (r"\bpercent\b|(?<=\d) ?%", " kilograms")],
    "de": [(r"Meter\b", "Kilometer"), (r"Millionen", "Milliarden"), (r"Tonnen", "Kilogramm"), (r"Hektar", "Quadratkilometer"), (r"km/h", "m/s"), (r"pro Jahr", "pro Monat"), (r"Jahre\b", "Monate"), (r"°C", "°F")],
    "fr": [(r"\bkm\b", "mètres"), (r"millions", "milliards"), (r"m²", "km²"), (r"\bkg\b", "tonnes"), (r"°C", "°F"), (r"MW", "kW"), (r"mètres", "kilomètres"), (r"\bans\b", "mois"), (r"euros", "dollars")],
    "es": [(r"hectáreas", "kilómetros cuadrados"), (r"millones", "mil millones"), (r"\bkm\b", "metros"), (r"metros", "kilómetros"), (r"toneladas", "kilos"), (r"°C", "°F"), (r"días", "semanas"), (r"al año", "al mes"), (r"años", "meses")],
    "ja": [("メートル", "キロメートル"), ("億円", "万円"), ("トン", "キログラム"), ("平方メートル", "平方キロメートル")],
    "zh": [("米", "公里"), ("亿元", "万元"), ("吨", "公斤"), ("平方米", "平方公里"), ("元", "美元")],
}  # fmt: skip
NAMES = {
    "en": ["Whitfield", "Okonkwo", "Lisbon", "Harrington", "Bologna", "Petrova"],
    "de": ["Wiesbaden", "Hoffmann", "Graz"],
    "fr": ["Dubois", "Nantes", "Perpignan"],
    "es": ["Moreno", "Bilbao", "Zaragoza"],
}
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def number(sentence: str, language: str, text: str, chance: random.Random) -> str:
    """Another number, written the same way, that stands nowhere in the source."""
    found = [
        m
        for m in re.finditer(r"\d+(?:[.,]\d+)*", sentence)
        if not re.fullmatch(r"(?:1\d|20)\d\d", m[0]) and not _dated(sentence, m) and m[0] not in ("2", "1")
    ]
    found = [
        m for m in found if not sentence[m.start() - 1 : m.start()].isalpha() or language in ("ja", "zh")
    ]
    if not found:
        return ""
    match = chance.choice(found)
    for _ in range(20):
        at = chance.choice([place for place, sign in enumerate(match[0]) if sign.isdigit()][:2])
        made = (
            match[0][:at]
            + str(chance.choice([n for n in range(1, 10) if str(n) != match[0][at]]))
            + match[0][at + 1 :]
        )
        if made not in text:
            return sentence[: match.start()] + made + sentence[match.end() :]
    return ""


def _dated(sentence: str, match: re.Match[str]) -> bool:
    behind, before = sentence[match.end() : match.end() + 14], sentence[: match.start()]
    months = "|".join([*MONTHS, "März", "juillet", "junio", "Juli"])
    follows = re.match(rf"\s?(?:年|月|日)|\.? (?:de )?[A-Za-zäéû]*(?:{months})", behind)
    return follows is not None or re.search(rf"(?:{months}) \Z", before) is not None


def date(sentence: str, language: str, text: str, chance: random.Random) -> str:
    """Another year that the source does not name."""
    found = list(
        re.finditer(
            r"(?<![\d.,$])(?:1[5-9]|20)\d\d(?![\d%]|\s?(?:km|m|K|ships|メ|名|米|t)\b|[.,]\d|メ|名|米|台)",
            sentence,
        )
    )
    if not found:
        return ""
    match = chance.choice(found)
    made = str(int(match[0]) + chance.choice([-11, -7, -4, -3, -2, 2, 3, 4, 6, 12]))
    return "" if made in text else sentence[: match.start()] + made + sentence[match.end() :]


def unit(sentence: str, language: str, text: str, chance: random.Random) -> str:
    """The same figure with another unit."""
    found = [
        (p, new)
        for p, new in UNITS[language]
        if re.search(rf"\d[\d.,]*(?:万\d*)? ?(?:[a-zA-Z]+ )?(?:{p})", sentence)
    ]
    if not found:
        return ""
    pattern, new = chance.choice(found)
    match = next(
        m for m in re.finditer(pattern, sentence) if re.search(r"\d", sentence[: m.start()]) or pattern == "£"
    )
    return sentence[: match.start()] + new + sentence[match.end() :]


def name(sentence: str, language: str, text: str, chance: random.Random) -> str:
    """Another name where one stands behind a preposition or before a verb."""
    before = {
        "en": r"(?:in|by|of|from|to|and|with) (?:the Dutch firm )?",
        "de": r"(?:aus|bei|von|Architekt) ",
        "fr": r"(?:de|par|par la société|directrice,) ",
        "es": r"(?:de|en|Según|ingeniero) ",
    }.get(language)
    found = list(
        re.finditer(
            rf"(?<={'X' if before is None else ''})"
            if before is None
            else rf"\b{before}([A-Z][a-zé]{{3,}}(?: [A-Z][a-zé]{{3,}})?)\b",
            sentence,
        )
    )
    found = [
        m
        for m in found
        if m.lastindex
        and m[1].split()[0]
        not in (
            *MONTHS,
            "Queen",
            "Earth",
            "Juli",
            "Januar",
            "Oktober",
            "Schwarzstorch",
            "Lastwagen",
            "Jahr",
            "Bericht",
            "Menschen",
        )
    ]
    if not found:
        return ""
    match = chance.choice(found)
    new = chance.choice([n for n in NAMES[language] if n not in text])
    return sentence[: match.start(1)] + new + sentence[match.end(1) :]


def negation(sentence: str, language: str, text: str, chance: random.Random) -> str:
    """A negator more, or one less."""
    for pattern, new in NEGATED[language]:
        if re.search(pattern, sentence):
            return re.sub(pattern, new, sentence, count=1)
    return ""


def direction(sentence: str, language: str, text: str, chance: random.Random) -> str:
    """The other end of an axis."""
    for pair in TURNED[language].split():
        old, new = pair.split("/")
        edge = "" if language in ("ja", "zh") else r"\b"
        if (
            re.search(rf"{edge}{old}{edge}", sentence)
            and new not in sentence
            and not (old == "first" and " at first" in sentence)
        ):
            return re.sub(rf"{edge}{old}{edge}", new, sentence, count=1)
    return ""


CORRUPTIONS: dict[str, Callable[[str, str, str, random.Random], str]] = {
    "number": number, "date": date, "unit": unit, "name": name, "negation": negation, "direction": direction,
}  # fmt: skip
