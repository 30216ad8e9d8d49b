"""Emphasis as readers of Chinese, Japanese and Korean mean it: ``**「強調」**です`` is bold.

CommonMark asks for a space or punctuation outside a mark that has punctuation inside, and those scripts write
no spaces. Its rule is mended as https://github.com/tats-u/markdown-cjk-friendly specifies: their punctuation
counts as a letter, and beside their letters any other punctuation may stand inside. Where no such character
touches the marks nothing differs from CommonMark. Strikethrough follows the same rule.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_SPACE, _LETTER, _PUNCTUATION, _CJK, _CJK_PUNCTUATION = range(5)
_FULLWIDTH_FORM = "\ufe01"  # behind a quotation mark: the form of East Asian text


def emphasis_rule(parser: MarkdownIt) -> None:
    """Replace the parser's rules for ``*``, ``_`` and ``~~``."""
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.at("strikethrough", _strikethrough)


def _emphasis(state: StateInline, silent: bool) -> bool:
    mark = state.src[state.pos]
    if silent or mark not in "*_":
        return False
    length = _run(state)
    opens, closes = _flanks(state, length, in_words=mark == "*")
    for _ in range(length):
        _push(state, mark, length, opens, closes)
    state.pos += length
    return True


def _strikethrough(state: StateInline, silent: bool) -> bool:
    if silent or not state.src.startswith("~~", state.pos):
        return False
    length = _run(state)
    opens, closes = _flanks(state, length, in_words=True)
    if length % 2:
        state.push("text", "", 0).content = "~"
    for _ in range(length // 2):
        _push(state, "~~", 0, opens, closes)
    state.pos += length
    return True


def _push(state: StateInline, mark: str, length: int, opens: bool, closes: bool) -> None:
    """One mark as text that may become emphasis; ``length`` 0: the rule of three does not hold for it."""
    state.push("text", "", 0).content = mark
    at = len(state.tokens) - 1
    state.delimiters.append(Delimiter(ord(mark[0]), length, at, -1, open=opens, close=closes))


def _run(state: StateInline) -> int:
    """How many equal marks stand here."""
    mark, end = state.src[state.pos], state.pos
    while end < state.posMax and state.src[end] == mark:
        end += 1
    return end - state.pos


def _flanks(state: StateInline, length: int, *, in_words: bool) -> tuple[bool, bool]:
    """Whether a run may open and may close emphasis; ``in_words``: also in the middle of a word."""
    end = state.pos + length
    before = _kind_before(state.src, state.pos)
    after = _kind(state.src[end]) if end < state.posMax else _SPACE
    left = after != _SPACE and (after != _PUNCTUATION or before != _LETTER)
    right = before != _SPACE and (before != _PUNCTUATION or after != _LETTER)
    # a punctuation mark of theirs is punctuation for "_" and a letter for all else
    opens = left and (in_words or not right or before in (_PUNCTUATION, _CJK_PUNCTUATION))
    closes = right and (in_words or not left or after in (_PUNCTUATION, _CJK_PUNCTUATION))
    return opens, closes


def _kind_before(source: str, at: int) -> int:
    """What stands in front; a variation selector belongs to the character before it."""
    if at and "\ufe00" <= source[at - 1] <= "\ufe0e":
        kind = _kind(source[at - 2]) if at > 1 else _SPACE
        return _CJK_PUNCTUATION if kind == _PUNCTUATION and source[at - 1] == _FULLWIDTH_FORM else kind
    return _kind(source[at - 1]) if at else _SPACE


@lru_cache(maxsize=4_096)
def _kind(character: str) -> int:
    if isWhiteSpace(ord(character)):
        return _SPACE
    is_punctuation = unicodedata.category(character)[0] in "PS"
    if character >= "\u1100" and _is_cjk(character):
        return _CJK_PUNCTUATION if is_punctuation else _CJK
    return _PUNCTUATION if is_punctuation else _LETTER


def _is_cjk(character: str) -> bool:
    """Wide, full or half width and no emoji, or Hangul."""
    if "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff":
        return True  # vowels and finals of Hangul have no width of their own
    if "\u2330" < character < "\u2e80" or "\U0001f000" <= character <= "\U0001faff":
        return False  # what is wide there is an emoji
    return unicodedata.east_asian_width(character) in "WFH"
