"""Which words of a question say what it is about.

The lists stand in ``words.txt``. *Stop* words are dropped. *Light* words ("history", "causes", years …)
choose among the passages of an article; they never make an answer, and lacking them never spoils one.
The words of every other list are read as the name of that list: "invented" as "history".
"""

from __future__ import annotations

import functools
import re
from importlib import resources

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")


def terms_of(question: str) -> tuple[str, ...]:
    """The words of a question that say what it is about, lower case, each once, in order."""
    words = (re.sub(r"['’]s?$", "", match.lower()) for match in WORD.findall(question))
    kept = (word for word in words if word not in _list("stop") and len(word) > 1)
    return tuple(dict.fromkeys(_groups().get(word, word) for word in kept))


def is_light(term: str) -> bool:
    """True for words that say nothing about the subject: years, "history", "causes" …"""
    return term in _list("light") or _YEAR.fullmatch(term) is not None


@functools.cache
def _list(name: str) -> frozenset[str]:
    return frozenset(_lists()[name])


@functools.cache
def _groups() -> dict[str, str]:
    groups = {name: words for name, words in _lists().items() if name not in ("stop", "light")}
    return {word: name for name, words in groups.items() for word in words}


@functools.cache
def _lists() -> dict[str, list[str]]:
    text = resources.files(__package__).joinpath("words.txt").read_text("utf-8")
    lists = (part.split() for part in text.split("\n\n"))
    return {name: words for name, *words in lists}
