"""How fast an answer comes: steps with pauses, and the pace that stretches them.

``PPLX_DEMO_PACE`` in the environment sets it: "lifelike", "instant", or a number.

At pace 1 ("lifelike") a search takes 0.4 s and words come at 25 to 40 a second; the variation is a fixed
sequence, so two runs of one answer take the same time. Pace 2 is twice as fast; "instant" has no pauses.
"""

from __future__ import annotations

import math
import os
from typing import Literal, TypeAlias

import msgspec

Pace: TypeAlias = Literal["lifelike", "instant"] | float

SEARCH_S = 0.4
_WORD_S = 1 / 32
_GOLDEN = 0.618034  # multiples of it fill 0..1 evenly without repeating: variation without chance
_BODY_AT_MOST_S = 2.0


class PaceError(ValueError):
    """A pace that is neither a name nor a factor; the message names what is accepted."""


class Piece(msgspec.Struct, frozen=True):
    """Bytes to send after a pause (seconds at pace 1); ``sequence`` is the event's number, if any.

    ``is_text`` marks an event that adds text, ``is_body`` a whole answer in one.
    """

    pause_s: float
    data: bytes
    sequence: int = -1
    is_text: bool = False
    is_body: bool = False


def pause_before_word(place: int) -> float:
    """The pause before the ``place``-th delta: 25 to 40 milliseconds, evenly spread."""
    return _WORD_S * (0.8 + 0.48 * (place * _GOLDEN % 1))


def pause_before_body(words: int) -> float:
    """A body that is not streamed comes when its stream would have ended, but within two seconds."""
    return min(SEARCH_S + words * _WORD_S, _BODY_AT_MOST_S)


def factor_of(pace: Pace | str | None, usual: str = "lifelike") -> float:
    """What pauses are multiplied with: 0 for "instant". None asks the environment's ``PPLX_DEMO_PACE``, and
    without one it is as ``usual``.

    Raises ``PaceError`` naming the accepted values.
    """
    given = os.environ.get("PPLX_DEMO_PACE", "") or usual if pace is None else pace
    if given in ("lifelike", "instant"):
        return 1.0 if given == "lifelike" else 0.0
    try:
        speed = float(given)
    except ValueError:
        speed = math.nan
    if not speed > 0:
        raise PaceError(
            f'pace {given!r}: expected "lifelike", "instant" or a number above 0 (2 is twice as fast)'
        )
    return 1 / speed
