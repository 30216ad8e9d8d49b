"""In which language a segment is: told by its small words and its script, each segment for itself."""

from __future__ import annotations

import re

_SMALL = {
    "en": "the of and in is was to for with that by from are were on at it as an",
    "de": "der die das und ist nicht ein eine mit von im am auf dem den wurde sich für auch zu werden wird sind des",
    "fr": "le la les des et est une dans du en par pour sur au que qui pas ont sont il elle aux",
    "es": "el la los las de y es una en del por para con que se no al fue un son su",
}
SMALL_WORDS = {tongue: frozenset(words.split()) for tongue, words in _SMALL.items()}
_KANA, _HAN = re.compile(r"[\u3040-\u30ff]"), re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+")


def tongue_of(text: str) -> str:
    """ "en", "de", "fr", "es", "ja" or "zh"; "en" where nothing tells."""
    if _KANA.search(text):
        return "ja"
    if _HAN.search(text):
        return "zh"
    words = [word.lower() for word in _WORD.findall(text[:600])]
    counts = {tongue: sum(word in small for word in words) for tongue, small in SMALL_WORDS.items()}
    return max(counts, key=lambda tongue: counts[tongue])
