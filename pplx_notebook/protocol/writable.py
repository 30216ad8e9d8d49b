"""Text as a stream of another encoding than UTF-8 takes it: an old terminal, a Windows console, a log.

What it cannot write is replaced by something like it, else by ``?``: an answer is never lost for a dash.
"""

from __future__ import annotations

ALIKE = {
    "\u2026": "...",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2022": "*",
    "\u00b7": "-",
    "\u00a0": " ",
    "\u202f": " ",
}


def writable(text: str, stream: object) -> str:
    """``text`` in characters that ``stream`` can write; as it is where the stream names no encoding."""
    encoding: str | None = getattr(stream, "encoding", None)
    if encoding is None or text.isascii() or can_write(text, encoding):
        return text
    return "".join(char if can_write(char, encoding) else ALIKE.get(char, "?") for char in text)


def can_write(text: str, encoding: str) -> bool:
    """Whether the encoding has all these characters."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    except LookupError:  # an encoding Python does not know: the stream itself must
        return True
    return True
