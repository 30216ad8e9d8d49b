"""The bytes of a stream cut into blocks (what stands between two blank lines), each with its time and its
event.

Rules of this file, those of ``protocol.sse`` and of the page's own cutting (``js/src/inspector``):

- a block ends with the character that makes its blank line: a CR counts at once; its time is that of the read
  that brought it. Blank lines and an LF behind it belong to it, so blocks cover the bytes without a hole;
- events that one read brought share its time; ``gap_us`` is from that read to the one before;
- a block of comments alone is listed, too; what no blank line ended is the last block, ``unfinished``, and is
  no event, as no client would have seen it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

import msgspec

from pplx_notebook.inspect.chunk_words import ChunkWords, Words
from pplx_notebook.protocol.sse import EventStreamDecoder, ServerSentEvent

_LINE_END = re.compile(rb"[\r\n]")
_LF, _CR = 10, 13
_BOM = b"\xef\xbb\xbf"


class Block(msgspec.Struct, frozen=True):
    """One block: ``number`` from 1, bytes ``start`` to ``end`` of the unpacked body, when it was complete
    (``time_us``), how long after the read before (``gap_us``), the places of the reads that brought it
    (``first_read``, ``last_read``, from 0). ``event`` is what the decoder handed over, None for a comment
    or an unfinished block; ``chunks`` are what it became: (name, words)."""

    number: int
    start: int
    end: int
    time_us: int
    gap_us: int
    first_read: int
    last_read: int
    event: ServerSentEvent | None = None
    chunks: Words = ()
    unfinished: bool = False

    @property
    def is_event(self) -> bool:
        """False for a comment and for an unfinished block."""
        return self.event is not None

    @property
    def size(self) -> int:
        """Bytes, unpacked."""
        return self.end - self.start

    @property
    def reads(self) -> int:
        """How many reads brought it."""
        return self.last_read - self.first_read + 1

    @property
    def name(self) -> str:
        """The event's type ("message" by default); "" for no event."""
        return self.event.event if self.event is not None else ""

    @property
    def data(self) -> str:
        """The event's data; "" for no event."""
        return self.event.data if self.event is not None else ""

    @property
    def id(self) -> str:
        """The last event id as of this event."""
        return self.event.id if self.event is not None else ""

    @property
    def text(self) -> str:
        """What it added to the answer's text."""
        return "".join(words for name, words in self.chunks if name == "TextDelta")


class GrowingBlocks:
    """Feed it the reads of a stream as they come; it returns the blocks each completes."""

    def __init__(self) -> None:
        self._decoder, self._words = EventStreamDecoder(), ChunkWords()
        self._data = bytearray()  # what no block has taken yet
        self._base = 0  # how many bytes stood before
        self._line = self._scanned = 0  # in _data
        self._any = self._after_cr = False
        self._times: list[int] = []
        self._ends: list[int] = []  # of each read, in the body
        self.count = 0

    def feed(self, data: bytes, time_us: int) -> list[Block]:
        """The blocks that this read (unpacked) completes."""
        self._times.append(time_us)
        self._ends.append(self._base + len(self._data) + len(data))
        self._data += data
        if not self.count and not self._any and self._line == 0 and self._base == 0:
            if _BOM.startswith(self._data[:3]) and len(self._data) < 3:
                return []
            if self._data.startswith(_BOM):
                self._line = self._scanned = 3
        return self._cut()

    def rest(self) -> Block | None:
        """What no blank line has ended; None where there is nothing."""
        if not self._any and not self._data[self._line :]:
            return None
        block = self._block(len(self._data), None, ())
        return msgspec.structs.replace(block, unfinished=True)

    @property
    def at(self) -> int:
        """Where in the body the next block begins."""
        return self._base

    def _cut(self) -> list[Block]:
        found: list[Block] = []
        while (match := _LINE_END.search(self._data, self._scanned)) is not None:
            place = match.start()
            after_cr, self._after_cr = self._after_cr, self._data[place] == _CR
            self._scanned = place + 1
            if after_cr and place == self._line and self._data[place] == _LF:
                self._after_cr = False
                self._passed()
                continue
            if place > self._line:
                self._any, self._line = True, self._scanned
            elif self._any:
                found.append(self._complete())
            else:
                self._passed()
        self._scanned = len(self._data)
        return found

    def _passed(self) -> None:
        """A blank line outside a block, or an LF behind a CR: outside, it belongs to the block before."""
        self._line = self._scanned
        if not self._any and self.count:
            self._drop(self._scanned)

    def _complete(self) -> Block:
        events = self._decoder.feed(bytes(self._data[: self._scanned]))
        event = events[0] if events else None
        block = self._block(self._scanned, event, self._words.of(event) if event is not None else ())
        self.count += 1
        self._any = False
        self._drop(self._scanned, fed=True)
        return block

    def _drop(self, size: int, *, fed: bool = False) -> None:
        """So many bytes are done with."""
        if not fed:
            self._decoder.feed(bytes(self._data[:size]))
        del self._data[:size]
        self._base += size
        self._line = self._scanned = 0

    def _block(self, size: int, event: ServerSentEvent | None, words: Words) -> Block:
        start, end = self._base, self._base + size
        first = min(bisect_right(self._ends, start), len(self._ends) - 1)
        last = bisect_left(self._ends, end)
        time_us = self._times[last]
        gap_us = time_us - self._times[last - 1] if last else 0
        return Block(self.count + 1, start, end, time_us, gap_us, first, last, event, words)


def blocks_of(
    body: bytes, reads: Iterable[tuple[int, int]], chunks: Sequence[Words] | None = None
) -> tuple[Block, ...]:
    """The blocks of a whole body; ``reads`` are (µs, bytes) in order, the last takes what is over.
    ``chunks`` are the words of the decoder of that day, per block; today's where they are None."""
    growing, found, start = GrowingBlocks(), [], 0
    times = list(reads) or [(0, len(body))]
    ends = [*accumulate(size for _, size in times[:-1]), len(body)]
    for (time_us, _), end in zip(times, ends, strict=True):
        found += growing.feed(body[start:end], time_us)
        start = max(start, end)
    # an LF or a blank line may have come behind a block
    ends = [*(block.start for block in found[1:]), growing.at][: len(found)]
    found = [msgspec.structs.replace(block, end=end) for block, end in zip(found, ends, strict=True)]
    rest = growing.rest()
    if rest is not None:
        found.append(rest)
    if chunks is not None:
        found = [
            msgspec.structs.replace(block, chunks=chunks[place] if place < len(chunks) else ())
            for place, block in enumerate(found)
        ]
    return tuple(found)
