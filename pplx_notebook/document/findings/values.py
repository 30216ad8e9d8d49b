"""The verdicts on an answer as plain values: no face knows how they came about.

Rules of this file: seven verdicts have four looks, and each is a shape or a sign beside its colour: *found*
(quoted, supported), *differs*, *missing* (not found), and *open*, a marker as it always is, for what nobody
could say. Every text in here was cleaned when it was made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

import msgspec

Look: TypeAlias = Literal["found", "differs", "missing", "open"]

LOOKS: Mapping[str, Look] = {
    "quoted": "found",
    "supported": "found",
    "differs": "differs",
    "not found": "missing",
}
MARKS: Mapping[Look, str] = {"found": "✓", "differs": "≠", "missing": "∅", "open": ""}
"""What stands behind a marker, in every face."""


class Finding(msgspec.Struct, frozen=True):
    """What one source says of one sentence: ``verdict`` and its ``sign``, the ``passage`` in the source's own
    words, how it ``differs``, ``why`` nothing could be read. ``link`` is the page at that passage, "" where
    the passage is not known to stand there."""

    sentence: str
    number: int
    verdict: str
    sign: str
    passage: str = ""
    differs: str = ""
    why: str = ""
    link: str = ""

    @property
    def look(self) -> Look:
        """How its marker looks."""
        return LOOKS.get(self.verdict, "open")

    @property
    def mark(self) -> str:
        """What stands behind its marker."""
        return MARKS[self.look]


class Findings(msgspec.Struct, frozen=True):
    """All that was found of an answer: ``rows`` in reading order, ``markers`` the row of each marker of the
    text (-1: none), the sentences without a citation, the links that no source holds, ``notes``, what to type
    to have more (``offer``), and the form of all this that a notebook keeps."""

    summary: str
    rows: tuple[Finding, ...] = ()
    markers: tuple[int, ...] = ()
    uncited: tuple[str, ...] = ()
    unbacked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    offer: str = ""
    saved: Mapping[str, Any] = {}
    name: str = "findings"

    def of_marker(self, place: int, number: int | None) -> Finding | None:
        """What was found of the marker at that place of the text, counted from 0, which points to a number:
        nothing where the text has become another one since."""
        at = self.markers[place] if place < len(self.markers) else -1
        row = self.rows[at] if 0 <= at < len(self.rows) else None
        return row if row is not None and row.number == (number or 0) else None


def counted(findings: Iterable[Finding]) -> tuple[tuple[str, str, int], ...]:
    """(sign, verdict, how often) of each verdict, what matters most first."""
    order = ("differs", "not found", "quoted", "supported", "unclear", "unreachable", "not fetched")
    known = list(findings)
    counts = Counter(one.verdict for one in known)
    signs = {one.verdict: one.sign for one in known}
    return tuple((signs[verdict], verdict, counts[verdict]) for verdict in order if counts[verdict])
