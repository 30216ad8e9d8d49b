"""What a conversation asks for now: the words to search for, and how long the answer should be.

A follow-up ("and its history?") is searched together with the topic of the turns before it; a new topic
("and photosynthesis?") is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from pplx_notebook.demo.library.choose_articles import choose
from pplx_notebook.demo.library.search import Index
from pplx_notebook.demo.library.words import is_light, terms_of

_TURNS = 12  # further back nobody means "it"
_PRONOUN = re.compile(
    r"\b(it|its|itself|they|them|their|this|that|these|those|he|him|his|she|her)\b", re.IGNORECASE
)
_BRIEF = re.compile(
    r"\b(briefly|brief|in short|short answer|(one|a single) (sentence|line)|in a nutshell)\b", re.IGNORECASE
)
_LONG = re.compile(
    r"\b(in (full|great|more)? ?(detail|depth)|detailed|essay|at length|everything|comprehensive"
    r"|thorough(ly)?|long(er)? (answer|text|article|explanation)|tell me more)\b",
    re.IGNORECASE,
)

Length: TypeAlias = Literal["brief", "normal", "long"]


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """``terms`` to search for; ``focus``: the words of the last turn alone; ``slips``: mended words."""

    terms: tuple[str, ...]
    focus: tuple[str, ...]
    length: Length
    slips: Mapping[str, str]


def topic_of(turns: tuple[str, ...], index: Index) -> Topic:
    """The topic of the last turn, with the help of those before it."""
    turns = turns[-_TURNS:]
    slips = {term: index.respelled(term) for term in terms_of(turns[-1])}
    own = tuple(dict.fromkeys(slips.values()))
    before = topic_of(turns[:-1], index).terms if _needs_context(turns, own, index) else ()
    known = (term for term in before if not is_light(term) and index.names(term))
    return Topic(
        terms=tuple(dict.fromkeys((*known, *own))),
        focus=own,
        length=_length(turns[-1]),
        slips={term: word for term, word in slips.items() if term != word},
    )


def _needs_context(turns: tuple[str, ...], terms: tuple[str, ...], index: Index) -> bool:
    if len(turns) < 2:
        return False
    says_little = all(is_light(term) for term in terms) or bool(_PRONOUN.search(turns[-1]))
    return says_little or choose(terms, terms, index) is None


def _length(question: str) -> Length:
    if _BRIEF.search(question):
        return "brief"
    return "long" if _LONG.search(question) else "normal"
