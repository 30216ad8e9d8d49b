"""How much text and reasoning an answer may hold, in bytes of UTF-8: counted rarely, cut where it is over.

A character is at most four bytes: until so many have come that it may be over, nothing is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pplx_notebook.protocol.reading.growing_text import GrowingText


class AnswerSize:
    """Watches one answer grow."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._count_at = most_bytes // 4  # characters

    def exceeded(self, characters: int, texts: Callable[[], Iterable[str]]) -> bool:
        """Whether so many characters, which are those of ``texts``, are too many bytes."""
        if characters > self.most_bytes:
            return True
        if characters <= self._count_at:
            return False
        left = self.most_bytes - sum(len(text.encode("utf-8", "replace")) for text in texts())
        self._count_at = characters + max(0, left) // 4
        return left < 0


def cut(text: GrowingText, left_bytes: int) -> tuple[GrowingText, int]:
    """As much of the text as fits, and how much room that leaves."""
    value = text.value(ended=False)
    data = value.encode()
    if len(data) <= left_bytes:
        return text, left_bytes - len(data)
    return GrowingText(data[:left_bytes].decode("utf-8", "ignore")), 0
