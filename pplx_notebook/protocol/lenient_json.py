"""Server JSON, forgivingly: what fast decoders refuse is still read, what cannot be read is said in one line.

msgspec reads well-formed JSON. Real streams also hold lone surrogate escapes (servers that slice UTF-16),
NaN, raw control characters and broken UTF-8; those go through the standard library, bad bytes replaced.
"""

from __future__ import annotations

import math
import re
from typing import Any

import msgspec

from pplx_notebook.protocol.scrub import printable_line

_decode = msgspec.json.Decoder().decode
_SHOWN = 60
_FENCE = r"(?s)```[\w-]*[ \t]*\n(.*?)\n?[ \t]*```"


class UnreadableJSONError(ValueError):
    """The text is no JSON at all, or nested deeper than any answer is."""


def read_json(raw: bytes) -> Any:
    """The value of ``raw``; strings may hold lone surrogates. Raises ``UnreadableJSONError``."""
    try:
        return _decode(raw)
    except (ValueError, RecursionError):
        pass
    import json  # 1.3 ms, and few servers need it

    try:
        return json.loads(raw.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableJSONError(excerpt(raw)) from error


def excerpt(raw: bytes) -> str:
    """The beginning of ``raw`` as one printable line of at most 60 characters."""
    return printable_line(raw[: 4 * _SHOWN].decode("utf-8", "replace"), _SHOWN)


def json_value(value: Any) -> Any:
    """``value`` as any reader of JSON takes it: text well-formed, None for NaN and infinite numbers."""
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {json_value(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    return value


def well_formed(text: str) -> str:
    """``text`` with surrogate halves joined and lone ones replaced by U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def json_in(text: str) -> Any:
    """The JSON value in a text: all of it, in a code fence, or behind the first words. Raises ValueError,
    in a few words."""
    if not text.strip():
        raise ValueError("there is no text")
    fence = re.search(_FENCE, text) if "```" in text else None
    for candidate in (text, fence[1] if fence else ""):
        try:
            return _decode(candidate)
        except (ValueError, RecursionError):
            continue
    import json

    start = re.search(r"[{\[](?!\d+\])", text)  # a marker is no list
    if start is None:
        raise ValueError("expected JSON, got words")
    try:
        return json.JSONDecoder(parse_constant=_no_constant).raw_decode(text, start.start())[0]
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) - 1 or "Unterminated" in error.msg
        raise ValueError(
            "the JSON ends too early" if cut else f"no JSON at line {error.lineno}, column {error.colno}"
        ) from None
    except RecursionError:
        raise ValueError("the JSON is nested too deep") from None


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")
