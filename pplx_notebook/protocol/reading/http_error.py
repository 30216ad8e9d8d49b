"""HTTP error answers: status, headers and body to one ``AnswerError``, whatever the server sent as body.

Envelopes seen: ``{"error": {"message", "type", "code"}}`` (code an int or a string), ``{"error": "text"}``,
``{"detail": [{"loc", "msg"}]}`` (validation), ``{"message"}``, an HTML page (its title), plain text, nothing.
What only errors need of the standard library (5 ms of html, email and http) loads with the first error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC

import msgspec

from pplx_notebook.protocol.answer import AnswerError
from pplx_notebook.protocol.dialects.records import api_error, mappings
from pplx_notebook.protocol.lenient_json import UnreadableJSONError, read_json
from pplx_notebook.protocol.scrub import printable_line

_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(rb"<h1[^>]*>(.*?)</h1", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_FORWARDED = "llm_provider-"
_READ_BYTES = 65536  # of an error body; more is a page nobody reads


def http_error(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    now_s: float | None = None,
    mask: Callable[[str], str] = str,
) -> AnswerError:
    """What an HTTP error response says, as one line; ``mask`` hides a key in it before it is cut to that.

    ``retry_after_s`` is the wait the server asks for. Dates in headers count from the server's own ``date``
    header, else from ``now_s`` (seconds since 1970, the caller's clock).
    """
    headers = {name.lower(): value for name, value in headers.items()}
    reported = _reported(body[:_READ_BYTES])
    message = printable_line(mask(reported.message)) or _phrase(status)
    return msgspec.structs.replace(
        reported,
        kind="status",
        status=status,
        message=message,
        retry_after_s=retry_after_s(status, headers, now_s=now_s),
    )


def page_title(body: bytes) -> str:
    """Title or first heading of an HTML page as one line, "" when there is none."""
    return printable_line(_title(body))


def _title(body: bytes) -> str:
    import html

    found = _TITLE.search(body) or _HEADING.search(body)
    return html.unescape(_TAG.sub(" ", found[1].decode("utf-8", "replace"))) if found else ""


def retry_after_s(status: int, headers: Mapping[str, str], *, now_s: float | None = None) -> float | None:
    """Seconds the server asks to wait, None when it does not say; never negative.

    By ``retry-after-ms``, ``retry-after`` (seconds or a date), on 429 also ``x-ratelimit-reset``. ``headers``
    by lower-case name; LiteLLM forwards those of its provider behind ``llm_provider-``.
    """
    forwarded = {
        name.removeprefix(_FORWARDED): value for name, value in headers.items() if name.startswith(_FORWARDED)
    }
    headers = {**forwarded, **headers}
    now = _date_s(headers.get("date", "")) or now_s
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return max(0.0, milliseconds / 1000)
    wish = headers.get("retry-after", "").strip()
    seconds = _number(wish)
    if seconds is None and now is not None and (date := _date_s(wish)) is not None:
        seconds = date - now
    if seconds is None and status == 429:
        seconds = _until_reset(headers.get("x-ratelimit-reset", ""), now)
    return None if seconds is None else max(0.0, seconds)


def _reported(body: bytes) -> AnswerError:
    """The error a body holds, with what it says of code and type."""
    text = body.strip()
    if text[:1] == b"<":
        return AnswerError(kind="status", message=_title(text))
    try:
        value = read_json(text)
    except UnreadableJSONError:
        return AnswerError(kind="status", message=text.decode("utf-8", "replace"))
    if isinstance(value, str):
        return AnswerError(kind="status", message=value)
    return api_error(value) if _tells(value) else AnswerError(kind="status")


def _tells(value: object) -> bool:
    """Whether there is something to read an error from: an object that is not empty, or one in a list."""
    return bool(value) and (isinstance(value, dict) or any(mappings(value)))


def _phrase(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "the server gave no reason"


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e15 else None  # also refuses nan and inf


def _date_s(text: str) -> float | None:
    from email.utils import parsedate_to_datetime

    try:
        date = parsedate_to_datetime(text)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def _until_reset(text: str, now: float | None) -> float | None:
    """``x-ratelimit-reset``: epoch seconds (Perplexity), epoch milliseconds (OpenRouter) or seconds to go."""
    value = _number(text)
    if value is None or value < 1e9:
        return value
    return None if now is None else (value / 1000 if value > 1e11 else value) - now
