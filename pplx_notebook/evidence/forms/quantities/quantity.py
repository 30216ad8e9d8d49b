"""One number of a text as a value: what it counts, in which unit, how exactly it is said."""

from __future__ import annotations

from dataclasses import dataclass

LOOSE = ("ordinal", "times", "score")
"""What may be said in many words: "the third", "doubled". It differs from its like only, and is never missing."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """``values``: its readings, the usual one first; ``place`` that of its last figure; ``bound`` ">" or "<" for
    "more than" and "at most"; ``nouns`` the stems of the words behind it, ``label`` that of the one before it
    ("Line 7"); ``vague`` for "a few metres"."""

    values: tuple[float, ...]
    text: str
    start: int
    end: int
    dimension: str = ""
    factor: float = 1.0
    rate: str = ""
    place: float = 1.0
    figures: int = 1
    hedged: bool = False
    bound: str = ""
    nouns: tuple[str, ...] = ()
    label: str = ""
    vague: bool = False

    @property
    def base(self) -> float:
        return self.values[0] * self.factor

    @property
    def is_small_count(self) -> bool:
        return not self.dimension and self.values[0] <= 12 and self.values[0] == int(self.values[0])
