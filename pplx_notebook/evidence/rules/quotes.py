"""What a sentence puts in quotation marks stands in its source literally, or it differs.

Looked at are runs of four words (six characters of Chinese or Japanese) and more: fewer may be a nickname or
a doubt. What is left out ("…", "[…]") parts a quotation; a title of capital words may be a translated one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from pplx_notebook.evidence.difference import Difference, Partner
from pplx_notebook.evidence.forms.text import normal
from pplx_notebook.evidence.forms.words import Token, is_east_asian, is_small, tokens
from pplx_notebook.evidence.passages import Window
from pplx_notebook.evidence.source_text import Segment, SourceText, joined

LEAST, LEAST_EAST = 4, 6
LIKE = 0.5  # of a quotation's words in order, from which a segment is what it was made of
_QUOTED = re.compile(
    r"(?<![\w\d])[“„\"«»「『]\s?([^“”„\"«»「」『』]{6,600}?)\s?[”“\"»«」』](?![\w\d])|「([^「」]{6,300})」"
)
_LEFT_OUT = re.compile(r"\[[^\[\]]*\]|\(\s?\.\.\.\s?\)|…|\.\.\.")


def quotations(claim: Segment, window: Window, page: SourceText) -> Iterator[Partner]:
    """One for each run of a quotation that is long enough to be looked up."""
    for line in _runs(claim.text):
        said = " ".join(token.text for token in line)
        if joined(line) in page.run:
            yield Partner("quote", said, is_met=True)
            continue
        like = max(window.segments, key=lambda segment: _held(line, segment))
        if _held(line, like) >= LIKE:
            yield Partner("quote", said, is_met=False, other=Difference("quote", said, _shown(like)))
        elif claim.tongue == like.tongue:
            yield Partner("quote", said, is_met=False)


def _runs(text: str) -> Iterator[tuple[Token, ...]]:
    for found in _QUOTED.finditer(text):
        for part in _LEFT_OUT.split(found[1] or found[2]):
            line = tokens(normal(part))
            least = LEAST_EAST if any(map(is_east_asian, line)) else LEAST
            if len(line) >= least and not _is_title(line):
                yield line


def _is_title(line: tuple[Token, ...]) -> bool:
    words = [token for token in line if token.text[0].isalpha() and not is_small(token)]
    return len(words) >= 2 and all(token.is_capital for token in words)


def _held(line: tuple[Token, ...], segment: Segment) -> float:
    theirs = [token.text.casefold() for token in segment.line]
    matcher = SequenceMatcher(None, [token.text.casefold() for token in line], theirs, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(line)


def _shown(segment: Segment) -> str:
    """The quotation in the source, or the sentence without marks."""
    found = _QUOTED.search(segment.text)
    return (found[1] or found[2]) if found is not None else segment.said[:160]
