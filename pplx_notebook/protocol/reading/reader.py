"""One response while it arrives: bytes in, ``Answer`` values out. Running state only; raw events are dropped.

Rules:

* The first byte that is not blank tells an event stream from a JSON body (``{``, ``[``) and a page (``<``).
* A terminator (``finish_reason`` of every choice, [DONE], ``done``, a terminal event) makes the answer whole:
  after it nothing can fail. A stream that ends without one is "cut off"; an error object makes it "failed",
  and so does a whole answer with nothing to read (``no_text``).
* ``feed`` and its siblings never raise on server data: ``status`` and ``error`` say what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

from pplx_notebook.protocol.answer import MAX_ANSWER_BYTES, Answer, AnswerError, Status
from pplx_notebook.protocol.asked import Turn
from pplx_notebook.protocol.chunks import RUNNING
from pplx_notebook.protocol.dialects.recognise import Dialects
from pplx_notebook.protocol.lenient_json import UnreadableJSONError, excerpt, read_json
from pplx_notebook.protocol.markers import has_markers
from pplx_notebook.protocol.reading.activity import Activity
from pplx_notebook.protocol.reading.answer_size import AnswerSize
from pplx_notebook.protocol.reading.growing_answer import GrowingAnswer
from pplx_notebook.protocol.sse import DEFAULT_LIMIT_BYTES, EventStreamDecoder, ServerSentEvent

_BLANK = b" \t\r\n\xef\xbb\xbf"  # padding some gateways send before the body, and a BOM
_HEAD_BYTES = 64  # enough to tell a stray line of text from an event stream
_PAGE_BYTES = 4096  # enough of a page to find its title
_KINDS: dict[bytes, Literal["json", "page"]] = {b"{": "json", b"[": "json", b"<": "page"}
_FIELDS = (b"data", b"event", b"id", b"retry", b":")
_CUTS = ("transport", "timeout", "decode", "too_large")  # what breaks off an answer that had begun

NO_SOURCES = "the text points to sources, but the server sent none"
DROPPED = "; some gateways drop them while they stream: ask with --no-stream (stream=False)"
_INCOMPLETE = AnswerError(
    kind="incomplete", message="the stream ended before the answer did; ask again for all of it"
)


class AnswerReader:
    """Feed it one response; ask it for the answer so far at any time.

    ``finished``: a terminator was seen, nothing can fail any more. ``final``: nothing of value follows, stop
    reading. ``shown``: text or reasoning has arrived, so the question must not be asked again by itself.
    ``run_state`` is the server's word for a background run ("queued", "in_progress" ...), ``last_sequence``
    the number of its last event, to go on from after a broken connection (``resume``). ``max_answer_bytes``
    bounds text and reasoning together, ``limit_bytes`` one event or a whole JSON body. ``mask`` hides the key
    in what the server says went wrong, before that is cut to a line.
    """

    def __init__(
        self,
        *,
        prompt: str = "",
        provider: str = "",
        notices: Iterable[str] = (),
        earlier: tuple[Turn, ...] = (),
        limit_bytes: int = DEFAULT_LIMIT_BYTES,
        max_answer_bytes: int = MAX_ANSWER_BYTES,
        mask: Callable[[str], str] = str,
    ) -> None:
        self._limit_bytes = limit_bytes
        self._answer_size = AnswerSize(max_answer_bytes)
        self._decoder = EventStreamDecoder(limit_bytes=limit_bytes)
        self._dialects = Dialects()
        self._growing = GrowingAnswer(
            prompt=prompt, provider=provider, notices=notices, earlier=earlier, mask=mask
        )
        self._kind: Literal["", "stream", "json", "page"] = ""
        self._body = bytearray()
        self._head = bytearray()
        self._received = 0
        self._error: AnswerError | None = None
        self._ended: Literal["", "closed", "interrupted"] = ""

    @property
    def finished(self) -> bool:
        """Whether a terminator was seen."""
        return self._growing.finished

    @property
    def final(self) -> bool:
        """Whether nothing of value follows."""
        return self._growing.final or self.error is not None

    @property
    def shown(self) -> bool:
        """Whether text or reasoning has arrived."""
        return self._growing.shown

    @property
    def size(self) -> int:
        """Characters of text and reasoning so far."""
        return self._growing.size

    @property
    def error(self) -> AnswerError | None:
        """Why the answer will not be whole, None as long as it may be."""
        return self._growing.error or self._error

    @property
    def activity(self) -> Activity:
        """What the server is doing now."""
        return self._growing.activity

    @property
    def id(self) -> str:
        """The response's id, "" while the server has not said it."""
        return self._growing.id

    @property
    def run_state(self) -> str:
        """The server's word for the state of the run, "" where the dialect has none."""
        return self._growing.run_state

    @property
    def runs_on(self) -> bool:
        """True while the server says that the run goes on there."""
        return self.run_state in RUNNING

    @property
    def run_reports(self) -> int:
        """How often the server has told the state of the run."""
        return self._growing.run_reports

    @property
    def last_sequence(self) -> int | None:
        """The sequence number of the last event of a run, None where the dialect has none."""
        return self._dialects.responses.last_sequence

    def feed(self, data: bytes) -> bool:
        """Take what one read brought; True if something visible changed."""
        if self._ended or self.final or not data:
            return False
        if self._kind != "stream" and not self._is_stream(data):
            self._collect(data)
            return self.error is not None
        if len(self._head) < _HEAD_BYTES:
            self._head += data[: _HEAD_BYTES - len(self._head)]
        self._received += len(data)
        growing, dialects = self._growing, self._dialects
        changed = False
        for event in self._decoder.feed(data):
            delta = dialects.plain(event)
            if delta is not None:
                changed = growing.append_text(delta)
                continue
            changed |= growing.fold(dialects.decode(event))
            if growing.final or growing.error is not None:
                break
        if self._decoder.error is not None:
            self._too_large("an event")
        elif self._received > self._answer_size.most_bytes:  # it cannot hold more than has come
            self._keep_within()
        return changed

    def body(self, data: bytes) -> bool:
        """Take a whole JSON body; True if something visible changed."""
        data = data.lstrip(_BLANK)
        try:
            chunks = self._dialects.decode_body(read_json(data))
        except UnreadableJSONError:
            return self._json_lines(data)
        if chunks is None:
            self._error = _no_answer(f"JSON that is no answer: {excerpt(data)}")
            return True
        return self._growing.fold(chunks)

    def _json_lines(self, data: bytes) -> bool:
        """A body of one chunk per line (NDJSON); anything else that is no JSON ends as cut off."""
        lines = data.splitlines()
        events = [ServerSentEvent(line) for line in lines] if len(lines) > 1 else []
        changed = [self._growing.fold(self._dialects.decode(event)) for event in events]
        if not self.finished and self.error is None:
            self._error = _INCOMPLETE
        return any(changed)

    def close(self, error: AnswerError | None = None) -> None:
        """The bytes have ended: cleanly, or by ``error`` of the transport. Decides how the answer ended."""
        if self._ended:
            return
        self._ended = "closed"
        if self._kind == "json":
            self.body(bytes(self._body))
            self._keep_within()
            if error is not None and not self.finished:
                self._error = error
        elif self._kind == "page":
            self._error = self._page_error()
        elif not self.finished:
            last = self._decoder.unfinished()
            if last is not None and last.raw.strip() == b"[DONE]":
                self._growing.fold(self._dialects.decode(last))
        if self.error is None:
            self._error = self._growing.silence() if self.finished else error or self._why_nothing()

    def interrupt(self) -> None:
        """The user stopped it; what is there is kept."""
        if not self._ended:
            self._ended = "interrupted"

    def resume(self) -> None:
        """A new connection goes on with this answer: half an event is dropped, known events are skipped."""
        self._decoder = EventStreamDecoder(limit_bytes=self._limit_bytes)
        self._dialects.responses.skip_seen()
        self._kind, self._ended, self._error = "", "", None
        self._body.clear()

    def snapshot(self) -> Answer:
        """The answer so far."""
        self._growing.fold(self._dialects.held())
        answer = self._growing.answer(status=self._status(), error=self._reported_error())
        if answer.status != "done" or answer.citations or answer.search_results:
            return answer
        if not has_markers(answer.text):
            return answer
        notice = NO_SOURCES + (DROPPED if self._kind == "stream" else "")
        return msgspec.structs.replace(answer, notices=(*answer.notices, notice))

    def _reported_error(self) -> AnswerError | None:
        return None if self._ended == "interrupted" and self._growing.error is None else self.error

    def _status(self) -> Status:
        error = self.error
        if error is not None and self._reported_error() is not None:
            cut = error.kind == "incomplete" or (error.kind in _CUTS and self.shown)
            return "cut off" if cut else "failed"
        if self.final or (self.finished and self._ended):
            return "done"
        if self._ended == "interrupted":
            return "interrupted"
        return "waiting" if self._growing.empty and not self.shown else "streaming"

    def _is_stream(self, data: bytes) -> bool:
        """Decide by the first byte that is not blank; blank lines so far may begin a stream."""
        if not self._kind:
            start = data.lstrip(_BLANK)[:1]
            self._kind = _KINDS.get(start, "stream") if start else ""
        return self._kind in ("", "stream")

    def _collect(self, data: bytes) -> None:
        """Keep a body for the end, and of a page the beginning only."""
        self._body += data
        if self._kind == "page" and len(self._body) > _PAGE_BYTES:
            self._error = self._page_error()
        elif len(self._body) > self._limit_bytes:
            self._too_large("the body")

    def _page_error(self) -> AnswerError:
        from pplx_notebook.protocol.reading.http_error import page_title

        title = page_title(bytes(self._body[:_PAGE_BYTES]))
        return _no_answer(f"a web page: {title or 'without a title'}")

    def _keep_within(self) -> None:
        """End an answer that holds more text than it may, whole or not, and keep what it may hold."""
        size, growing = self._answer_size, self._growing
        if size.exceeded(growing.size, growing.texts):
            growing.cut_to(size.most_bytes)
            most = size.most_bytes
            limit = f"{most / 2**20:g} MB" if most % 2**20 == 0 else f"{most:,} bytes"
            kept = f"the answer is larger than {limit} of text and reasoning, which are kept"
            message = f"{kept}; max_answer_bytes= takes more"
            self._error = AnswerError(kind="too_large", message=message)

    def _too_large(self, what: str) -> None:
        self._body.clear()
        if not self.finished:
            message = f"{what} is larger than the limit of {self._limit_bytes / 2**20:g} MiB"
            self._error = AnswerError(kind="too_large", message=message)

    def _why_nothing(self) -> AnswerError:
        """A clean end without terminator: a cut stream, or no stream at all."""
        start = bytes(self._head.lstrip(_BLANK))
        known = any(start.startswith(field) or field.startswith(start) for field in _FIELDS)
        if self._growing.unread:
            message = "no event of the stream could be read; check provider and base URL"
            return AnswerError(kind="content_type", message=message)
        if not self._growing.empty or known:
            return _INCOMPLETE
        return _no_answer(f"text: {excerpt(start)}")


def read_answer(chunks: Iterable[bytes]) -> Answer:
    """The answer in one response's bytes, any dialect, streamed or not; never raises on server data."""
    reader = AnswerReader()
    for data in chunks:
        reader.feed(data)
    reader.close()
    return reader.snapshot()


def _no_answer(what: str) -> AnswerError:
    message = f"neither an event stream nor a JSON answer but {what}; check the base URL"
    return AnswerError(kind="content_type", message=message)
