"""What travels to a live inspector: the bytes of the reads, their times, and what each block became.

Rules of this file, the Python half of ``ReadsMessage`` in ``js/src/inspector/model.ts``:

- the times are those of the reads, not of the messages; the page computes all else from them and the bytes;
- a message says where it begins (read, byte, block), so that a page passes over what it has;
- a page that was not there yet (its script takes a moment) cannot ask a busy kernel: the 4th, 16th, 64th …
  message of an attempt holds it from its beginning. All in all that is at most 4/3 of the stream.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pplx_notebook.inspect.blocks import GrowingBlocks
from pplx_notebook.inspect.chunk_words import Words
from pplx_notebook.protocol.progress import LiveAttempt, LiveRecorder

WHOLE_TIMES = 4
Message = tuple[dict[str, Any], bytes]


class Sending:
    """The messages on one question; ``news`` gives those that are due."""

    def __init__(self) -> None:
        self._attempts: list[AttemptSending] = []

    def news(self, recorder: LiveRecorder) -> Iterator[Message]:
        """What came since the last call: at most one message for each attempt."""
        attempts = list(recorder.attempts)
        new = range(len(self._attempts), len(attempts))
        self._attempts += [AttemptSending(number) for number in new]
        for sending, attempt in zip(self._attempts, attempts, strict=True):
            message = sending.message(attempt)
            if message is not None:
                yield message


class AttemptSending:
    """The messages on one attempt, ``number`` from 0."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.sent = 0  # messages
        self._over = False
        self._entry: dict[str, Any] = {}
        self._blocks = GrowingBlocks()
        self._body = bytearray()
        self._reads: list[list[int]] = []
        self._chunks: list[Words] = []

    def message(self, attempt: LiveAttempt) -> Message | None:
        """The next one; None where nothing has changed."""
        if self._over:
            return None
        over, entry = attempt.over, attempt.head()  # in this order: what is over has its last head
        first, at, block = len(self._reads), len(self._body), len(self._chunks)
        for time_us, wire, data in attempt.news(first):
            self._take(time_us, wire, data)
        changed = entry != self._entry
        if len(self._reads) == first and not changed and not over:
            return None
        self._over, self._entry = over, entry
        self.sent += 1
        if is_whole(self.sent):
            first = at = block = 0
            changed = True
        place = {"attempt": self.number, "first": first, "at": at, "block": block, "over": over}
        news = {"reads": self._reads[first:], "chunks": self._chunks[block:]}
        message = {"kind": "reads", **place, **news, "entry": entry if changed else None}
        return message, bytes(self._body[at:])

    def _take(self, time_us: int, wire: int, data: bytes) -> None:
        self._reads.append([time_us, wire] if wire == len(data) else [time_us, wire, len(data)])
        self._body += data
        self._chunks += [block.chunks for block in self._blocks.feed(data, time_us)]


def is_whole(number: int) -> bool:
    """Whether the message of that number holds everything so far: 1, 4, 16, 64 …"""
    while number % WHOLE_TIMES == 0:
        number //= WHOLE_TIMES
    return number == 1
