"""Which words of a question say what it is about.

The lists stand in ``words.txt``. *Stop* words are dropped. *Light* words ("history", "causes", numbers …)
choose among the passages of an article; they never make an answer, and lacking them never spoils one.
The words of every other list are read as the name of that list: "invented" as "history".
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
SINGLE_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def terms_of(question: str) -> tuple[str, ...]:
    """The words of a question that say what it is about, lower case, each once, in order."""
    long = (word for word in WORD.findall(question) if len(word) > 1 or word.isupper())  # "T cells", not "t"
    words = (re.sub(r"['’]s?$", "", word.lower()) for word in long)
    kept = (word for word in words if word not in _list("stop"))
    return tuple(dict.fromkeys(_groups().get(word, word) for word in kept))


def is_light(term: str) -> bool:
    """True for words that say nothing about the subject: numbers, "history", "causes" …"""
    return term in _list("light") or _NUMBER.fullmatch(term) is not None


@functools.cache
def _list(name: str) -> frozenset[str]:
    return frozenset(_lists()[name])


@functools.cache
def _groups() -> dict[str, str]:
    groups = {name: words for name, words in _lists().items() if name not in ("stop", "light")}
    return {word: name for name, words in groups.items() for word in words}


@functools.cache
def _lists() -> dict[str, list[str]]:
    text = Path(__file__).with_name("words.txt").read_text("utf-8")
    lists = (part.split() for part in text.split("\n\n"))
    return {name: words for name, *words in lists}
