"""The text of one choice while it grows: deltas in, well-formed text out, inline thinking split off.

``<think>`` counts only at the very start of the content (all recordings have it there); later it is text,
because answers about markup exist. Splitting works on the accumulated content: tags may be cut anywhere.
"""

from __future__ import annotations

from io import StringIO

from pplx_notebook.protocol.lenient_json import well_formed

_OPEN, _CLOSE = "<think>", "</think>"


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


def split_thinking(content: str, *, ended: bool) -> tuple[str, str]:
    """(reasoning, text) of a choice's content; unless ``ended``, a tag that may be half there is hidden."""
    start = content.lstrip()
    if not start.startswith(_OPEN):
        waiting = not ended and start and _OPEN.startswith(start)
        return "", "" if waiting else content
    thought, closed, text = start.removeprefix(_OPEN).partition(_CLOSE)
    if not closed and not ended:
        thought = _without_partial_tag(thought)
    return thought.strip(), text.lstrip()


def is_seen(text: str) -> bool:
    """Whether there is a character in it that a reader sees."""
    return any(sign.isprintable() and not sign.isspace() for sign in text)


def is_thinking(content: str) -> bool:
    """Whether the content so far is all inside a ``<think>`` block, or may turn out to be."""
    start = content[:100].lstrip()
    return bool(start) and (_OPEN.startswith(start) or (start.startswith(_OPEN) and _CLOSE not in content))


def _without_partial_tag(thought: str) -> str:
    tail = thought[-len(_CLOSE) + 1 :]
    for length in range(len(tail), 0, -1):
        if _CLOSE.startswith(tail[-length:]):
            return thought[:-length]
    return thought
