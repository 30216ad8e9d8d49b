"""Bytes to server-sent events: the WHATWG "event stream" format, to the letter.

Rules (HTML standard, section 9.2.6 "Interpreting an event stream"):

* UTF-8 whatever a header says; bad sequences become U+FFFD; one BOM at offset 0 is dropped.
* A line ends with LF, CR or CRLF, mixed freely; nothing else ends a line (not U+2028, U+0085, VT, FF ...).
* A blank line dispatches the event; one without a ``data`` line is not dispatched, its type is forgotten.
* ``name:value`` or ``name: value`` (one space goes); no colon: the line is the name; a colon first: comment.
* ``data`` lines are joined by LF; the last ``event`` wins; ``id`` without NUL persists from the blank line
  on; ``retry`` of ASCII digits only takes effect at once and belongs to the stream.
* The end of the stream discards what no blank line finished.

Reads may cut the stream anywhere. Line ends are normalised once per read and a CR counts at once, so an
event is out as soon as its last byte is in. Unfinished bytes are appended and searched once: linear time.
"""

from __future__ import annotations

import msgspec

DEFAULT_LIMIT_BYTES = 64 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


class ServerSentEvent(msgspec.Struct, frozen=True, gc=False):
    """One event: ``raw`` data, ``event`` type, last event ``id``; ``retry`` in ms if its block had one."""

    raw: bytes
    event: str = "message"
    id: str = ""
    retry: int | None = None

    @property
    def data(self) -> str:
        """The data as text; invalid UTF-8 is U+FFFD."""
        return self.raw.decode("utf-8", "replace")


class EventTooLarge(msgspec.Struct, frozen=True):
    """The reason a decoder stopped: one event grew over ``limit_bytes``."""

    limit_bytes: int


class EventStreamDecoder:
    """Push parser: ``feed`` bytes, get the events they complete.

    ``last_event_id`` is the id of the last finished block, ``retry`` the reconnection time in ms or None.
    An event over ``limit_bytes`` (line ends and comments included) sets ``error``; nothing follows it.
    Never raises on data.
    """

    def __init__(self, *, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        self.last_event_id = ""
        self.limit_bytes = limit_bytes
        self.error: EventTooLarge | None = None
        self._retry: int | None = None
        self._pending = bytearray()  # normalised bytes no blank line has finished
        self._after_cr = False  # the last byte was a CR: an LF that follows belongs to it
        self._bom: bytearray | None = bytearray()  # what may still be a BOM; None once decided

    @property
    def pending(self) -> bytes:
        """The unfinished block, line ends normalised to LF."""
        return bytes(self._pending)

    @property
    def retry(self) -> int | None:
        """Reconnection time in ms; a complete ``retry`` line counts before its block is finished."""
        found = _last_retry(bytes(self._pending)) if self._pending else None
        return self._retry if found is None else found

    def feed(self, data: bytes) -> list[ServerSentEvent]:
        """The events that ``data`` completes, in order."""
        if self._bom is not None:
            data = self._without_bom(data)
        if not data or self.error is not None:
            return []
        if self._after_cr and data[0] == 10:
            data = data[1:]
            self._after_cr = False
            if not data:
                return []
        self._after_cr = data[-1] == 13
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return self._take(data)

    def close(self) -> list[ServerSentEvent]:
        """End of stream: the unfinished event is discarded, as the standard has it; always empty."""
        self._retry = self.retry
        self._pending.clear()
        return []

    def _without_bom(self, data: bytes) -> bytes:
        """``data`` without a BOM at the very start; keeps bytes that may be its beginning."""
        assert self._bom is not None  # noqa: S101 - for the type checker; the caller has looked
        self._bom += data
        head = bytes(self._bom)
        if len(head) < len(_BOM) and _BOM.startswith(head):
            return b""
        self._bom = None
        return head.removeprefix(_BOM)

    def _take(self, data: bytes) -> list[ServerSentEvent]:
        """Split off the blocks that normalised ``data`` finishes; keep the rest."""
        pending = self._pending
        if pending:
            seam = pending[-1] == 10 and data[0] == 10
            if not seam and b"\n\n" not in data:
                pending += data
                self._check(len(pending) - pending.endswith(b"\n"))
                return []
            data = bytes(pending) + data
            pending.clear()
        blocks = data.split(b"\n\n")
        rest = blocks.pop()
        events = self._events(blocks)
        if rest and self.error is None:
            pending += rest.lstrip(b"\n")  # a blank line of its own finishes nothing
            self._check(len(pending) - pending.endswith(b"\n"))
        return events

    def _events(self, blocks: list[bytes]) -> list[ServerSentEvent]:
        events: list[ServerSentEvent] = []
        for block in blocks:
            if len(block) > self.limit_bytes:
                self._check(len(block.lstrip(b"\n")))
                if self.error is not None:
                    break
            if block.startswith(b"data:") and b"\n" not in block:
                raw = block[6:] if block.startswith(b" ", 5) else block[5:]
                events.append(ServerSentEvent(raw, "message", self.last_event_id))
            elif (event := self._block(block)) is not None:
                events.append(event)
        return events

    def _block(self, block: bytes) -> ServerSentEvent | None:
        """One finished block, line by line."""
        data: list[bytes] = []
        kind = b""
        retry: int | None = None
        for line in block.split(b"\n"):
            name, _, value = line.partition(b":")
            if value.startswith(b" "):
                value = value[1:]
            if name == b"data":
                data.append(value)
            elif name == b"event":
                kind = value
            elif name == b"id" and b"\0" not in value:
                self.last_event_id = value.decode("utf-8", "replace")
            elif name == b"retry" and _is_time(value):
                retry = self._retry = int(value)
        if not data:
            return None
        raw = data[0] if len(data) == 1 else b"\n".join(data)
        return ServerSentEvent(raw, kind.decode("utf-8", "replace") or "message", self.last_event_id, retry)

    def _check(self, size: int) -> None:
        if size > self.limit_bytes:
            self.error = EventTooLarge(self.limit_bytes)
            self._pending.clear()


def _is_time(value: bytes) -> bool:
    # bytes.isdigit is ASCII only; CPython refuses int() beyond 4300 digits, and no wait is that long
    return value.isdigit() and len(value) <= 4300


def _last_retry(block: bytes) -> int | None:
    """The last valid ``retry`` among the complete lines of an unfinished block."""
    found = None
    for line in block.split(b"\n")[:-1]:
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"retry" and _is_time(value):
            found = int(value)
    return found
