"""A stream of each dialect as a diagram: the demo engine's own, event by event, and what becomes of it.

Nothing here is drawn by hand. An event's row has the moment it comes (at a lifelike pace), its name, how
often it comes in a row, its bytes, and the fields of the answer that are new or longer behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any

import msgspec
from docutils import nodes
from sphinx.application import Sphinx

from made.directive import Made
from pplx_notebook.demo.engine.engine import Engine
from pplx_notebook.demo.engine.pacing import Piece
from pplx_notebook.protocol import Answer, AnswerReader, EventStreamDecoder, ServerSentEvent

QUESTION = "Explain briefly what a black hole is."
MESSAGES = [{"role": "user", "content": QUESTION}]
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "responses": ("/v1/responses", {"input": QUESTION, "effort": "fast", "stream": True}),
    "chat full": ("/chat/completions", {"model": "sonar", "messages": MESSAGES, "stream": True}),
    "chat concise": (
        "/chat/completions",
        {"model": "sonar", "messages": MESSAGES, "stream": True, "stream_mode": "concise"},
    ),
    "named": ("/named", {"messages": MESSAGES, "stream": True}),
    "perf": ("/v1/chat/stream", {"messages": MESSAGES}),
}
QUIET = ("asked", "prompt", "provider", "steps", "created_at", "effort", "choices", "warnings")
BY_CLOCK = ("responses",)  # a run goes on by itself: its pauses are until then, not since the last event
BLOCK = re.compile(rb".*?(?:\r\n\r\n|\n\n)", re.DOTALL)  # an event, and the empty line behind it
FIELDS = tuple(name for name in Answer.__struct_fields__ if name not in QUIET)
SAMPLE_CHARACTERS = 420


@dataclass
class Row:
    """Events of one name in a row."""

    name: str
    at_s: float
    sample: str
    events: int = 1
    size_bytes: int = 0
    fills: list[str] = field(default_factory=list)


@cache
def pieces(dialect: str) -> tuple[Piece, ...]:
    """What the demo engine sends, with the pauses before it."""
    path, body = ASKED[dialect]
    reply = Engine(pace="lifelike").reply("POST", path, msgspec.json.encode(body))
    return tuple(reply.steps)


def rows(dialect: str) -> Iterator[Row]:
    """The stream, event by event; those that are alike and come in a row are one."""
    reader, before, now_s, row = AnswerReader(), Answer(), 0.0, None
    for piece in pieces(dialect):
        now_s = max(now_s, piece.pause_s) if dialect in BY_CLOCK else now_s + piece.pause_s
        for event, raw in _events(piece.data):
            reader.feed(raw)
            after = reader.snapshot()
            filled = [name for name in FIELDS if getattr(after, name) != getattr(before, name)]
            before = after
            name = name_of(event)
            if row is None or row.name != name or set(filled) - {"text"} - set(row.fills):
                if row is not None:
                    yield row
                row = Row(name, now_s, raw.decode(), events=0)
            row.events += 1
            row.size_bytes += len(raw)
            row.fills += [one for one in filled if one not in row.fills]
    if row is not None:
        yield row


def _events(data: bytes) -> Iterator[tuple[ServerSentEvent, bytes]]:
    """Each event of some bytes, with the bytes it is."""
    for block in BLOCK.findall(data):
        for event in EventStreamDecoder().feed(block):
            yield event, block


def name_of(event: ServerSentEvent) -> str:
    """What tells an event from others of its dialect."""
    if event.data.strip() == "[DONE]":
        return "[DONE]"
    payload = msgspec.json.decode(event.raw)
    if "choices" not in payload:
        return str(payload.get("type") or event.event)
    (choice, *_) = payload["choices"] or [{}]
    parts = [
        f"{place}.{name}"
        for place in ("delta", "message")
        for name, value in (choice.get(place) or {}).items()
        if value and name != "role"
    ]
    parts += ["finish_reason"] if choice.get("finish_reason") else []
    kind = payload.get("object") or ""
    told = kind if kind != "chat.completion.chunk" else ""
    return " · ".join(filter(None, [told, *parts])) or kind


class Stream(Made):
    """The diagram of one dialect."""

    required_arguments = 1
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        """HTML of our own: a list whose lines are one grid."""
        return [nodes.raw("", diagram(self.named), format="html")]


def diagram(dialect: str) -> str:
    """The list; each line opens to its first event as it stands on the wire."""
    shown = list(rows(dialect))
    all_bytes = sum(row.size_bytes for row in shown)
    path, _ = ASKED[dialect]
    lines = [_line(row, all_bytes) for row in shown]
    events = sum(row.events for row in shown)
    head = f'<p class="stream-head"><code>POST …{escape(path)}</code> {events} events, '
    head += f"{all_bytes:,} bytes, {shown[-1].at_s:.1f} s at a lifelike pace</p>"
    return f'{head}<ol class="stream">{"".join(lines)}</ol>'


def _line(row: Row, all_bytes: int) -> str:
    times = f" <small>× {row.events}</small>" if row.events > 1 else ""
    fills = ", ".join(f"<b>{escape(name)}</b>" for name in row.fills) or "<i>nothing new</i>"
    sample = row.sample.strip()
    cut = sample if len(sample) <= SAMPLE_CHARACTERS else f"{sample[:SAMPLE_CHARACTERS]}…"
    return (
        f'<li style="--share: {row.size_bytes / all_bytes:.3f}"><details><summary>'
        f"<span class=stream-at>{row.at_s:.2f} s</span><code>{escape(row.name)}</code>{times}"
        f'<span class="stream-bytes">{row.size_bytes:,} B</span><span class="stream-fills">{fills}</span>'
        f"</summary><pre>{escape(cut)}</pre></details></li>"
    )


def setup(app: Sphinx) -> None:
    """The directive."""
    app.add_directive("stream", Stream)
