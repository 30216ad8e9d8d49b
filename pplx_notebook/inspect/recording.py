"""What went over the network for one question, as immutable values: bytes and times are the truth.

Times are integer microseconds of a monotonic clock, zero when the request was issued. A *read* is what the
HTTP layer returned at one time, after chunked framing, before unpacking; an *entry* is one request with its
response (a retry is a further entry); a *recording* is the entries of one question, or of several in one
file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

import msgspec

from pplx_notebook.inspect.blocks import Block, blocks_of
from pplx_notebook.inspect.questions import prompt_in

End = Literal["done", "eof", "cut", "refused", "stopped", "timeout", "too_large"]
ENDS: tuple[End, ...] = ("done", "eof", "cut", "refused", "stopped", "timeout", "too_large")
Headers = tuple[tuple[str, str], ...]


class Read(msgspec.Struct, frozen=True):
    """One read: when (µs after the request was issued), bytes on the wire, and the bytes they unpacked to."""

    time_us: int
    wire: int
    size: int


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One request and its response.

    ``body`` is the response unpacked, ``wire`` the compressed bytes as received (b"" where nothing was
    compressed). ``status`` is 0 where no response came. ``marks`` are µs of ``dns connect tls sent headers
    end``, those that are known. ``end`` is how it ended: ``done`` (the last word was seen), ``eof`` (closed
    without one), ``cut`` (broke off), ``refused`` (an error status, or no connection), ``stopped`` (by the
    reader), ``timeout``, ``too_large``; ``error`` is one line on it. ``exchange`` is the same for all
    attempts of one question, ``attempt`` counts from 1, ``at_us`` is its start on the first attempt's
    clock, ``why`` why it was made. ``started`` is the wall clock, ISO 8601 with milliseconds and Z; nothing
    is computed from it but times for people. ``provider`` is whom it was sent to, "" in recordings of
    others. ``kept`` is how many bytes of a body over the limit were kept, None for a whole one;
    ``unpacked`` is True where the compressed bytes are lost. ``chunks``, per block, are what the decoder of
    that day made of it where the recording says so.
    """

    method: str = "POST"
    url: str
    request_headers: Headers = ()
    request_text: str = ""
    request_bytes: int = 0
    status: int = 0
    status_text: str = ""
    response_headers: Headers = ()
    body: bytes = b""
    wire: bytes = b""
    reads: tuple[Read, ...] = ()
    marks: Mapping[str, int] = {}
    end: End = "eof"
    error: str = ""
    exchange: str = "00000000"
    attempt: int = 1
    at_us: int = 0
    why: str = ""
    started: str = "1970-01-01T00:00:00.000Z"
    provider: str = ""
    kept: int | None = None
    unpacked: bool = False
    chunks: tuple[tuple[tuple[str, str], ...], ...] | None = None

    @property
    def mime_type(self) -> str:
        """The content type without its parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def is_stream(self) -> bool:
        """True for an event stream."""
        return self.mime_type == "text/event-stream"

    @property
    def end_us(self) -> int:
        """When it was over."""
        return self.marks.get("end", self.reads[-1].time_us if self.reads else 0)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What stands between two blank lines, comments and the unfinished rest too; () of no event
        stream."""
        if not self.is_stream:
            return ()
        return blocks_of(self.body, [(read.time_us, read.size) for read in self.reads], self.chunks)

    @property
    def events(self) -> tuple[Block, ...]:
        """The blocks that are events."""
        return tuple(block for block in self.blocks if block.is_event)

    def header(self, name: str) -> str:
        """The value of a response header, "" where it did not come."""
        return next((value for key, value in self.response_headers if key.lower() == name), "")

    def pieces(self) -> Iterator[tuple[int, bytes]]:
        """(µs, bytes as on the wire) of each read. In a file edited by hand the last read takes what is
        over."""
        data = self.wire or self.body
        ends = list(accumulate(read.wire if self.wire else read.size for read in self.reads))
        start = 0
        for place, read in enumerate(self.reads):
            last = place == len(self.reads) - 1 and self.kept is None
            stop = len(data) if last else ends[place]
            yield read.time_us, data[start:stop]
            start = stop
        if not self.reads and data:
            yield self.marks.get("headers", 0), data


class Recording(msgspec.Struct, frozen=True):
    """What went over the network: ``entries`` in the order they were sent; ``warnings`` are one-line notes
    on a file that was edited by hand or is of a newer format; ``ours`` is False for one of another program or
    of a newer format, which is read and never written to. Equal by content."""

    entries: tuple[Entry, ...]
    warnings: tuple[str, ...] = ()
    ours: bool = True

    @classmethod
    def open(cls, path: str | Path) -> Recording:
        """The recording in a file: HAR 1.2, ours or of a browser. OSError as ``open``; UsageProblem, one
        line, for what is none."""
        from pplx_notebook.inspect.files import opened

        return opened(Path(path))

    def save(self, path: str | Path) -> None:
        """Write it as HAR 1.2 in place of the file, whole or not at all. OSError as ``open``."""
        from pplx_notebook.inspect.files import save

        save(self, Path(path))

    @classmethod
    def from_har(cls, har: bytes | Mapping[str, Any], name: str = "this") -> Recording:
        """The recording in a HAR file's bytes or values; UsageProblem, one line that calls it ``name``, for
        what is none."""
        from pplx_notebook.inspect.har_file import from_har

        return from_har(har if isinstance(har, bytes) else msgspec.json.encode(har), name)

    def to_har(self, *, bodies: bool = True) -> dict[str, Any]:
        """It as HAR 1.2, JSON-ready and scrubbed; without ``bodies`` as a saved notebook holds it."""
        from pplx_notebook.inspect.har import log_of

        return log_of(self, bodies=bodies)

    @property
    def questions(self) -> tuple[Recording, ...]:
        """One recording for each question in it."""
        by_exchange: dict[str, list[Entry]] = {}
        for entry in self.entries:
            by_exchange.setdefault(entry.exchange, []).append(entry)
        return tuple(Recording(tuple(entries)) for entries in by_exchange.values())

    @property
    def prompt(self) -> str:
        """The question, as its first request holds it; "" where that is not known."""
        return prompt_in(self.entries[0].request_text) if self.entries else ""

    @property
    def events(self) -> tuple[Block, ...]:
        """Every event of every attempt, each with its time, gap, reads, size and the chunks it became."""
        return tuple(event for entry in self.entries for event in entry.events)

    def to_pandas(self) -> Any:
        """The events as a DataFrame: attempt, number, time_s, gap_s, reads, size_bytes, event, id, became,
        text, data. Needs pandas."""
        from pplx_notebook.inspect.frame import frame

        return frame(self)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        """As a cell's value it is the inspector, and elsewhere a summary."""
        from pplx_notebook.inspect.bundle import bundle

        return bundle(self)

    def __repr__(self) -> str:
        return (
            f"<Recording: {len(self.questions)} question{'s' * (len(self.questions) != 1)}, "
            f"{len(self.entries)} attempt{'s' * (len(self.entries) != 1)}, {len(self.events)} events>"
        )
