"""How dates are written in six languages; every pattern works on small letters without accents."""

from __future__ import annotations

import re

from pplx_notebook.evidence.forms.quantities.number_words import WORDS
from pplx_notebook.evidence.forms.quantities.shares import ORDINALS

_MONTHS = """
january januar janvier enero jan janner ene
february februar fevrier febrero feb
march marz mars marzo mar
april avril abril apr abr
may mai mayo
june juni juin junio jun
july juli juillet julio jul
august aout agosto aug
september septembre septiembre sep sept
october oktober octobre octubre oct okt
november novembre noviembre nov
december dezember decembre diciembre dec dez
"""
MONTHS = {word: place for place, line in enumerate(_MONTHS.split("\n"), 0) if line for word in line.split()}
_WEEKDAYS = """
monday montag lundi lunes 星期一 周一 月曜
tuesday dienstag mardi martes 星期二 周二 火曜
wednesday mittwoch mercredi miercoles 星期三 周三 水曜
thursday donnerstag jeudi jueves 星期四 周四 木曜
friday freitag vendredi viernes 星期五 周五 金曜
saturday samstag sonnabend samedi sabado 星期六 周六 土曜
sunday sonntag dimanche domingo 星期日 星期天 周日 日曜
"""
WEEKDAYS = {
    word: place for place, line in enumerate(_WEEKDAYS.split("\n"), 0) if line for word in line.split()
}
ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
QUARTERS = {
    **dict.fromkeys("1 first 1st erste ersten 1er premier primer 一".split(), 1),
    **dict.fromkeys("2 second 2nd zweite zweiten 2e deuxieme segundo 二".split(), 2),
    **dict.fromkeys("3 third 3rd dritte dritten 3e troisieme tercer tercero 三".split(), 3),
    **dict.fromkeys("4 fourth 4th vierte vierten 4e quatrieme cuarto 四".split(), 4),
}
DECADES = {
    word: 20 + 10 * place
    for words in (
        "twenties thirties forties fifties sixties seventies eighties nineties",
        "zwanziger dreissiger vierziger funfziger sechziger siebziger achtziger neunziger",
        "vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingt-dix",
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    )
    for place, word in enumerate(words.split())
} | {f"{sign}十": 10 * value for value, sign in enumerate("一二三四五六七八九", 1)} | {"quatre-vingts": 80}  # fmt: skip
_ROMAN = {"i": 1, "v": 5, "x": 10}
_CENTURY_WORDS = {word: value for word, value in (*ORDINALS.items(), *WORDS.items()) if 0 < value <= 21}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_DAY_WORDS = (
    "|".join(sorted((word for word, value in ORDINALS.items() if value <= 31), key=len, reverse=True))
    + "|uno"
)
_CENTURY = "|".join(sorted(_CENTURY_WORDS, key=len, reverse=True))
_QUARTER = "|".join(sorted((re.escape(word) for word in QUARTERS if word.isascii()), key=len, reverse=True))
_DECADE = "|".join(sorted((word for word in DECADES if word.isascii()), key=len, reverse=True))
_YEAR = r"(?:1\d{3}|20\d{2})"
_OF = r"\s?(?:de |del |of |den )?"
_HAN = "〇零一二三四五六七八九十"
_N = rf"(?:\d{{1,2}}|[{_HAN}]{{1,3}})"
_Y = rf"(?:\d{{4}}|[{_HAN}]{{4}})"
PATTERNS = [
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("digit", rf"(?P<y>{_YEAR})-(?P<m>\d{{2}})-(?P<d>\d{{2}})(?!\d)"),
        ("east", rf"(?P<era>{'|'.join(ERAS)})(?P<ey>{_N}|元)年(?:度)?(?:\s?(?P<m>{_N})月)?(?:\s?(?P<d>{_N})日)?"),
        ("east", rf"(?P<y>{_Y})\s?年(?:第)?(?P<q>[1-4一二三四])(?:季度|四半期)|(?:第)(?P<q3>[1-4一二三四])(?:季度|四半期)"),
        ("east", rf"(?P<c>{_N})\s?(?:世纪|世紀)(?P<dec>\d{{2}}|[{_HAN}]{{2}})年代|(?<![\d{_HAN}])(?P<dec2>{_Y}|\d{{2}}|[{_HAN}]{{2}})年代|(?P<c2>{_N})\s?(?:世纪|世紀)"),
        ("east", rf"(?<![{_HAN}])(?P<y>{_Y}|(?<=[于元暦在])\d{{3}})\s?年(?:\s?(?P<m>{_N})\s?月)?(?:\s?(?P<d>{_N})\s?日)?(?!間|间|前|后|後)"),
        ("east", rf"(?<![\d{_HAN}])(?P<m>{_N})\s?月(?:\s?(?P<d>{_N})\s?日)?(?!間|间)"),
        ("digit", rf"(?<![\d.])(?P<d>\d{{1,2}})[./](?P<m>\d{{1,2}})[./](?P<y>{_YEAR})(?!\d)"),
        ("month", rf"(?<![\d.,])(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.|er)?{_OF}(?P<mo>{_MONTH})\b\.?,?(?:{_OF}(?P<y>{_YEAR})(?!\d))?"),
        ("month", rf"\b(?P<dw>{_DAY_WORDS}) (?:of |de |day of )?(?P<mo>{_MONTH})\b\.?,?(?:{_OF}(?P<y>{_YEAR})(?!\d))?"),
        ("month", rf"\b(?P<mo>{_MONTH})\b\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[.,]\d)(?:,? ?(?P<y>{_YEAR})(?!\d))?"),
        ("month", rf"\b(?P<mo>{_MONTH})\b\.? (?:the )?(?P<dw>{_DAY_WORDS})\b(?:,? ?(?P<y>{_YEAR})(?!\d))?"),
        ("month", rf"\b(?P<mo>{_MONTH})\b\.?,?{_OF}(?P<y>{_YEAR})(?!\d)"),
        ("quarter", rf"\bq(?P<q>[1-4])(?: |/|, )?(?P<y>{_YEAR})|\b(?P<y2>{_YEAR})[ -]?q(?P<q2>[1-4])\b|\bq(?P<q3>[1-4])\b"),
        ("quarter", rf"\b(?P<q>{_QUARTER})\.? (?:quarter|quartals?|trimestre)\b(?: (?:of |de |du |del )?(?P<y>{_YEAR}))?"),
        ("decade", rf"(?<![\d.,])(?P<dec>1\d{{2}}0|20\d0)(?:'?s|er|er[ -]jahren?)\b|\b(?:annees|anos|decada de(?: los)?|jahre) (?P<dec2>1\d{{2}}0|20\d0|\d0|{_DECADE})\b|\b(?P<dec3>{_DECADE})(?:n)?[ -]jahren?\b|(?:\bthe (?:\w+ )?|')(?P<dec4>[2-9]0)s\b|\bthe (?:\w+ )?(?P<dec5>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b"),
        ("century", rf"(?<![\d.,])(?P<c>\d{{1,2}})(?:st|nd|rd|th|\.|e|eme)?[ -]?(?:century|centuries|jahrhunderts?|siecles?)\b|\b(?P<c2>{_CENTURY})(?:n)?[ -](?:century|jahrhunderts?|siecle)\b|\b(?P<r>[ivx]{{1,5}})e? siecle\b|\bsiglo (?:(?P<r2>[ivx]{{1,5}})|(?P<c3>{_CENTURY}))\b"),
        ("digit", rf"(?<![\d.,$€£¥/:])(?<![a-z]-)(?<![a-z])(?P<y>{_YEAR})(?:-\d\d(?!\d))?(?![\d%:]|[.,]\d|\s?(?:km|m|kg|million|%)\b)"),
        ("month", rf"\b(?:in|since|until|by|during|de|del|du|im|seit|bis|en|depuis|desde|ab|of|last|next|early|late|mid|anfang|ende|mitte|debut|fin|principios de|finales de) (?P<mo>{_MONTH})\b(?! be\b)"),
        ("weekday", rf"(?P<w>{_WEEKDAY})(?:s|en)?(?:日)?(?!\w)"),
    )
]  # fmt: skip
"""(what a text must hold for it, how a date is written), those that say most first."""
HOLDS = {
    "digit": re.compile(r"\d"),
    "east": re.compile(r"[年月世季四代]"),
    "month": re.compile(rf"\b(?:{_MONTH})\b"),
    "quarter": re.compile(r"q[1-4]\b|quart|trimes"),
    "decade": re.compile(r"0'?s\b|0er|ties\b|annees|anos |decada|jahre"),
    "century": re.compile(r"centur|jahrhundert|siecle|siglo"),
    "weekday": re.compile(rf"{_WEEKDAY}"),
}
YEAR_BEFORE = re.compile(
    r"the year (?:earlier|before)|(?:previous|preceding|prior) year|year[- ]on[- ]year|year[- ]over[- ]year|vorjahr\w*"
    r"|annee precedente|ano anterior|interanual|前年|上年|去年同期|同比"
)
YEAR_AFTER = re.compile(
    r"(?:following|next) (?:year|spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december)|(?:printemps|ete|automne|hiver|mois) suivant|folgenden? (?:fruhjahr|sommer|herbst|winter|fruhling)|(?:primavera|verano|otono|invierno|mes) siguiente|ein jahr darauf|folgejahr|annee suivante|ano siguiente|翌年|次年|第二年"
)
LATER = re.compile(
    r"(?P<n>\d{1,3}|[a-z]+(?:-[a-z]+)?) (?P<u>years?|months?|jahre?|monate?|ans?|annees?|mois|anos?|mes(?:es)?) (?:(?P<later>later|after|afterwards|spater|danach|nach|plus tard|apres|despues|mas tarde)|(?P<before>earlier|before|fruher|zuvor|vorher|vor|plus tot|avant|auparavant|antes))"
    r"|(?P<n2>\d{1,3}|[〇一二三四五六七八九十两]{1,3})(?P<u2>年|か月|个月|ヶ月)(?:(?P<later2>后|後)|(?P<before2>前))"
)


def roman(letters: str) -> int:
    """The value of "xix"."""
    values = [_ROMAN[letter] for letter in letters]
    return sum(-one if one < max(values[at + 1 :], default=0) else one for at, one in enumerate(values))


def century_word(word: str) -> int:
    """The number of "nineteenth" or "dieciocho"."""
    return _CENTURY_WORDS.get(word, 0)
