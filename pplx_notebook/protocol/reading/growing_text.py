"""The text of one choice while it grows: deltas in, well-formed text out."""

from __future__ import annotations

from io import StringIO

from pplx_notebook.protocol.lenient_json import well_formed


class GrowingText:
    """Appends in constant time and joins only when somebody looks; surrogate halves meet across deltas."""

    def __init__(self, text: str = "") -> None:
        self._joined = text  # well-formed: everything before the deltas in _new
        self._new = StringIO()

    def append(self, delta: str) -> None:
        """Add one delta."""
        self._new.write(delta)

    def __len__(self) -> int:
        return len(self._joined) + self._new.tell()

    def value(self, *, ended: bool) -> str:
        """The text so far. A trailing high surrogate waits for its other half, hidden unless ``ended``."""
        new = self._new.getvalue()
        half = new[-1:] if "\ud800" <= new[-1:] <= "\udbff" else ""
        if len(new) > len(half):
            self._joined += well_formed(new.removesuffix(half))
            self._new = StringIO()
            self._new.write(half)
        return self._joined + "\N{REPLACEMENT CHARACTER}" if half and ended else self._joined


def is_seen(text: str) -> bool:
    """Whether there is a character in it that a reader sees."""
    return any(sign.isprintable() and not sign.isspace() for sign in text)
