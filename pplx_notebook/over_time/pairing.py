"""Which sentence of one text is which of another.

Rules of this file: first those that say the same but for quotes, dashes, spaces and letter case, in their
order; then the most alike, by the share of words they have in common (Dice), from 0.5 on. Sentences are
looked up by their rarest words, at most 200 for each, so that a hostile text stays cheap.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence

from pplx_notebook.over_time.wording import words

LEAST_ALIKE = 0.5
RAREST, MOST_LOOKED_AT = 8, 200

Pair = tuple[int | None, int | None]


def pairs(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """(place before, place after) in the order of ``after``; None where a sentence has no other. What was
    lost stands behind the sentence it followed."""
    said_before, said_after = [words(text) for text in before], [words(text) for text in after]
    found = _same(said_before, said_after)
    found |= _alike(said_before, said_after, found)
    return list(_in_order(len(before), len(after), found))


def _same(before: Sequence[list[str]], after: Sequence[list[str]]) -> dict[int, int]:
    places: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for place, said in enumerate(before):
        places[tuple(said)].append(place)
    return {place: places[tuple(said)].popleft() for place, said in enumerate(after) if places[tuple(said)]}


def _alike(before: Sequence[list[str]], after: Sequence[list[str]], known: dict[int, int]) -> dict[int, int]:
    """The pairs that are left, the most alike first, and of equals those that stand closest."""
    taken = set(known.values())
    free = {place: Counter(said) for place, said in enumerate(before) if place not in taken and said}
    index: dict[str, list[int]] = defaultdict(list)
    for place, counted in free.items():
        for word in counted:
            index[word].append(place)
    scored = sorted(
        (-score, abs(new - old), new, old)
        for new, said in enumerate(after)
        if new not in known and said
        for old, score in _candidates(Counter(said), free, index)
    )
    found: dict[int, int] = {}
    for _, _, new, old in scored:
        if new not in found and old not in taken:
            found[new] = old
            taken.add(old)
    return found


def _candidates(
    said: Counter[str], free: dict[int, Counter[str]], index: dict[str, list[int]]
) -> Iterator[tuple[int, float]]:
    rarest = sorted((word for word in said if word in index), key=lambda word: len(index[word]))[:RAREST]
    seen = dict.fromkeys(place for word in rarest for place in index[word][:MOST_LOOKED_AT])
    for place in list(seen)[:MOST_LOOKED_AT]:
        score = 2 * (said & free[place]).total() / (said.total() + free[place].total())
        if score >= LEAST_ALIKE:
            yield place, score


def _in_order(count_before: int, count_after: int, found: dict[int, int]) -> Iterator[Pair]:
    new_of = {old: new for new, old in found.items()}
    follows: dict[int | None, list[int]] = defaultdict(list)  # what was lost, by the sentence it stood behind
    last: int | None = None
    for old in range(count_before):
        if old in new_of:
            last = new_of[old]
        else:
            follows[last].append(old)
    yield from ((old, None) for old in follows[None])
    for new in range(count_after):
        yield found.get(new), new
        yield from ((old, None) for old in follows[new])
