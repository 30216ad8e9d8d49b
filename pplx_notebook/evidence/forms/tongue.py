"""In which language a segment is: told by its small words and its script, each segment for itself."""

from __future__ import annotations

import re

_SMALL = {
    "en": "the of and in is was to for with that by from are were on at it as an",
    "de": "der die das und ist nicht ein eine mit von im am auf dem den wurde sich für auch zu werden wird sind des",
    "fr": "le la les des et est une dans du en par pour sur au que qui pas ont sont il elle aux",
    "es": "el la los las de y es una en del por para con que se no al fue un son su",
}
_MORE = {
    "en": "a this have has had not but they its which their or be will more than after about when who there been would",
    "de": "es er sie bei nach aus wie oder hat haben kein keine mehr über einen einem einer eines des zum zur um durch vor seit bis als dem ihre seine war waren nur wurden",
    "fr": "un ce cette ces il ils elle sont ont été avec plus ou où se sa son ses leur à d' l' lors depuis entre fut mais aussi comme y a",
    "es": "lo le su sus más o pero fue fueron ha han hay está esta este como entre desde hasta sobre sin muy años a al era",
}
SMALL_WORDS = {tongue: frozenset(words.split()) for tongue, words in _SMALL.items()}
_TOLD_BY = {tongue: SMALL_WORDS[tongue] | frozenset(words.split()) for tongue, words in _MORE.items()}
_LETTERS = {
    "de": re.compile(r"[äöüß]"),
    "fr": re.compile(r"[êèçœàùîû]|\b[ldnsjq]u?['’]"),
    "es": re.compile(r"[ñ¿¡óíú]|ción\b"),
}
_KANA, _HAN = re.compile(r"[\u3040-\u30ff]"), re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+")


def tongue_of(text: str) -> str:
    """ "en", "de", "fr", "es", "ja" or "zh"; "en" where nothing tells."""
    if _KANA.search(text):
        return "ja"
    if _HAN.search(text):
        return "zh"
    words = [word.lower() for word in _WORD.findall(text[:2_000])]
    counts = {tongue: float(sum(word in small for word in words)) for tongue, small in _TOLD_BY.items()}
    for tongue, letters in _LETTERS.items():
        counts[tongue] += 0.7 * bool(letters.search(text[:2_000].lower()))
    return max(counts, key=lambda tongue: counts[tongue])
