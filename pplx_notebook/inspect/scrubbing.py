"""What never stands in a recording: keys, cookies, users and secrets of addresses, the home folder,
attachments.

Rules of this file:

- a header whose name says key, token, secret, authorization, password or credential keeps its name and has
  the value ``[never recorded]``; cookies are left out whole. Counts of a rate limit are no secret;
- a key this session knows, in any form of ``key_mask``, and whatever looks like a key are masked in every
  text;
- in a body each masked byte becomes one byte, so that the places of the reads stay true;
- the home folder becomes ``~``; an attachment longer than 4 kB becomes ``[n bytes, sha256 …]``.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from pplx_notebook.keys import KEYS
from pplx_notebook.protocol.scrub import key_spans, printable_line

NEVER = "[never recorded]"
_SECRET = re.compile(
    r"auth|api.?key|(?<!port)key|token|secret|password|passwd|credential|signature|session", re.IGNORECASE
)
_COUNTS = re.compile(r"x-ratelimit-|ratelimit", re.IGNORECASE)
_COOKIES = ("cookie", "set-cookie", "cookie2", "set-cookie2")
_ADDRESSES = ("location", "content-location", "referer", "origin", "http-referer")
_ATTACHED = re.compile(r'"((?:data:[^",]{0,200},)?)([A-Za-z0-9+/_-]{4000,}={0,2})"')
ATTACHED_BYTES = 4096
_ANYBODYS = ("", "root", "home", "jovyan", "user", "ubuntu", "runner", "app", "nobody", "pyodide")


def is_secret_header(name: str) -> bool:
    """True for a header whose value is never recorded."""
    return _SECRET.search(name) is not None and _COUNTS.match(name) is None


def clean_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The headers as they may be kept."""
    return tuple((name, _clean_value(name, value)) for name, value in headers if name.lower() not in _COOKIES)


def clean_url(url: str) -> str:
    """The address without user, password, fragment and the secrets in its query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    query = re.sub(r"([^&=]*)=([^&]*)", _clean_parameter, parts.query)
    bare = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))
    return clean_text(bare)


def query_of(url: str) -> list[dict[str, str]]:
    """The query of an address as HAR has it."""
    return [
        {"name": name, "value": value}
        for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True)
    ]


def clean_text(text: str) -> str:
    """A text without keys and without the home folder."""
    spans = _spans(text)
    for start, stop in reversed(spans):
        text = f"{text[:start]}[key]{text[stop:]}"
    return _without_home(text)


def clean_line(text: str) -> str:
    """The same as one line of at most 200 characters."""
    return printable_line(clean_text(text))


def clean_request(body: bytes) -> str:
    """A request body as it may be kept; the same for the same request, so that it can be found again."""
    return clean_request_text(body.decode("utf-8", "replace"))


def clean_request_text(text: str) -> str:
    """The same of a text."""
    return clean_text(_ATTACHED.sub(_digest, text))


def clean_body(body: bytes) -> bytes:
    """A response body of the same length without keys and home folder."""
    text = body.decode("latin-1")  # one character a byte
    marked = [(span, b"[key]") for span in _spans(text)] + [(span, b"~") for span in _homes(text)]
    if not marked:
        return body
    blotted = bytearray(body)
    for (start, stop), mark in marked:
        blotted[start:stop] = mark.ljust(stop - start, b"*")[: stop - start]
    return bytes(blotted)


def _spans(text: str) -> list[tuple[int, int]]:
    """Where keys stand, in order and apart from each other."""
    found = [span for key in list(KEYS) if not key.is_word for span in key.spans(text)]
    found += key_spans(text)
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _clean_value(name: str, value: str) -> str:
    """A header's value as it may be kept; one that is an address loses what addresses lose."""
    if is_secret_header(name):
        return NEVER
    return clean_url(value) if name.lower() in _ADDRESSES else clean_text(value)


def _clean_parameter(match: re.Match[str]) -> str:
    return f"{match[1]}=%5Bkey%5D" if _SECRET.search(match[1]) else match[0]


def _digest(match: re.Match[str]) -> str:
    data = match[2]
    try:
        raw = b64decode(data + "=" * (-len(data) % 4), altchars=b"-_" if "-" in data or "_" in data else None)
    except ValueError:
        return match[0]
    if len(raw) <= ATTACHED_BYTES:
        return match[0]
    return f'"{match[1]}[{len(raw)} bytes, sha256 {sha256(raw).hexdigest()}]"'


def _homes(text: str) -> list[tuple[int, int]]:
    """Where the home folder stands, when its name says whose it is."""
    try:
        home = Path.home()
    except RuntimeError:
        return []
    if home.name in _ANYBODYS or str(home) not in text:
        return []
    return [match.span() for match in re.finditer(rf"(?<![\w.]){re.escape(str(home))}(?![\w-])", text)]


def _without_home(text: str) -> str:
    for start, stop in reversed(_homes(text)):
        text = f"{text[:start]}~{text[stop:]}"
    return text
