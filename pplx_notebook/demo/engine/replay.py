"""A recorded answer served again: the exact bytes of a file, event by event; of a recording (HAR) each read
at its moment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pplx_notebook.demo.engine.har_replay import HarReplay
from pplx_notebook.demo.engine.pacing import Pace, Piece, factor_of, pause_before_word
from pplx_notebook.demo.engine.reply import EVENT_STREAM, JSON, Reply, error_reply
from pplx_notebook.inspect.recording import Recording

_EVENT = re.compile(rb".*?(?:\r\n\r\n|\n\n|\r\r)|.+", re.DOTALL)


def replay_of(file: Path, pace: Pace | str | None) -> Replay | HarReplay:
    """What serves a file: a recording, an event stream or a JSON body. ``OSError`` as ``open``,
    ``UsageProblem`` for a recording that is none."""
    if file.suffix == ".har":
        return HarReplay(Recording.open(file), pace=pace)
    return Replay(file, pace=pace)


class Replay:
    """Answers every POST with the recording ``file``: ``.sse``, or one body in ``.json``."""

    def __init__(self, file: Path, *, pace: Pace | str | None = None) -> None:
        self._recording = file.read_bytes()
        self._content_type = JSON if file.suffix == ".json" else EVENT_STREAM
        self._pace = factor_of(pace)

    def reply(
        self,
        method: str,
        target: str,
        body: bytes = b"",  # noqa: ARG002  (the shape of Engine.reply)
        headers: Mapping[str, str] | None = None,  # noqa: ARG002
    ) -> Reply:
        """The recording, whatever was asked."""
        if method != "POST":
            return error_reply(target, 404, f"{method} {target} not found", "not_found")
        events = [self._recording] if self._content_type == JSON else _EVENT.findall(self._recording)
        steps = (Piece(pause_before_word(n) * self._pace, event) for n, event in enumerate(events))
        return Reply(status=200, content_type=self._content_type, steps=steps)
