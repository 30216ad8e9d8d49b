"""Units: a dimension and a factor to its base; prefixes are made, not listed. Six languages."""

from __future__ import annotations

import re

from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import SMALL

_PREFIXES = {
    "n": 1e-9,
    "µ": 1e-6,
    "μ": 1e-6,
    "m": 1e-3,
    "c": 1e-2,
    "k": 1e3,
    "M": 1e6,
    "G": 1e9,
    "T": 1e12,
    "P": 1e15,
}
_PREFIX_WORDS = {"nano": 1e-9, "micro": 1e-6, "mikro": 1e-6, "milli": 1e-3, "mili": 1e-3, "deci": 0.1, "hecto": 1e2, "hekto": 1e2, "centi": 1e-2, "zenti": 1e-2,
                 "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12}  # fmt: skip
_SIGNS = {"m": "length", "g": "mass", "W": "power", "Wh": "energy", "Hz": "frequency", "B": "data", "V": "voltage",
          "eV": "electronvolt", "J": "joule", "Pa": "pressure", "l": "volume", "L": "volume", "s": "time", "t": "tonne",
          "A": "current", "N": "force"}  # fmt: skip
_NAMES = {
    "meter": "length", "metre": "length", "metro": "length", "gram": "mass", "gramm": "mass", "gramme": "mass",
    "gramo": "mass", "watt": "power", "vatio": "power", "hertz": "frequency", "byte": "data", "volt": "voltage",
    "liter": "volume", "litre": "volume", "litro": "volume", "joule": "joule", "electronvolt": "electronvolt",
    "elektronenvolt": "electronvolt", "pascal": "pressure", "wattstunde": "energy", "watt-hour": "energy",
}  # fmt: skip
_MORE = """
length 1609.344 mile meile mille milla mi マイル 英里
length 0.3048 foot feet ft fuss pied pie フィート 英尺
length 0.0254 inch inches zoll pouce pulgada インチ 英寸
length 0.9144 yard
length 9.4607e15 light-year lightyear lichtjahr annee-lumiere ano-luz 光年
length 1.495978707e11 au ae
length 3.0857e16 parsec
length 1 米 公尺 メートル
length 1000 公里 千米 キロメートル キロ
length 0.01 厘米 センチ センチメートル
length 0.001 毫米 ミリ ミリメートル
length 1e-9 纳米 ナノメートル
length 1e-6 微米 マイクロメートル
mass 1000 公斤 千克 キログラム
mass 1 克 グラム
mass 0.001 毫克 ミリグラム
mass 1e-6 微克 マイクログラム
mass 1000 kilo
mass 453.592 pound libra
mass 1e6 tonne ton tonelada 吨 トン t
mass 453.592 lb lbs
mass 28.3495 ounce oz unze once
time 1 second sekunde seconde segundo sec 秒
time 60 minute min minuto 分钟 分間 分
time 3600 hour stunde heure hora h 小时 時間
time 86400 day tag jour dia 天 日間
time 1209600 fortnight
time 315576000 decade jahrzehnt decennie decada
time 604800 week woche semaine semana 周 週間 星期
time 2629800 month monat mois mes 个月 か月 ヶ月
time 31557600 year jahr an annee ano yr 年間 年间
time 31557600000 millennium millennia jahrtausend millenaire milenio
time 3155760000 century jahrhundert siecle siglo 世纪 世紀
area 1 m2 平方米 平方メートル
area 1e6 km2 平方公里 平方千米 平方キロメートル 平方キロ
area 1e4 hectare hektar ha hectarea 公顷 ヘクタール
area 4046.86 acre
volume 1000 m3 立方米 立方メートル
volume 1e12 km3
volume 1 升 公升 リットル
volume 0.001 毫升 ミリリットル
volume 3.78541 gallon
speed 0.2777778 km/h kmh kph
speed 1 m/s
speed 1000 km/s
speed 0.44704 mph
energy 1 wh
electronvolt 1 ev
speed 0.514444 knot knoten noeud nudo
pressure 1e5 bar
mmhg 1 毫米汞柱 mmhg
power 1 瓦 ワット
power 1e3 千瓦 キロワット
power 1e6 兆瓦 メガワット
energy 1e3 千瓦时 度电 キロワット時
ppm 1 ppm
decibel 1 decibel dezibel db decibelio
horsepower 1 hp ps horsepower
kilocalorie 1 kcal
bits 1e6 mbit/s mbps
bits 1e9 gbit/s gbps
percent 1 % percent prozent pourcent pct パーセント
points 1 percentage-point prozentpunkt
points 0.01 basispunkt bps
cent 0.01 cent cents centime centimo ct pence penny p 美分 セント
times 1 倍
angle 1 degree grad degre grado °
celsius 1 °c 度 摄氏度
fahrenheit 1 °f
kelvin 1 kelvin k
usd 1 $ usd dollar us-dollar dolar 美元 ドル
eur 1 € eur euro 欧元 ユーロ
gbp 1 £ gbp 英镑 ポンド
jpy 1 ¥ jpy yen 日元 円
cny 1 yuan 元 人民币
krone 1 krone kroner krona kronor kronen crown couronne corona kr sek nok dkk 克朗 クローネ クローナ コルナ
chf 1 franc franken franco chf 法郎
inr 1 rupee rupie roupie rupia 卢比 ルピー
won 1 won 韩元 ウォン
sol 1 soles
lira 1 lira lire lires
forint 1 forint
shilling 1 shilling
dinar 1 dinar
dirham 1 dirham
baht 1 baht 泰铢 バーツ
peso 1 peso
peseta 1 peseta
rub 1 ruble rouble rubel rublo 卢布 ルーブル
pln 1 zloty
people 1 人
year-ago 1 年前
"""
_UNIT_OF_TIME = "second|sekunde|minute|minuto|hour|stunde|heure|hora|day|tag|jour|dia|week|woche|semaine|semana|month|monat|mois|mes|year|jahr|an|ano"
_RATE = re.compile(
    rf"(?:\s{{0,2}}(?:/|im |am |au |al |a la |le |la |el )\s?|[^,;.()\d]{{0,30}}?(?:/|\b(?:per|pro|par|por|a|an|am|im|in der|al|a la|each|every|je|cada|jede[rsn]?|chaque)\s))"
    rf"(?P<of>{_UNIT_OF_TIME}|s|h|square|person|capita|kwh|kg|km|ml|l|million|litre|liter)(?:s|n|en)?\b(?!\s\d)"
)
_EVERY = re.compile(
    rf"\b(?:every|each|per|jede[nrs]?|pro|chaque|par|cada|al) (?P<of>{_UNIT_OF_TIME})\b(?=[^;.:]*\Z)"
)
_EAST_EVERY = re.compile(
    r"(?:每|毎|(?<![\d一二三四五六七八九十月])[一1])(?P<of>小时|時間|天|日|周|週|月|年)(?!\d)(?=[^，。；、]{0,14}\Z)|(?<![\d一二三四五六七八九十])(?P<ja>年間|年に|月に|週に|日に)(?=[^，。；、]{0,8}\Z)"
)
_EAST_BASE = {"小时": "hour", "時間": "hour", "天": "day", "日": "day", "周": "week", "週": "week", "月": "month", "年": "year"}  # fmt: skip
_EAST_DAYS = re.compile(r"日(?=ほど|後に|以内|あまり|足らず)|(?<=[4-9]\d|\d0|.百)日")
_EACH = re.compile(r"\s?(?:per|pro) ([a-z]{3,})\b")  # "€5 per parcel"
_ADVERB = re.compile(
    r"[^,;.()\d]{0,34}?\b(?:(?P<day>daily|taglich|quotidien\w*|diari\w+)|(?P<week>weekly|wochentlich|hebdomadaire\w*|semanal\w*)"
    r"|(?P<month>monthly|monatlich|mensuel\w*|mensual\w*)|(?P<year>annual\w*|yearly|jahrlich|annuel\w*|anual\w*)|(?P<hour>hourly|stundlich))\b"
)
_OFTEN = re.compile(
    r"\b(?:(?P<day>daily|taglich|quotidiennement|diariamente)|(?P<week>weekly|wochentlich|semanalmente)"
    r"|(?P<month>monthly|monatlich|mensualmente)|(?P<year>annually|yearly|jahrlich|anualmente))\b(?=[^,;.:\d]{0,24}\Z)"
)
_RATE_BASE = {"sekunde": "second", "s": "second", "minuto": "minute", "stunde": "hour", "heure": "hour", "hora": "hour", "h": "hour",
              "tag": "day", "jour": "day", "dia": "day", "woche": "week", "semaine": "week", "semana": "week", "monat": "month", "mois": "month",
              "mes": "month", "jahr": "year", "an": "year", "ano": "year", "litre": "liter", "l": "liter"}  # fmt: skip


def _table() -> tuple[dict[str, tuple[str, float]], dict[str, tuple[str, float]]]:
    exact: dict[str, tuple[str, float]] = {}
    for sign, dimension in _SIGNS.items():
        base = 1e6 if sign == "t" else 1.0
        kind = "mass" if sign == "t" else dimension
        exact |= {f"{p}{sign}": (kind, f * base) for p, f in _PREFIXES.items() if sign != "t" or p in "kMG"}
        exact[sign] = (kind, base)
    named: dict[str, tuple[str, float]] = {}
    for name, dimension in _NAMES.items():
        named |= {f"{p}{name}": (dimension, f) for p, f in _PREFIX_WORDS.items()}
        named[name] = (dimension, 1.0)
    for line in _MORE.strip().splitlines():
        dimension, factor, *words = line.split()
        named |= {word: (dimension, float(factor)) for word in words}
    for prefix in ("k", "M", "G"):
        exact[f"{prefix}m2"] = ("area", _PREFIXES[prefix] ** 2)
    exact |= {
        "cm2": ("area", 1e-4),
        "mm2": ("area", 1e-6),
        "cm3": ("volume", 1e-3),
        "ms": ("time", 1e-3),
        "mi": ("length", 1609.344),
    }
    for ambiguous in ("Mm", "Pm", "Gm", "cs", "Ms", "Ps", "T", "cA", "PA", "nA", "cN", "cB"):
        exact.pop(ambiguous, None)
    return exact, named


_EXACT, _NAMED = _table()
_EAST = sorted(
    (word for word in _NAMED if not word.isascii() and ord(word[0]) > 0x3000), key=len, reverse=True
)
_WORD = re.compile(r"[%°$€£¥]\s?[CF]?\b|[%°$€£¥]|[^\W\d_]+(?:[/-][^\W\d_]+)*[23]?(?:/[a-z]{1,3}\b)?")
_PHRASES = [
    (re.compile(r"(?:basis points?|points? de base|puntos? basicos?)"), ("points", 0.01)),
    (re.compile(r"(?:minutes?|minuten) d(?:e |')arc|arcminutes?"), ("arcminute", 1.0)),
    (re.compile(r"(?:percentage[ -]points?|prozentpunkte?n?|points? de pourcentage|puntos? porcentual(?:es)?)"), ("points", 1.0)),
    (re.compile(r"(?:per cent|pour ?cent|por ciento|percent)\b"), ("percent", 1.0)),
    (re.compile(r"(?:degrees? |grad |degres? |grados )(?:celsius|c\b)"), ("celsius", 1.0)),
    (re.compile(r"(?:degrees? |grad |degres? |grados )(?:fahrenheit|f\b)"), ("fahrenheit", 1.0)),
    (re.compile(r"(?:kilometers?|kilometres?|kilometer|kilometros?|kilometres?) (?:per hour|pro stunde|par heure|por hora)"), ("speed", 0.2777778)),
    (re.compile(r"(?:meters?|metres?|metros?) (?:per second|pro sekunde|par seconde|por segundo)"), ("speed", 1.0)),
    (re.compile(r"(?:kilometers?|kilometres?|kilometros?) (?:per second|pro sekunde|par seconde|por segundo)"), ("speed", 1000.0)),
    (re.compile(r"watt[ -]hours?"), ("energy", 1.0)),
    (re.compile(r"kilowatt[ -]hours?"), ("energy", 1e3)),
    (re.compile(r"megawatt[ -]hours?"), ("energy", 1e6)),
    (re.compile(r"gigawatt[ -]hours?"), ("energy", 1e9)),
    (re.compile(r"terawatt[ -]hours?"), ("energy", 1e12)),
    (re.compile(r"miles per hour"), ("speed", 0.44704)),
    (re.compile(r"square (?:kilometers?|kilometres?)|quadratkilometern?|kilometres? carres?|kilometros? cuadrados?"), ("area", 1e6)),
    (re.compile(r"square (?:meters?|metres?)|quadratmetern?|metres? carres?|metros? cuadrados?"), ("area", 1.0)),
    (re.compile(r"nautical miles?|seemeilen?|milles? (?:marins?|nautiques?)|millas? nauticas?"), ("length", 1852.0)),
    (re.compile(r"(?:square feet|square foot)\b"), ("area", 0.092903)),
    (re.compile(r"square miles?"), ("area", 2.58999e6)),
    (re.compile(r"cubic (?:kilometers?|kilometres?)|kubikkilometern?"), ("volume", 1e12)),
    (re.compile(r"cubic (?:meters?|metres?)|kubikmetern?|metres? cubes?|metros? cubicos?"), ("volume", 1000.0)),
    (re.compile(r"light[ -]years?|annees?-lumiere|anos? luz"), ("length", 9.4607e15)),
]  # fmt: skip

_OF_WHAT = re.compile(
    r"(?:of|de|d'|earth|metric|calendar|full|whole|entire|consecutive|straight|more|further|additional|us|volle|ganze|weitere|zusatzliche|autres|mas)(?: |(?<='))"
)


def unit_at(text: str, at: int) -> tuple[str, float, int]:
    """(dimension, factor, end) of the unit that stands at a place of a normal form; ("", 1, at) for none."""
    begin = at
    while at < len(text) and text[at] in " -" and at + 1 < len(text) and at < begin + 2:
        at += 1
    if (
        text.startswith("s", at)
        and at == begin
        and text[at - 1 : at] == "0"
        and not text[at + 1 : at + 2].isalpha()
    ):
        return "", 1.0, begin  # "in their 30s"
    if (days := _EAST_DAYS.match(text, at)) is not None:
        return "time", 86_400.0, at + len(days[0])
    for word in _EAST:
        if text.startswith(word, at):
            return *_NAMED[word], at + len(word)
    ahead = bare(text[at : at + 40])
    for pattern, (dimension, factor) in _PHRASES:
        if (phrase := pattern.match(ahead)) is not None:
            return dimension, factor, at + phrase.end()
    at = at + earth.end() if (earth := _OF_WHAT.match(ahead)) is not None and begin < at else at
    found = _WORD.match(text, at)
    if found is None:
        return "", 1.0, begin
    word = found[0].rstrip()
    for candidate in dict.fromkeys((word, word.split("-")[0], word.split("/")[0])):
        known = _known(candidate)
        if known is not None:
            return *known, at + len(candidate)
    return "", 1.0, begin


def _known(word: str) -> tuple[str, float] | None:
    if word in _EXACT:
        return _EXACT[word]
    low = bare(word).replace(" ", "")
    if len(low) == 1 and low.isalpha() and low not in "hp":
        return None
    for form in (
        low,
        low.removesuffix("s"),
        low.removesuffix("es"),
        f"{low[:-3]}y" if low.endswith("ies") else low,
        low.removesuffix("n"),
        low.removesuffix("en"),
        low.removesuffix("e"),
    ):
        if form in _NAMED and form:
            return _NAMED[form]
    return None


def rate_at(text: str, at: int) -> str:
    """What a quantity is counted by: "year" for "a year", "per year", "/year", "yearly"; "" for nothing."""
    behind = bare(text[at : at + 48])
    adverb = _ADVERB.match(behind)
    if adverb is not None:
        return adverb.lastgroup or ""
    found = _RATE.match(behind)
    if found is None and (each := _EACH.match(behind)) is not None and each[1] not in SMALL:
        return each[1]
    return _RATE_BASE.get(found["of"], found["of"]) if found is not None else ""


def rate_before(text: str, at: int) -> str:
    """The same before a quantity: "every month the cells lose 2.5 %", "每小时5元"."""
    before = bare(text[max(0, at - 48) : at])
    often = list(_OFTEN.finditer(before))
    if often:
        return next(name for name, word in often[-1].groupdict().items() if word)
    every = list(_EVERY.finditer(before))
    if every:
        return _RATE_BASE.get(every[-1]["of"], every[-1]["of"])
    east = _EAST_EVERY.search(before)
    return _EAST_BASE[east["of"] or east["ja"][0]] if east is not None else ""


MONEY = {"$": "usd", "€": "eur", "£": "gbp", "¥": "jpy"}
