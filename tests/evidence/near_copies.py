"""Near copies, made: sentences of the demo library and of our own texts, and the same with one thing changed.

``python tests/evidence/near_copies.py`` writes ``tests/cases/evidence/near-copies.tsv`` anew: kind, language,
source, the sentence. "true …" are true of their source, all others are not. A corrupted sentence whose new
value stands anywhere in its source is left out, since nobody could call it false.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from pplx_notebook.evidence.splitting import split_text

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ARTICLES = ROOT / "pplx_notebook" / "demo" / "library" / "articles"
CASES = HERE.parent / "cases" / "evidence"
FILE = CASES / "near-copies.tsv"
SEED = 20261130

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
INVENTED = {
    "en": ["{} was sold to a group of Portuguese farmers for 77 silver coins.", "Critics of {} founded a theatre company in the Scottish Highlands.", "Every spring, {} is celebrated with a parade of painted bicycles.",
           "The recipe for {} calls for cinnamon, vinegar and two onions.", "A court in Helsinki ruled that {} violates copyright law."],
    "de": ["Zu {} erschien eine Briefmarke mit dem Bild eines Elefanten.", "Das Orchester spielte zu Ehren von {} drei Walzer am Strand.", "Ein Bäcker benannte seine Torte nach {} und gewann einen Preis."],
    "fr": ["Un boulanger de Bretagne a nommé son gâteau {} et gagné un prix.", "Les poètes chantent {} lors du carnaval des bicyclettes peintes."],
    "es": ["Un panadero gallego llamó {} a su tarta y ganó un premio.", "Los poetas celebran {} con un desfile de bicicletas pintadas."],
    "ja": ["毎年春に自転車の祭りで詩人たちが歌を披露する。", "有名なパン屋が新しいケーキを考案して賞を受けた。"],
    "zh": ["每年春天诗人们在自行车节上朗诵诗歌。", "一位面包师发明了新的蛋糕并因此获奖。"],
}  # fmt: skip
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


@cache
def sources() -> dict[str, tuple[str, str]]:
    """Name to (language, text) of every source."""
    found = {file.stem: ("en", _article(file)) for file in sorted(ARTICLES.glob("*.md"))}
    for part in (CASES / "texts.txt").read_text("utf-8").split("\n## ")[1:]:
        head, _, text = part.partition("\n")
        language, name = head.split()
        found[f"{language}-{name}"] = (language, text.strip())
    return found


def _article(file: Path) -> str:
    _, _, text = file.read_text("utf-8").partition("\n\n")
    text = re.sub(r"\s?\[@[\w-]+\]", "", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return re.sub(r"\$[^$\n]*\$", "it", re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL)).strip()


def plain_sentences(text: str) -> list[str]:
    """Those that read as sentences: no rows, headings, items or questions."""
    lines = [
        line
        for line in text.splitlines()
        if line and line[0] not in "#|-*>`" and "[" not in line and not re.match(r"\d+\. ", line)
    ]
    found = [s for line in lines for s in split_text(line)]
    return [
        s
        for s in found
        if s[-1] in ".。"
        and "\\" not in s
        and s[:2] != "it"
        and 20 <= len(s) * (3 if ord(s[0]) > 0x3000 else 1) <= 300
    ]


def make() -> Iterator[tuple[str, str, str, str]]:
    """(kind, language, source, sentence) of every pair."""
    chance = random.Random(SEED)  # noqa: S311
    names = list(sources())
    for name, (language, text) in sources().items():
        spoken = plain_sentences(text)
        for place, sentence in enumerate(spoken):
            if language != "en" or place < 7 or name.startswith("en-"):
                yield from ((kind, language, name, s) for kind, s in _true(sentence, spoken, place, language))
            for kind, change in CORRUPTIONS.items():
                made = change(sentence, language, text, chance)
                if (
                    made
                    and made != sentence
                    and (kind != "negation" or language != "en" or place % 2 == 0 or "not" in sentence)
                ):
                    yield kind, language, name, made
        own = [other for other in names if sources()[other][0] == language and other != name]
        other = chance.choice(own)
        yield from (
            ("marker moved", language, other, sentence) for sentence in spoken[: 2 if language == "en" else 5]
        )
        topic = name.replace("-", " ").removeprefix(f"{language} ")
        yield from (
            ("invented", language, name, line.format(topic))
            for line in INVENTED[language][: 2 if language == "en" else 3]
        )


def _true(sentence: str, spoken: list[str], place: int, language: str) -> Iterator[tuple[str, str]]:
    """The sentence itself, in other figures, joined with the next, without its first or last words."""
    if place % 3 == 0:
        yield "true copy", sentence
    if language == "en":
        other = re.sub(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})", r"\2 \1, \3", sentence)
        other = (
            re.sub(r"(\d),(\d{3})", r"\1\2", other)
            .replace(" %", " percent")
            .replace(" metres", " m")
            .replace("kilometres", "km")
        )
        other = re.sub(r"\btwelve\b", "12", other).replace("Twelve", "12")
        if other != sentence:
            yield "true other figures", other
    if place + 1 < len(spoken) and place % 2 == 0:
        if language in ("ja", "zh"):
            yield "true joined", sentence[:-1] + "，" + spoken[place + 1]
        else:
            yield "true joined", sentence[:-1] + "; " + spoken[place + 1]
    words = sentence.split()
    lead = {
        "en": "According to the report, ",
        "de": "Laut Bericht gilt: ",
        "fr": "Selon la source, ",
        "es": "Según la fuente, ",
        "ja": "報告によると、",
        "zh": "据报道，",
    }[language]
    if place % 2:
        yield (
            "true introduced",
            lead
            + (
                sentence[0].lower() + sentence[1:]
                if sentence.split()[0] in ("The", "It", "In", "A", "Its", "Le", "La", "El", "They", "En")
                else sentence
            ),
        )
    if language == "en" and len(words) > 9 and ", " in sentence[30:] and " and " not in sentence:
        yield "true shortened", sentence[: sentence.index(", ", 30)] + "."


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


def pairs(which: str = "near-copies") -> list[tuple[str, ...]]:
    """(kind, language, source, sentence) of the pairs of a set."""
    return [tuple(line.split("\t")) for line in (CASES / f"{which}.tsv").read_text("utf-8").splitlines()]


if __name__ == "__main__":
    FILE.write_text("".join("\t".join(row) + "\n" for row in make()), "utf-8")
