"""A question asked of a local server and recorded in a file, and asked again of that file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from hello import chat
from local_server import LocalServer

from pplx_notebook import client
from pplx_notebook.errors import PplxError
from pplx_notebook.inspect.recording import Entry, Recording
from pplx_notebook.network.wire.replaying import ReplayingTransport
from pplx_notebook.network.wire.transport import Request
from pplx_notebook.protocol import Answer, AnswerReader

HEAD = "head 200 text/event-stream"
KEY = "pplx-aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1z"


def asked(prompt: str, **settings: Any) -> Answer:
    """The answer, whole or not."""
    try:
        return client.ask(prompt, **settings)
    except PplxError as problem:
        if problem.answer is None:
            raise
        return problem.answer


def recorded(file: Path, *steps: str, **settings: Any) -> tuple[Answer, Recording]:
    """The answer to one question and what the file holds of it."""
    with LocalServer(lambda _: steps) as server:
        answer = asked("hi", record=file, **chat(server, **settings))
    return answer, Recording.open(file)


def replayed(file: Path, prompt: str = "hi", **settings: Any) -> Answer:
    return asked(prompt, record=file, record_mode="replay", **settings)


def one(recording: Recording) -> Entry:
    (entry,) = recording.entries
    return entry


def as_raw(data: bytes) -> str:
    """Bytes as one HTTP chunk of the local server."""
    return "raw " + "".join(f"\\x{byte:02x}" for byte in data)


def pieces_replayed(entry: Entry) -> list[bytes]:
    """The reads that a replay gives the reader."""

    async def taken() -> list[bytes]:
        request = Request("POST", entry.url, b"", None, 1.0, 1.0)
        response = await ReplayingTransport(Recording((entry,)), 0.0).send(request)
        return [part async for part in response.parts]

    return asyncio.run(taken())


def snapshots(pieces: list[bytes]) -> list[Answer]:
    """What a reader sees, read by read."""
    reader = AnswerReader()
    return [reader.snapshot() for piece in pieces if reader.feed(piece) or True]
