"""The text of one choice while it grows: deltas in, well-formed text out, inline thinking split off.

``<think>`` counts only at the very start of the content (all recordings have it there); later it is text,
because answers about markup exist. Splitting works on the accumulated content: tags may be cut anywhere.
"""

from __future__ import annotations

from io import StringIO

from pplx_notebook.protocol.json_text import well_formed

_OPEN, _CLOSE = "<think>", "</think>"


class GrowingText:
    """Appends in constant time and joins only when somebody looks; surrogate halves meet across deltas."""

    def __init__(self, text: str = "") -> None:
        self._joined = text  # well-formed: everything before the deltas in _new
        self._new = StringIO()

    def append(self, delta: str) -> None:
        """Add one delta."""
        self._new.write(delta)

    def value(self, *, ended: bool = True) -> str:
        """The text so far; unless ``ended``, a trailing high surrogate waits for its other half."""
        new = self._new.getvalue()
        if new:
            half = new[-1] if not ended and "\ud800" <= new[-1] <= "\udbff" else ""
            self._joined += well_formed(new.removesuffix(half) if half else new)
            self._new = StringIO()
            self._new.write(half)
        return self._joined


def split_thinking(content: str, *, ended: bool = True) -> tuple[str, str]:
    """(reasoning, text) of a choice's content; unless ``ended``, a tag that may be half there is hidden."""
    start = content.lstrip()
    if not start.startswith(_OPEN):
        waiting = not ended and start and _OPEN.startswith(start)
        return "", "" if waiting else content
    thought, closed, text = start.removeprefix(_OPEN).partition(_CLOSE)
    if not closed and not ended:
        thought = _without_partial_tag(thought)
    return thought.strip(), text.lstrip()


def _without_partial_tag(thought: str) -> str:
    tail = thought[-len(_CLOSE) + 1 :]
    for length in range(len(tail), 0, -1):
        if _CLOSE.startswith(tail[-length:]):
            return thought[:-length]
    return thought
