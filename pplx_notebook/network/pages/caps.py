"""How much, how long, how many at once.

=========== ========= ====================================================================
most_bytes     5 MB   of a body, as it comes and again unpacked; of robots.txt 500 KiB (RFC 9309, 2.5)
connect_s      5 s    until the connection stands, name and TLS included
read_s        10 s    between two reads
page_s        30 s    one page with its robots.txt and all its redirects
all_s        120 s    all pages of an answer
redirects      5      of one page, and of robots.txt (RFC 9309, 2.3.1.2)
per_host       2      pages at a time from one host
at_once        8      pages at a time
most_pages    60      of one answer
=========== ========= ====================================================================
"""

from __future__ import annotations

import msgspec

ROBOTS_BYTES = 500 * 1024


class Caps(msgspec.Struct, frozen=True):
    """The limits above, as a value."""

    most_bytes: int = 5_000_000
    connect_s: float = 5.0
    read_s: float = 10.0
    page_s: float = 30.0
    all_s: float = 120.0
    redirects: int = 5
    per_host: int = 2
    at_once: int = 8
    most_pages: int = 60
