"""Two wordings of a sentence, word by word: what stayed, what went, what came.

Rules of this file: a word is a run of letters and digits with what joins them ("3.5", "don't", "2-year"); of
scripts without spaces each sign is one. Beyond 400 words the whole is taken for reworded: the comparison is
quadratic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from pplx_notebook.evidence.forms.text import normal

MOST_WORDS = 400
_EAST = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_EAST}]|[^\W{_EAST}_]+(?:[.,'’:/%-](?=\w)[^\W{_EAST}_]+)*|\S")

Piece: TypeAlias = tuple[Literal["same", "lost", "gained"], str]


def words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return _WORD.findall(normal(text).casefold())


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both wordings in one line: runs of words that are the same, lost or gained, in reading order and as
    they are written."""
    old, new = list(_WORD.finditer(before)), list(_WORD.finditer(after))
    if max(len(old), len(new)) > MOST_WORDS:
        return ("lost", before), ("gained", after)
    from difflib import SequenceMatcher  # 4 ms to import, for whoever looks at a changed sentence

    steps = SequenceMatcher(None, _compared(old), _compared(new), autojunk=False).get_opcodes()
    found: list[Piece] = []
    for step, old_start, old_end, new_start, new_end in steps:
        if step == "equal":
            found.append(("same", _run(after, new, new_start, new_end)))
            continue
        if old_start < old_end:
            found.append(("lost", _run(before, old, old_start, old_end)))
        if new_start < new_end:
            found.append(("gained", _run(after, new, new_start, new_end)))
    return tuple(found)


def side(said: Sequence[Piece], *, old: bool) -> Iterator[Piece]:
    """The pieces of one of the two wordings."""
    return (piece for piece in said if piece[0] != ("gained" if old else "lost"))


def _compared(found: list[re.Match[str]]) -> list[str]:
    return [normal(match.group()).casefold() for match in found]


def _run(text: str, found: list[re.Match[str]], start: int, end: int) -> str:
    """Those words, and the space up to the next one."""
    stop = found[end].start() if end < len(found) else len(text)
    return text[found[start].start() : stop]
