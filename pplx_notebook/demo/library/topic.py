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
from pplx_notebook.demo.library.words import SINGLE_WORD, is_light, terms_of

_LONG_TURN = 60  # words; nobody types more to ask something
_TURNS = 12  # further back nobody means "it"
# words and phrases as a reader types them, looked for between spaces: half a millisecond less at the first
# answer than as three regular expressions
_PRONOUNS = (
    *("it", "its", "itself", "they", "them", "their", "this", "that", "these", "those"),
    *("he", "him", "his", "she", "her"),
)

_BRIEF = (
    *("briefly", "brief", "in short", "short answer", "in a nutshell"),
    *("one sentence", "one line", "a single sentence", "a single line"),
)
_LONG = (
    *(f"in {how}{what}" for how in ("", "full ", "great ", "more ") for what in ("detail", "depth")),
    *("detailed", "essay", "at length", "everything", "comprehensive", "thorough", "thoroughly"),
    *(
        f"{long} {what}"
        for long in ("long", "longer")
        for what in ("answer", "text", "article", "explanation")
    ),
    "tell me more",
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
    turns = tuple(map(question_in, turns[-_TURNS:]))
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


def question_in(turn: str) -> str:
    """Of a long message, with a table, a file or an earlier answer in it, what it asks: its first question,
    or its beginning."""
    if len(turn.split()) <= _LONG_TURN:
        return turn
    lines = (line for line in turn.splitlines() if line.strip() and not line.startswith(("|", "--- ", "[")))
    prose = re.sub(r"\s*\|.*", "", "\n".join(lines))  # a table that begins behind words
    asked = re.search(r"[^.?!\n]*\?", prose)
    words = (asked[0] if asked else prose).split()
    return " ".join(words[:_LONG_TURN]) or turn


def _needs_context(turns: tuple[str, ...], terms: tuple[str, ...], index: Index) -> bool:
    if len(turns) < 2:
        return False
    says_little = all(is_light(term) for term in terms) or _says(turns[-1], _PRONOUNS)
    return says_little or choose(terms, terms, index) is None


def _length(question: str) -> Length:
    if _says(question, _BRIEF):
        return "brief"
    return "long" if _says(question, _LONG) else "normal"


def _says(question: str, phrases: tuple[str, ...]) -> bool:
    """Whether one of the phrases stands in the question, in whole words."""
    words = f" {' '.join(SINGLE_WORD.findall(question.lower()))} "
    return any(f" {phrase} " in words for phrase in phrases)
