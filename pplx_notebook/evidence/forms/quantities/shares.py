"""Numbers that are said without a number: "a third of", "one in four", "doubled", "the third", "a dozen".

A share is per cent that need not be exact; a multiple ("tripled", "three times") counts "times", an ordinal
("3rd", "twenty-first") counts "ordinal".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pplx_notebook.evidence.forms.quantities.number_words import WORDS, east_value, word_value
from pplx_notebook.evidence.forms.quantities.quantity import Quantity
from pplx_notebook.evidence.forms.quantities.units import rate_at, rate_before
from pplx_notebook.evidence.forms.words import stem

SHARE_PLACE = 5.0  # of a share of figures: nobody means it to the point
_FRACTIONS = {
    **dict.fromkeys("half halves halfte halbe halber moitie mitad".split(), 50.0),
    **dict.fromkeys("third thirds drittel tiers tercio tercios tercera terceras".split(), 100 / 3),
    **dict.fromkeys("quarter quarters viertel quart quarts cuarto cuartos cuarta cuartas".split(), 25.0),
    **dict.fromkeys("fifth fifths funftel cinquieme cinquiemes quinto quintos quinta quintas".split(), 20.0),
    **dict.fromkeys("sixth sixths sechstel sixieme sixiemes sexto sexta".split(), 100 / 6),
    **dict.fromkeys("eighth eighths achtel huitieme huitiemes octavo octava".split(), 12.5),
    **dict.fromkeys("tenth tenths zehntel dixieme dixiemes decimo decima".split(), 10.0),
}
IN_SHARES: dict[int, tuple[str, ...]] = {}
"""Per cent to the words of a share."""
for _word, _value in _FRACTIONS.items():
    IN_SHARES[round(_value)] = (*IN_SHARES.get(round(_value), ()), _word)
WORDS_OF_SHARES = {
    n: tuple(w for w, v in _FRACTIONS.items() if abs(v * k - n) < 1)
    for n, k in ((67, 2), (75, 3), (40, 2), (60, 3), (80, 4), (30, 3), (70, 7), (90, 9))
}
"""Those of a share that is several parts: of 67 % "third"."""
_HALVES = ("half", "halfte", "moitie", "mitad")
_BEFORE = frozenset(
    "a an une un la le el una ein eine einem einer eines die der dem nearly almost about over".split()
)
_BEHIND = frozenset(
    "of der des de du d von aller all their its the parte partes les los las son sa sus ihrer seiner more less fewer higher lower cheaper dearer mehr weniger plus moins mas menos".split()
)
_ONLY_SHARES = frozenset(
    "tiers drittel viertel funftel sechstel achtel zehntel thirds quarters fifths tercio tercios cuartos quarts".split()
)
_BY = frozenset("by d um en de".split())
_NO_SHARE = frozenset(
    "first second latter other erste zweite ersten zweiten premiere seconde primera segunda per".split()
)
_IN = re.compile(
    r"\b(?P<n>one|two|three|four|five|six|seven|eight|nine|\d{1,2}) (?:in|out of)(?: every)? (?P<m>two|three|four|five|six|seven|eight|nine|ten|twenty|\d{1,3})\b(?! (?:months?|years?|days?|weeks?|hours?|a row)|[,.]\d)"
    r"|\b(?P<n2>un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|\d{1,2}(?= sur 10))(?: \w+)? sur (?P<m2>deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|100?)\b(?![,.]\d)"
    r"|\b(?P<n3>un|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|\d{1,3})(?: \w+)? de cada (?P<m3>dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|veinte|cien|\d{1,3})\b"
    r"|\b(?P<n4>eine?r?s?|zwei|drei|vier|funf|sechs|sieben|acht|neun|\d{1,2}(?= von 10)) von (?P<m4>zwei|drei|vier|funf|sechs|acht|zehn|zwanzig|100?)\b(?![,.]\d)"
    r"|\b(?:jede[rsn]?|every) (?P<every>zweite|dritte|vierte|funfte|sechste|achte|zehnte|second|third|fourth|fifth|sixth|eighth|tenth)[nr]?\b(?! (?:years?|days?|weeks?|months?|jahr|tag|woche|monat|stunden?))"
)  # fmt: skip
_EVERY = {"zweite": 2, "dritte": 3, "vierte": 4, "funfte": 5, "sechste": 6, "achte": 8, "zehnte": 10,
          "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}  # fmt: skip
_EAST_SHARE = re.compile(
    r"百分之(?P<c>[\d.]+|[〇零一二三四五六七八九十百]{1,5})|(?P<t>[一二三四五六七八九]|\d)(?:割|成(?!立|为|員|员|功|长|長|果|分|本|人|年|熟|千|都|就|了))(?P<u>[一二三四五六七八九](?![一二三四五六七八九十百千万]))?"
    r"|(?P<m>[一二三四五六七八九十两]|\d{1,2})分之(?P<n>[一二三四五六七八九]|\d)|(?P<half>半数|一半|半分|過半|过半)"
    r"|[每毎]?(?P<mk>[二三四五六七八九十]|\d{1,2})(?P<of>[个個人名位家户辆株只枚軒便台本匹校社戸世帯件]{1,2})[人]?(?:中|里|当中|のうち)?[就的]?[有に]?(?P<nk>[一二两三四五六七八九]|\d)(?=(?P=of)|[个個人名位家户辆株只枚軒便台本匹校社戸件])"
    r"|(?P<mj>[一二三四五六七八九十]|\d{1,2})分の(?P<nj>[一二三四五六七八九]|\d)"
)
_TIMES = re.compile(
    r"\b(?P<n>\w+(?:-\w+)?)[ -](?:times|fois|veces)\b|\b(?P<f>\w{2,12}?)-?(?:fold|fache[nsrm]?|fach|mal)\b"
    r"|\b(?P<one>once|einmal|une fois|una vez)(?= (?:an?|per|every|each|im|pro|jede[nrs]?|par|chaque|al?|por|cada)\b)"
    r"|\b(?P<two>doubl(?:e[ds]?|ing|ee?s?|ement|aient|ait)|verdoppel\w*|doppelt|duplic\w+|doblo|doble|twice|twofold)\b"
    r"|\b(?P<three>tripl(?:e[ds]?|ing|ee?s?|ico|icado|icaron)|verdreifach\w*|trebled)\b|\b(?P<four>quadrupl\w+|vervierfach\w*|cuadruplic\w+)\b"
    r"|\b(?P<half>halve[ds]?|halving|halbiert\w*|divise?e? par deux)\b"
)  # fmt: skip
_EAST_TIMES = re.compile(
    r"(?P<more>增加了?|增长了?|增至|多了?|高出了?)?(?P<n>\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3})倍|(?P<two>翻番|翻了一番|倍増|倍に)|(?P<half>減半|减半|半減)"
)
_ORDINALS = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    "de": "erste zweite dritte vierte funfte sechste siebte achte neunte zehnte elfte zwolfte dreizehnte vierzehnte funfzehnte sechzehnte siebzehnte achtzehnte neunzehnte zwanzigste",
    "fr": "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme treizieme quatorzieme quinzieme seizieme dix-septieme dix-huitieme dix-neuvieme vingtieme",
    "es": "primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo undecimo duodecimo",
}
ORDINALS = {word: value for words in _ORDINALS.values() for value, word in enumerate(words.split(), 1)}
ORDINALS |= {
    f"{word}{end}": value
    for word, value in ORDINALS.items()
    if word.endswith("te") or word in ("erste", "zwanzigste")
    for end in "nrsm"
}
ORDINALS |= {
    f"{tens}-{word}": value + ten
    for tens, ten in (("twenty", 20), ("thirty", 30))
    for word, value in ORDINALS.items()
    if value < 10
}
ORDINALS |= {"thirtieth": 30, "vingt-et-unieme": 21, "premiere": 1, "primera": 1, "primer": 1, "segunda": 2, "tercer": 3, "tercera": 3,
             "cuarta": 4, "quinta": 5, "sexta": 6, "septima": 7, "octava": 8, "novena": 9, "decima": 10, "dreissigste": 30, "dreissigsten": 30}  # fmt: skip
_FIGURE_ORDINAL = re.compile(r"(?<![\d.,/])(?P<n>\d{1,3})(?:st|nd|rd|th|e|eme|er|ere|º|ª)(?![\w'])")
_EAST_ORDINAL = re.compile(
    r"第\s?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})(?!季度|四半期|次世界)|首(?=[次届批个位部])"
)


def shares(text: str, low: str, words: Sequence[tuple[re.Match[str], str]]) -> Iterator[Quantity]:
    """Those of a text of words; ``low`` is its bare form of the same length, "" where it has none."""
    for place, (match, word) in enumerate(words):
        if word in _FRACTIONS and _is_share(words, place):
            times = WORDS.get(words[place - 1][1], 0) if place else 0
            start = words[place - 1][0].start() if times else match.start()
            yield _share(text[start : match.end()], start, match.end(), _FRACTIONS[word] * max(times, 1))
        elif "-" in word and word.split("-")[-1] in _FRACTIONS and word.split("-")[0] in WORDS:
            first, last = word.split("-")[0], word.split("-")[-1]
            yield _share(match[0], *match.span(), _FRACTIONS[last] * WORDS[first])
        elif (rank := _rank(word)) is not None and not _is_no_rank(words, place):
            behind = words[place + 1][1] if place + 1 < len(words) else ""
            noun = "-".join(word.split("-")[1:]) if "-" in word and word not in ORDINALS else behind
            yield _ordinal(match[0], *match.span(), rank, noun)
    for found in _FIGURE_ORDINAL.finditer(low):
        behind_match = re.compile(r"[ -]([a-z]+)").match(low, found.end())
        yield _ordinal(
            text[found.start() : found.end()],
            *found.span(),
            int(found["n"]),
            behind_match[1] if behind_match else "",
        )
    for found in _IN.finditer(low):
        n = next((v for k in ("n", "n2", "n3", "n4") if (v := found[k])), "one")
        m = next((v for k in ("m", "m2", "m3", "m4") if (v := found[k])), "")
        parts, whole = _of(n), float(_EVERY.get(found["every"] or "", 0)) or _of(m)
        if parts and whole and parts < whole:
            one = _share(text[found.start() : found.end()], *found.span(), 100 * parts / whole)
            yield replace(one, place=1.0, figures=2, hedged=False) if m in ("100", "cien") else one
    for found in _TIMES.finditer(low):
        value = _times(found)
        if value:
            said = text[found.start() : found.end()]
            rate = rate_at(text, found.end()) or rate_before(text, found.start())
            yield Quantity((value,), said, *found.span(), dimension="times", rate=rate)


def east_shares(text: str) -> Iterator[Quantity]:
    """六割, 三成, 百分之五, 三分之一; 两倍, 翻番; 第三."""
    for found in _EAST_SHARE.finditer(text):
        if found["c"]:
            value = _east(found["c"])
            yield Quantity((value,), found[0], *found.span(), dimension="percent", figures=2)
            continue
        if found["half"]:
            yield _share(found[0], *found.span(), 50.0)
            continue
        whole, part = found["m"] or found["mj"] or found["mk"], found["n"] or found["nj"] or found["nk"]
        if not found["t"] and _east(whole) <= _east(part):
            continue
        value = (
            10 * _east(found["t"]) + (_east(found["u"]) if found["u"] else 0)
            if found["t"]
            else 100 * _east(part) / max(_east(whole), 1)
        )
        yield _share(found[0], *found.span(), value)
    for found in _EAST_TIMES.finditer(text):
        value = 2.0 if found["two"] else 0.5 if found["half"] else _east(found["n"])
        readings = (value + 1, value) if found["more"] and found["more"] != "增至" else (value,)
        yield Quantity(readings, found[0], *found.span(), dimension="times")
    for found in _EAST_ORDINAL.finditer(text):
        yield _ordinal(
            found[0], *found.span(), int(_east(found["n"] or "一")), text[found.end() : found.end() + 1]
        )


def _share(text: str, start: int, end: int, value: float) -> Quantity:
    return Quantity((value,), text, start, end, dimension="percent", hedged=True, place=SHARE_PLACE)


def _ordinal(text: str, start: int, end: int, rank: int, noun: str) -> Quantity:
    return Quantity(
        (float(rank),), text, start, end, dimension="ordinal", nouns=(stem(noun)[:5],) if noun else ()
    )


def _of(word: str) -> float:
    return (
        100.0
        if word == "cien"
        else float(word)
        if word.isdigit()
        else float(WORDS.get(word, 1 if word.startswith(("un", "ein")) else 0))
    )


def _east(signs: str) -> float:
    return float(signs) if signs[0].isdigit() else east_value(signs) or 0.0


def _is_share(words: Sequence[tuple[re.Match[str], str]], place: int) -> bool:
    """A third of something is a share, the third is none."""
    before = words[place - 1][1] if place else ""
    behind = words[place + 1][1] if place + 1 < len(words) else ""
    if before in _NO_SHARE:
        return False
    word = words[place][1]
    if word in _HALVES:
        return word != "half" or behind in _BEHIND or before == "by"
    if word in _ONLY_SHARES and (before in _BEFORE or before in WORDS):
        return True
    if (
        before in _BEFORE
        and place > 1
        and words[place - 2][1] in _BY
        and behind not in ("time", "place", "mal")
    ):
        return True
    if word.endswith(("quarter", "quart")) and behind in ("the", "les", "la"):
        return False
    return behind in _BEHIND and (before in _BEFORE or before in WORDS)


def _rank(word: str) -> int | None:
    if word in ORDINALS:
        return ORDINALS[word]
    first, _, rest = word.partition("-")
    return ORDINALS.get(first) if rest else None


def _is_no_rank(words: Sequence[tuple[re.Match[str], str]], place: int) -> bool:
    """ "A second", "at first", "30 seconds", "per second" rank nothing."""
    before = words[place - 1][1] if place else ""
    behind = words[place + 1][1] if place + 1 < len(words) else ""
    word = words[place][1]
    if word == "second" and (before in ("a", "per", "every", "each", "one") or behind in ("", "half")):
        return True
    return (
        before in ("at", "in")
        or behind in ("of", "de", "half")
        or (word == "premier" and before in ("ministre", "der"))
    )


def _times(found: re.Match[str]) -> float:
    for name, value in (("one", 1.0), ("two", 2.0), ("three", 3.0), ("four", 4.0), ("half", 0.5)):
        if found[name]:
            return value
    word = found["n"] or found["f"] or ""
    if word.isdigit():
        return float(word)
    return float(word_value(word) or 0)
