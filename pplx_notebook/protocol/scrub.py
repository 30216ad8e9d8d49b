"""One clean line from a stranger's text: no line breaks, no control characters, no key in any form.

Servers echo what they were sent: the key comes back plain, percent-encoded, JSON- or HTML-escaped, in base64,
or broken over lines. Whatever looks like a bearer token or a key of a known make goes too, whosever it is.
"""

from __future__ import annotations

import re
from base64 import b64encode
from urllib.parse import quote, quote_plus

LINE_CHARS = 200
_MASK = "[key]"
_SHORTEST_KEY = 6  # shorter "keys" are words ("test"), and masking them would garble every message
KEY_SHAPE = re.compile(r"\b(?:pplx|sk|pk|rk)[-_](?:[A-Za-z0-9]+[-_])*[A-Za-z0-9]{16,}", re.IGNORECASE)
_KEY_LIKE = re.compile(rf"\b(bearer|basic)\s+[A-Za-z0-9._~+/=%-]{{8,}}|{KEY_SHAPE.pattern}", re.IGNORECASE)


def scrub(text: str, key: str | None = None) -> str:
    """``text`` as one line of at most 200 characters without the key in any form."""
    return printable_line(without_keys(text, key))


def without_keys(text: str, key: str | None = None) -> str:
    """``text`` as it is, but without the key in any form and without whatever looks like one."""
    for form in _forms(key) if key and 2 * len(text) >= len(key) else ():  # most texts are a word
        text = re.sub(form, _MASK, text, flags=re.IGNORECASE)
    return _KEY_LIKE.sub(lambda found: f"{found[1]} {_MASK}" if found[1] else _MASK, text)


def printable_line(text: str, limit: int = LINE_CHARS) -> str:
    """``text`` on one line of at most ``limit`` characters; what cannot be printed is U+FFFD."""
    text = " ".join(text[: 40 * limit].split())
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _forms(key: str) -> list[str]:
    """Patterns for the key as it may come back; white space may stand between its characters."""
    key = key.strip()
    if len(key) < _SHORTEST_KEY:
        return []
    import html  # 1.4 ms, and only errors have keys to look for

    plain = {key, quote(key, safe=""), quote_plus(key), html.escape(key), key.replace("/", "\\/")}
    encoded = {_base64_core(b"\0" * shift + key.encode("utf-8", "replace"), shift) for shift in range(3)}
    forms = sorted((form for form in plain | encoded if len(form) >= _SHORTEST_KEY), key=len, reverse=True)
    return [r"\s*".join(map(re.escape, form)) for form in forms]


def _base64_core(data: bytes, shift: int) -> str:
    """The base64 characters that depend on the key alone, for one alignment of it."""
    text = b64encode(data).decode().rstrip("=")
    return text[shift and shift + 1 : len(text) - (len(data) % 3 > 0)]
