"""An address taken apart, as the finders of identifiers look at it."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

MOST_CHARACTERS = 4_000  # of an address; a longer one is no link either (document/links.py)


class PageAddress(NamedTuple):
    """``host`` without "www.", ``path`` and ``query`` with their percent escapes undone, ``url`` as given."""

    url: str
    host: str
    path: str
    query: dict[str, str]


NOWHERE = PageAddress("", "", "", {})


def address_of(url: str) -> PageAddress:
    """The parts of an address; ``NOWHERE`` for what is none."""
    try:
        parts = urlsplit(url[:MOST_CHARACTERS])
        name = (parts.hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return NOWHERE
    if parts.scheme not in ("http", "https") or not name:
        return NOWHERE
    query: dict[str, str] = {}
    for key, value in parse_qsl(parts.query):
        query.setdefault(key.lower(), value)
    return PageAddress(url, name, unquote(parts.path), query)
