"""What a value looks like in a question, and the words for what is missing or large."""

from __future__ import annotations

from typing import Any

import msgspec

NO_VALUE = "(no value)"


class Shown(msgspec.Struct, frozen=True):
    """A value's text, and what to say of it."""

    text: str
    notes: tuple[str, ...] = ()


def is_missing(value: Any) -> bool:
    """None, NaN, and what tables have for them."""
    return value is None or value != value or type(value).__name__ in ("NAType", "NaTType")


def size_said(size: int) -> str:
    """Bytes as a reader counts them: "812 bytes", "3.1 kB", "50 MB"."""
    if size < 1000:
        return f"{size} byte{'s' * (size != 1)}"
    if size < 1_000_000:
        return f"{size / 1000:.1f} kB" if size < 10_000 and size % 1000 else f"{-(-size // 1000)} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".0 ", " ")
