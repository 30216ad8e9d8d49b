"""Events of a chat server as bytes, and a reader that has read some."""

from __future__ import annotations

from pplx_notebook.protocol import AnswerReader

TEXT = b'data: {"id":"c","model":"m","choices":[{"delta":{"content":"%s"}}]}\n\n'


FINISH = b'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n'


DONE = b"data: [DONE]\n\n"


def reader_of(*reads: bytes, **options: object) -> AnswerReader:
    reader = AnswerReader(**options)  # type: ignore[arg-type]
    for read in reads:
        reader.feed(read)
    return reader
