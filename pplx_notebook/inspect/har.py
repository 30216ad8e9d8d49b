"""A recording as HAR 1.2: standard fields as HAR has them, fields of our own in ``_pplx`` only. Scrubbed
here.

``entry_log`` without a body is what a saved notebook holds, too.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

import msgspec

from pplx_notebook.inspect.recording import Entry, Recording
from pplx_notebook.inspect.scrubbing import (
    clean_body,
    clean_headers,
    clean_line,
    clean_request_text,
    clean_url,
    query_of,
)

FORMAT = 1
VERSION = "1.2"
MARKS = ("dns", "connect", "tls", "sent", "headers", "end")


def log_head() -> dict[str, Any]:
    """What stands before the entries."""
    return {
        "version": VERSION,
        "creator": {"name": "pplx_notebook", "version": _version()},
        "pages": [],
        "_pplx": {"format": FORMAT},
    }


def log_of(recording: Recording, *, bodies: bool = True) -> dict[str, Any]:
    """The whole file as JSON-ready values; without ``bodies``, what a notebook holds beside them: no
    ``content.text``, no ``_eventSourceMessages``, no ``reads`` and no ``wire``."""
    entries = [entry_log(scrubbed(entry), bodies=bodies) for entry in recording.entries]
    return {"log": {**log_head(), "entries": entries}}


def scrubbed(entry: Entry) -> Entry:
    """The entry without what is never recorded. Where the unpacked body held some of it, the packed bytes
    go."""
    body = clean_body(entry.body)
    changed: dict[str, Any] = {"body": body} if body != entry.body else {}
    if changed and entry.wire:
        from pplx_notebook.inspect.recording import Read

        reads = tuple(Read(read.time_us, read.size, read.size) for read in entry.reads)
        changed |= {"wire": b"", "unpacked": True, "reads": reads}
    return msgspec.structs.replace(
        entry,
        url=clean_url(entry.url),
        request_headers=clean_headers(entry.request_headers),
        request_text=clean_request_text(entry.request_text),
        response_headers=clean_headers(entry.response_headers),
        error=clean_line(entry.error),
        why=clean_line(entry.why),
        **changed,
    )


def entry_log(entry: Entry, *, bodies: bool = True) -> dict[str, Any]:
    """One scrubbed entry."""
    timings = _timings(entry)
    log: dict[str, Any] = {
        "startedDateTime": entry.started,
        "time": round(
            sum(ms for name, ms in timings.items() if ms > 0 and name != "ssl"), 3
        ),  # ssl is in connect
        "request": _request(entry),
        "response": _response(entry, bodies=bodies),
        "cache": {},
        "timings": timings,
        "_resourceType": "eventsource" if entry.is_stream else "fetch",
        "_pplx": _own(entry, bodies=bodies),
    }
    if bodies and entry.is_stream:
        log["_eventSourceMessages"] = _messages(entry)
    return log


def _request(entry: Entry) -> dict[str, Any]:
    request: dict[str, Any] = {
        "method": entry.method,
        "url": entry.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(entry.request_headers),
        "queryString": query_of(entry.url),
        "headersSize": -1,
        "bodySize": entry.request_bytes,
    }
    if entry.request_text:
        request["postData"] = {"mimeType": "application/json", "text": entry.request_text}
    return request


def _response(entry: Entry, *, bodies: bool) -> dict[str, Any]:
    on_wire = sum(read.wire for read in entry.reads)
    size = sum(read.size for read in entry.reads)
    content: dict[str, Any] = {"size": size, "mimeType": entry.mime_type}
    if size != on_wire:
        content["compression"] = size - on_wire
    if bodies:
        content |= _text(entry.body)
    response: dict[str, Any] = {
        "status": entry.status,
        "statusText": entry.status_text,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(entry.response_headers),
        "content": content,
        "redirectURL": entry.header("location"),
        "headersSize": -1,
        "bodySize": on_wire,
    }
    return response | ({"_error": entry.error} if entry.error else {})


def _own(entry: Entry, *, bodies: bool) -> dict[str, Any]:
    marks = {name: entry.marks[name] for name in MARKS if name in entry.marks}
    for name in ("sent", "headers", "end"):  # of a request that came no further, the moment it was over
        marks.setdefault(name, entry.end_us)
    own: dict[str, Any] = {
        "format": FORMAT,
        "exchange": entry.exchange,
        "attempt": entry.attempt,
        "at": entry.at_us,
        "marks": marks,
        "end": entry.end,
    }
    for name, value in (("why", entry.why), ("error", entry.error), ("provider", entry.provider)):
        own |= {name: value} if value else {}
    own |= {"unpacked": True} if entry.unpacked else {"sha256": sha256(entry.wire or entry.body).hexdigest()}
    own |= {} if entry.kept is None else {"kept": entry.kept}
    if bodies:
        packed = bool(entry.wire)
        own["reads"] = [[r.time_us, r.wire, r.size] if packed else [r.time_us, r.wire] for r in entry.reads]
        own |= {"wire": b64encode(entry.wire).decode()} if packed else {}
    return own


def _text(body: bytes) -> dict[str, str]:
    """The body as text; where it is not whole UTF-8, as base64."""
    try:
        return {"text": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"text": b64encode(body).decode(), "encoding": "base64"}


def _messages(entry: Entry) -> list[dict[str, Any]]:
    """Chrome's list of events; each has the time of the read that completed it."""
    began_s = datetime.fromisoformat(entry.started).timestamp()
    return [
        {
            "time": round(began_s + block.time_us / 1e6, 6),
            "eventName": block.name,
            "eventId": block.id,
            "data": block.data,
        }
        for block in entry.events
    ]


def _headers(headers: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


@cache
def _version() -> str:
    from importlib.metadata import version

    return version("pplx-notebook")


def _timings(entry: Entry) -> dict[str, float]:
    """HAR's phases in ms from the marks; -1 where a connection was used again, or a phase was not seen."""
    at = dict(entry.marks)
    end = at.get("end", entry.end_us)
    sent, headers = at.get("sent", end), at.get("headers", end)
    dns = at.get("dns")
    connected = at.get("tls", at.get("connect"))
    return {
        "blocked": 0,
        "dns": -1 if dns is None else dns / 1000,
        "connect": -1 if connected is None else (connected - (dns or 0)) / 1000,
        "ssl": (at["tls"] - at["connect"]) / 1000 if "tls" in at and "connect" in at else -1,
        "send": (sent - (connected or dns or 0)) / 1000,
        "wait": (headers - sent) / 1000,
        "receive": (end - headers) / 1000,
    }
