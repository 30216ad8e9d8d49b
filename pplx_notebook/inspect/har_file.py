"""HAR 1.2 back to values: our own recordings, a browser's exports, files that somebody edited.

Rules of this file: what the file says is checked, nothing in it is executed; a file that is no recording is
refused in one line which says what is wrong; a wrong ``sha256`` is a warning, for teachers edit recordings;
of a higher ``format`` the standard fields are read, and that is said.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from datetime import datetime
from hashlib import sha256
from itertools import pairwise

import msgspec

from pplx_notebook.errors import UsageProblem
from pplx_notebook.inspect.har import FORMAT
from pplx_notebook.inspect.recording import End, Entry, Headers, Read, Recording

MOST_BYTES = 512 * 1024 * 1024
_MOST_US = 2**53


class _Pair(msgspec.Struct):
    name: str
    value: str = ""


class _PostData(msgspec.Struct):
    text: str = ""


class _Request(msgspec.Struct, rename="camel"):
    url: str
    method: str = "GET"
    headers: list[_Pair] = []
    body_size: int = -1
    post_data: _PostData | None = None


class _Content(msgspec.Struct, rename="camel"):
    mime_type: str = ""
    text: str = ""
    encoding: str = ""


class _Response(msgspec.Struct, rename="camel"):
    status: int
    status_text: str = ""
    headers: list[_Pair] = []
    content: _Content = msgspec.field(default_factory=_Content)


class _Message(msgspec.Struct):
    time: float
    data: str = ""


class _HarEntry(msgspec.Struct, rename="camel"):
    request: _Request
    response: _Response
    started_date_time: str = "1970-01-01T00:00:00.000Z"
    time: float = 0.0
    timings: dict[str, float | None] = {}
    messages: list[_Message] = msgspec.field(name="_eventSourceMessages", default_factory=list)
    own: msgspec.Raw = msgspec.field(name="_pplx", default=msgspec.Raw(b"null"))


class _Format(msgspec.Struct):
    format: int = FORMAT


class _Log(msgspec.Struct):
    entries: list[_HarEntry]
    own: _Format | None = msgspec.field(name="_pplx", default=None)


class _Har(msgspec.Struct):
    log: _Log


class _Own(msgspec.Struct):
    """Our own fields, format 1."""

    reads: list[list[int]]
    end: End
    marks: dict[str, int] = {}
    format: int = FORMAT
    exchange: str = "00000000"
    attempt: int = 1
    at: int = 0
    why: str = ""
    error: str = ""
    provider: str = ""
    wire: str = ""
    sha256: str = ""
    unpacked: bool = False
    kept: int | None = None


def from_har(data: bytes, name: str) -> Recording:
    """The recording in a file's bytes; ``name`` is the file's, for messages. UsageProblem for what is
    none."""
    if len(data) > MOST_BYTES:
        raise UsageProblem(f"{name} is larger than {MOST_BYTES >> 20} MiB: no recording is.")
    try:
        har = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Har)
        if not har.log.entries:
            raise UsageProblem(f"{name} is a recording of nothing: it has no entries.")
        newer = har.log.own is not None and har.log.own.format > FORMAT
        read = [_entry(entry, place, newer=newer) for place, entry in enumerate(har.log.entries)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as problem:
        raise UsageProblem(
            f"{name} is no recording: {_short(problem)}; expected is HAR 1.2 (.har)."
        ) from None
    warnings = [f"attempt {n + 1} was edited by hand" for n, (_, edited) in enumerate(read) if edited]
    if newer:
        warnings.insert(0, "written by a newer pplx_notebook: only its standard fields are read")
    ours = har.log.own is not None and not newer
    return Recording(tuple(entry for entry, _ in read), tuple(warnings), ours)


def _short(problem: Exception) -> str:
    from pplx_notebook.protocol.scrub import printable_line

    return printable_line(str(problem), 110)


def _entry(har: _HarEntry, place: int, *, newer: bool) -> tuple[Entry, bool]:
    """An entry, and whether somebody edited its bytes. Those of others are questions of their own."""
    own = None
    if not newer and bytes(har.own) != b"null":
        own = msgspec.json.decode(har.own, type=_Own)
        own = own if own.format <= FORMAT else None
    body = _body(har.response.content)
    entry = Entry(
        method=har.request.method,
        url=har.request.url,
        request_headers=_pairs(har.request.headers),
        request_text=har.request.post_data.text if har.request.post_data is not None else "",
        request_bytes=max(0, har.request.body_size),
        status=har.response.status,
        status_text=har.response.status_text,
        response_headers=_with_type(_pairs(har.response.headers), har.response.content.mime_type),
        body=body,
        started=_started(har.started_date_time),
        exchange=f"{place:08x}",
    )
    if own is None:
        return _of_others(entry, har), False
    return _of_ours(entry, own)


def _of_ours(entry: Entry, own: _Own) -> tuple[Entry, bool]:
    wire = b64decode(own.wire, validate=True) if own.wire else b""
    entry = msgspec.structs.replace(
        entry,
        wire=wire,
        reads=_reads(own.reads, packed=bool(wire)),
        marks=_checked_marks(own.marks),
        end=own.end,
        error=own.error,
        exchange=own.exchange,
        attempt=own.attempt,
        at_us=max(0, own.at),
        why=own.why,
        provider=own.provider,
        kept=own.kept,
        unpacked=own.unpacked,
    )
    edited = bool(own.sha256) and sha256(wire or entry.body).hexdigest() != own.sha256
    return entry, edited


def _reads(rows: list[list[int]], *, packed: bool) -> tuple[Read, ...]:
    for row in rows:
        if len(row) not in (2, 3) or any(not 0 <= value <= _MOST_US for value in row):
            raise ValueError(f"a read is [µs, bytes] or [µs, bytes, unpacked bytes], not {row}")
    for (before, *_), (after, *_) in pairwise(rows):
        if after < before:
            raise ValueError(f"a read at {after} µs stands behind one at {before} µs")
    return tuple(Read(row[0], row[1], row[2] if packed and len(row) == 3 else row[1]) for row in rows)


def _checked_marks(marks: dict[str, int]) -> dict[str, int]:
    if any(not 0 <= value <= _MOST_US for value in marks.values()):
        raise ValueError("a mark is not a number of µs")
    return marks


def _of_others(entry: Entry, har: _HarEntry) -> Entry:
    """Of a browser's export, or a newer format: marks from the timings, reads from the events' times."""
    ms = {name: max(0.0, value or 0.0) for name, value in har.timings.items()}
    sent = sum(ms.get(name, 0.0) for name in ("blocked", "dns", "connect", "send"))
    headers = sent + ms.get("wait", 0.0)
    end = max(headers + ms.get("receive", 0.0), har.time)
    marks = {"sent": round(sent * 1000), "headers": round(headers * 1000), "end": round(end * 1000)}
    entry = msgspec.structs.replace(entry, marks=marks, end=_end_of(entry.status))
    return msgspec.structs.replace(entry, reads=_reads_of_events(entry, har) or _one_read(entry))


def _end_of(status: int) -> End:
    return "refused" if status >= 400 or status == 0 else "eof"


def _one_read(entry: Entry) -> tuple[Read, ...]:
    size = len(entry.body)
    return (Read(entry.marks["headers"], size, size),) if size else ()


def _reads_of_events(entry: Entry, har: _HarEntry) -> tuple[Read, ...]:
    """One read an event, at its time; () where the events are not those of the body."""
    began_s = datetime.fromisoformat(entry.started).timestamp()
    blocks = entry.events
    if not blocks or len(blocks) != len(har.messages):
        return ()
    times = [max(0, round((message.time - began_s) * 1e6)) for message in har.messages]
    ends = [*(block.start for block in blocks[1:]), len(entry.body)]
    rows, start, late = [], 0, 0
    for time_us, end in zip(times, ends, strict=True):
        late = max(late, time_us)
        rows.append(Read(late, end - start, end - start))
        start = end
    return tuple(rows)


def _body(content: _Content) -> bytes:
    if content.encoding == "base64":
        try:
            return b64decode(content.text, validate=True)
        except binascii.Error:
            raise ValueError("content.text says that it is base64 and is not") from None
    if content.encoding:
        raise ValueError(f"content.encoding is {content.encoding!r:.20}, known is base64")
    return content.text.encode("utf-8")


def _pairs(headers: list[_Pair]) -> Headers:
    return tuple((header.name, header.value) for header in headers)


def _with_type(headers: Headers, mime_type: str) -> Headers:
    """Some exports leave the headers out, and say the type beside the body only."""
    if mime_type and not any(name.lower() == "content-type" for name, _ in headers):
        return (*headers, ("content-type", mime_type))
    return headers


def _started(text: str) -> str:
    """Checked; ValueError for what is no time."""
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError(f"startedDateTime {text!r:.40} has no time zone")
    return text
