"""One clean line from a stranger's text: no line breaks, no control characters, no key in any form.

The key that was sent goes by ``key_mask``; whatever looks like a bearer token or a key of a known make goes
too, whosever it is. Masked first, cut then.
"""

from __future__ import annotations

import re

from pplx_notebook.protocol.key_mask import MASK, KeyMask

LINE_CHARS = 200
_KEY_SHAPE = r"\b(?:pplx|sk|pk|rk)[-_](?:[A-Za-z0-9]+[-_])*[A-Za-z0-9]{16,}"
_KEY_LIKE = rf"\b(bearer|basic)\s+[A-Za-z0-9._~+/=%-]{{8,}}|{_KEY_SHAPE}"


def scrub(text: str, key: str | None = None) -> str:
    """``text`` as one line of at most 200 characters without the key in any form."""
    return printable_line(without_keys(text, key))


def without_keys(text: str, key: str | None = None) -> str:
    """``text`` as it is, but without the key in any form and without whatever looks like one."""
    return without_key_like(KeyMask(key)(text) if key else text)


def without_key_like(text: str) -> str:
    """``text`` without whatever looks like a key."""
    if "-" not in text and "_" not in text and len(text.split()) < 2:
        return text  # most settings; a key has one of these, and compiling the pattern costs 0.3 ms
    return re.sub(
        _KEY_LIKE, lambda found: f"{found[1]} {MASK}" if found[1] else MASK, text, flags=re.IGNORECASE
    )


def key_spans(text: str) -> list[tuple[int, int]]:
    """Where in the text something has the shape of a key."""
    return [found.span() for found in re.finditer(_KEY_SHAPE, text, re.IGNORECASE)]


def holds_key(text: str) -> bool:
    """Whether something in the text has the shape of a key."""
    return re.search(_KEY_SHAPE, text, re.IGNORECASE) is not None


def printable_line(text: str, limit: int = LINE_CHARS) -> str:
    """``text`` on one line of at most ``limit`` characters; what cannot be printed is U+FFFD."""
    text = " ".join(text[: 40 * limit].split())
    if not text.isprintable():
        text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
