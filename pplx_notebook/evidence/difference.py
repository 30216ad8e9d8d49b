"""What differs between a sentence and its source, and what became of each of its facts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """``kind``: "number", "unit", "date", "name", "quote", "negation" or "direction"; what each side says."""

    kind: str
    claim: str
    source: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.claim or 'no such word'} – source: {self.source or 'no such word'}"


@dataclass(frozen=True, slots=True)
class Partner:
    """What became of one fact: ``text`` as the sentence has it; ``other`` says what stands there instead."""

    kind: str
    text: str
    is_met: bool
    other: Difference | None = None
    figures: int = 0
