"""Whether ``[1, 2]`` or ``[1-3]`` reads like a citation, or like an interval, a list, a piece of code.

Only what stands around it can say. It is taken for a citation unless the words before it speak of mathematics
("in the interval [1, 2]", "x in [1, 2]", "f([1, 2])"), an operator stands beside it ("[1, 2] ∪ [3, 4]"), it
goes on as a word does ("[2,3]-sigmatropic"), or it begins a sentence. The page's half of the rule is
``js/src/finished/markers/citing.ts``; ``tests/cases/shared/markers.json`` holds for both."""

from __future__ import annotations

import re

_NEAR = 120  # characters that are looked at on each side
_DEEPEST = 5  # groups joined by "and"
_OPERATOR_BEHIND = re.compile(
    r"\s*(?:[×∪∩→⇒⊂⊆⊃∈≤≥=+^∖]|\\(?:cup|cap|times|to|subset)\b)|[A-Za-z0-9_]|-[A-Za-z]"
)
_OPERATOR_BEFORE = "=∈∉⊂⊆⊃⊇×∪∩→⇒<>≤≥≈≠+±∓·^&|/{"
_TAG = re.compile(r"(?:<su[bp]>)+\Z")
_DRESS = " \t\n*_~\"'“”„»«"
_JOINED = re.compile(r"([\[(])([0-9][^\[\]()\n]{0,40})([\])]) ?(?:,|;|and|or|to|&|und|et|y|和|と) ?\Z")
_CALL = re.compile(r"[A-Za-z0-9_]\(\Z")
_LAST_WORDS = re.compile(r"(?:(\S+)\s+)?([^\W\d_]+)\Z")
_EAST_ASIAN = re.compile(r"(?:区间|區間|範囲|范围|範圍|列表|数组|陣列|配列|リスト|区間|구간|범위|在)\Z")
_MATHEMATICAL = """
interval intervals array arrays tuple tuples vector vectors matrix matrices coordinates indices between within
list lists returns prints intervall liste intervalle intervallo intervalo lista
"""
_ONE = "the a an this that each every any closed open unit line whole half"
_OF_ONE = """
range domain codomain segment sequence scale row column set square numbers integers values points point pair
index slice inputs outputs
"""
_PREPOSITIONS = "in on over of from to into onto for by auf im dans sur en"
_LIES = """
lies lie lying falls fall belongs belong continuous differentiable integrable defined monotonic monotone
increasing decreasing convex concave bounded uniform uniformly distributed everywhere value values number
numbers integer integers variable function zero zeros root roots point points varies ranges range ranging
restricted clipped clamped normalized normalised scaled scale mapped solve solved solution solutions
maximum minimum equal set
"""
MATHEMATICAL, ONE, OF_ONE, PREPOSITIONS, LIES = (
    frozenset(words.split()) for words in (_MATHEMATICAL, _ONE, _OF_ONE, _PREPOSITIONS, _LIES)
)


def reads_like_a_citation(text: str, start: int, end: int, depth: int = 0) -> bool:
    """Whether the group of numbers at ``start:end`` of a text without code is a citation."""
    before = text[max(0, start - _NEAR) : start].rpartition("\n\n")[2]
    behind = text[end : end + _NEAR].partition("\n\n")[0]
    if _OPERATOR_BEHIND.match(behind):
        return False
    said = _TAG.sub("", before).rstrip(_DRESS)
    if not said:
        return not re.match(r"\s*\w", behind)
    if said[-1] in _OPERATOR_BEFORE or _CALL.search(said) or _EAST_ASIAN.search(said):
        return False
    joined = _JOINED.search(before)
    if joined is not None and depth < _DEEPEST:
        at = start - len(before)
        is_square = joined[1] + joined[3] == "[]"
        return is_square and reads_like_a_citation(text, at + joined.start(), at + joined.end(3), depth + 1)
    return not _speaks_of_mathematics(said, is_glued=said == before)


def _speaks_of_mathematics(said: str, *, is_glued: bool) -> bool:
    """Whether the last words in front of the group announce an interval or a list."""
    found = _LAST_WORDS.search(said)
    if found is None:
        return False
    prior, word = (found[1] or "").strip(_DRESS).lower(), found[2]
    if len(word) == 1 and word.isascii():
        return is_glued or (word.islower() and word != "a")
    word = word.lower()
    if word in MATHEMATICAL or (word in OF_ONE and prior in ONE):
        return True
    if word not in PREPOSITIONS:
        return False
    return len(prior) <= 2 or prior in LIES or prior in OF_ONE or not prior[-1].isalpha()
