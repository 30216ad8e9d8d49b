"""Text from strangers, made fit to be shown.

The rule of this file: what it returns holds no character that acts instead of being read. Controls
(C0, DEL, C1: a terminal obeys them) become U+FFFD so that the reader sees something was there; characters
that cannot be seen but change what is seen (bidirectional overrides, zero-width marks, the tag block used
to smuggle instructions) are removed. Line ends become ``\\n``. Cleaning twice changes nothing.
"""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_INVISIBLE = re.compile(
    "["
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # soft hyphen, empty fillers
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, directional overrides
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # shorthand and musical format controls
    "\U000e0000-\U000e0fff"  # tags and the variation selectors supplement
    "]"
)
# ZWJ and ZWNJ belong to emoji and to Persian or Indic words; beside ASCII they only hide something
_LONE_JOINER = re.compile("(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])")
_LINE_END = re.compile(r"\r\n?")
_GAP = re.compile(r"[\s\u2028\u2029]+")


def clean(text: str) -> str:
    """The text with controls as U+FFFD (newline and tab stay) and without invisible characters."""
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_END.sub("\n", text)
    text = _CONTROL.sub("\ufffd", text)
    if text.isascii():
        return text
    return _LONE_JOINER.sub("", _INVISIBLE.sub("", text))


def one_line(text: str, limit: int = 300) -> str:
    """A field (title, date, model name …) as one clean line of at most ``limit`` characters, cut with "…"."""
    line = _GAP.sub(" ", clean(text)).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
