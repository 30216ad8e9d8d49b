"""Who wants no programs: robots.txt by RFC 9309.

Rules of this file: it is fetched under the same address rule and limits as a page; a status of 4xx is none,
and all is allowed (2.3.1.3); 5xx and what cannot be read is a no to everything (2.3.1.4). Protego reads it
(longest match, wildcards), as ``urllib.robotparser`` of Python 3.11 to 3.13 takes the first match and knows
no wildcards; in a thread, as the largest hostile one takes a second or two.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

from pplx_notebook.network.pages.fetched import NO_ROBOTS, ROBOTS

AGENT = "pplx-notebook"


class Robots(Protocol):
    """What a host says of programs."""

    def refusal(self, url: str) -> str:
        """Why a page is not fetched, "" where it may be."""
        ...


class NoRules:
    """There is no robots.txt: all is allowed."""

    def refusal(self, url: str) -> str:  # noqa: ARG002  # the contract's
        """Never."""
        return ""


class UnknownRules:
    """Nobody knows what it says: nothing is allowed."""

    def refusal(self, url: str) -> str:  # noqa: ARG002  # the contract's
        """Always."""
        return NO_ROBOTS


class Rules:
    """A robots.txt that was read."""

    def __init__(self, text: str) -> None:
        from protego import Protego

        self._rules = Protego.parse(text)

    def refusal(self, url: str) -> str:
        """What it says of our name, else of everybody."""
        return "" if self._rules.can_fetch(url, AGENT) else ROBOTS


async def robots_of(status: int, body: bytes) -> Robots:
    """What a response to ``/robots.txt`` means; ``status`` 0 where it cannot be read."""
    if 200 <= status < 300:
        return await asyncio.to_thread(Rules, body.decode("utf-8-sig", "replace"))
    return NoRules() if 400 <= status < 500 else UnknownRules()
