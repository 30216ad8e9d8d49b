"""Whether this session keeps a history where a question does not say so itself: ``%config Pplx.history``."""

from __future__ import annotations

_session = [False]


def turn(on: bool) -> None:
    """Keep the questions of this session, or no longer."""
    _session[0] = on


def is_on() -> bool:
    """True for a session that keeps them."""
    return _session[0]
