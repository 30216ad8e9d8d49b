"""A demo server that stops in the middle of its text until it is told to go on: what came before that was
passed on by whoever stands between, and not held until the end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Iterable, Mapping

import msgspec

from pplx_notebook.demo.engine.engine import Engine
from pplx_notebook.demo.engine.pacing import Piece
from pplx_notebook.demo.engine.reply import Reply

BEFORE = 8  # words in front of the gate
OPENS_BY_ITSELF_S = 30.0


class GatedEngine:
    """The engine; every streamed answer waits behind its first words while the gate is closed."""

    def __init__(self) -> None:
        self._engine = Engine(pace="instant")
        self.gate = threading.Event()
        self.seen: list[Mapping[str, str]] = []

    def reply(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """The reply, with a gate in it."""
        self.seen.append(headers or {})
        reply = self._engine.reply(method, target, body, headers)
        return msgspec.structs.replace(reply, live=self._gated(reply.steps)) if reply.is_stream else reply

    async def _gated(self, steps: Iterable[Piece]) -> AsyncGenerator[Piece]:
        texts = 0
        for step in steps:
            texts += step.is_text
            if texts == BEFORE:
                await self._open()
            yield step

    async def _open(self) -> None:
        async with asyncio.timeout(OPENS_BY_ITSELF_S):
            while not self.gate.is_set():  # noqa: ASYNC110  (opened from another thread)
                await asyncio.sleep(0.005)
