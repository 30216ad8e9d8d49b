"""Streaming compared with waiting, measured at the build: one question asked twice at a lifelike pace.

    cd docs && python -c "from made.speed import main; main()"      measures, and prints the figures

One reader takes each snapshot as it comes, the other waits for the whole answer. The bytes of each dialect
are counted on the demo engine's own streams and bodies.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path

import msgspec
from docutils import nodes
from sphinx.application import Sphinx

from made.directive import Made, table
from made.streams import ASKED
from pplx_notebook.client import Client
from pplx_notebook.demo.engine.engine import Engine

DOCS = Path(__file__).resolve().parents[1]
SCRIPT = (sys.executable, "-c", "from made.speed import main; main()")
QUESTION = "What is photosynthesis?"
LONG = "Explain black holes in detail"
READ_WORDS_S = 4.0  # a quick reader's; 240 words a minute
WIDTH, HEIGHT, LEFT, BOTTOM = 720, 260, 56, 34


class Measured(msgspec.Struct, frozen=True):
    """``curve``: (seconds, characters to read) at each change; ``waited_s``: when waiting had an end."""

    curve: tuple[tuple[float, int], ...]
    waited_s: float
    words: int


def main() -> None:
    """Measure, and print the figures as JSON."""
    os.environ["PPLX_DEMO_PACE"] = "lifelike"
    sys.stdout.write(msgspec.json.encode(asyncio.run(measure())).decode())


async def measure() -> Measured:
    """Both at once, in one loop."""
    async with Client(provider="demo") as client:
        (curve, words), waited_s = await asyncio.gather(_streamed(client), _waited(client))
    return Measured(tuple(curve), waited_s, words)


async def _streamed(client: Client) -> tuple[list[tuple[float, int]], int]:
    began, curve, words = time.perf_counter(), [], 0
    async for answer in client.astream(QUESTION):
        if answer.text and (not curve or curve[-1][1] != len(answer.text)):
            curve.append((time.perf_counter() - began, len(answer.text)))
            words = len(answer.text.split())
    return curve, words


async def _waited(client: Client) -> float:
    began = time.perf_counter()
    await client.aask(QUESTION)
    return time.perf_counter() - began


_measuring: list[subprocess.Popen[bytes]] = []


def begin(*_: object) -> None:
    """Measure while the pages are read, in a process of its own, whose loop nobody holds up."""
    _measuring[:] = [subprocess.Popen(SCRIPT, stdout=subprocess.PIPE, cwd=DOCS)]  # noqa: S603


@cache
def measured() -> Measured:
    """The figures, once they are there."""
    said, _ = _measuring[0].communicate()
    return msgspec.json.decode(said, type=Measured)


class Curve(Made):
    """The figures as a picture and a sentence."""

    def run(self) -> list[nodes.Node]:
        """SVG of our own, in the page's colours."""
        return [nodes.raw("", curve_svg(measured()), format="html")]


def curve_svg(found: Measured) -> str:
    """Characters there are to read, against seconds."""
    most_s, most = max(found.waited_s, found.curve[-1][0]) * 1.04, found.curve[-1][1]

    def at(seconds: float, characters: float) -> str:
        across = LEFT + (WIDTH - LEFT - 10) * seconds / most_s
        return f"{across:.1f},{HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 14) * characters / most:.1f}"

    steps = [at(found.curve[0][0], 0), at(*found.curve[0])]
    for (_, before), (now, has) in pairwise(found.curve):
        steps += [at(now, before), at(now, has)]
    waited = [at(0, 0), at(found.waited_s, 0), at(found.waited_s, most)]
    ticks = "".join(
        f'<text x="{at(second, 0).partition(",")[0]}" y="{HEIGHT - 12}" text-anchor=middle>{second} s</text>'
        for second in range(int(most_s) + 1)
    )
    first_s, last_s = found.curve[0][0], found.curve[-1][0]
    told = (
        f"Streaming shows the first words after {first_s:.1f} s and the last after {last_s:.1f} s; "
        f"waiting shows nothing for {found.waited_s:.1f} s"
    )
    return (
        f'<figure class="curve"><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(told)}">'
        f'<path class="axis" d="M{LEFT},8 V{HEIGHT - BOTTOM} H{WIDTH - 8}"/>{ticks}'
        f'<text x="{LEFT - 6}" y="20" text-anchor="end">{most}</text>'
        f'<text x="{LEFT + 8}" y="20">characters to read</text>'
        f'<polyline class="streamed" points="{" ".join(steps)}"/>'
        f'<polyline class="waited" points="{" ".join(waited)}"/>'
        f"</svg><figcaption><b class=streamed>streaming</b> <b class=waited>waiting</b> {told}. "
        f"{found.words} words, measured when this page was built.</figcaption></figure>"
    )


class Figures(Made):
    """The same as a table."""

    def markdown(self) -> str:
        """Seconds, and what a reader has read by then."""
        found = measured()
        first_s, last_s = found.curve[0][0], found.curve[-1][0]
        read = min(found.words, int((found.waited_s - first_s) * READ_WORDS_S))
        rows = [
            ("first words", f"{first_s:.2f} s", f"{found.waited_s:.2f} s"),
            ("whole answer", f"{last_s:.2f} s", f"{found.waited_s:.2f} s"),
            ("words read by then (240 a minute)", str(read), "0"),
        ]
        return table(("", "streaming", "waiting"), rows)


class Sizes(Made):
    """Bytes on the wire."""

    def markdown(self) -> str:
        """A row a dialect, for a short and a long answer."""
        rows = []
        for name in ASKED:
            numbers = [f"{size:,}" for question in (QUESTION, LONG) for size in sizes(name, question)]
            rows.append((name, *numbers))
        words = [words_of(question) for question in (QUESTION, LONG)]
        heads = [f"{kind}, {count} words" for count in words for kind in ("stream", "whole")]
        return table(("dialect", *heads), rows)


def sizes(dialect: str, question: str) -> tuple[int, int]:
    """Bytes of the stream and of the whole body."""
    path, body = ASKED[dialect]
    asked = {**body, "input": question} if "input" in body else {**body, "messages": [_said(question)]}
    engine = Engine(pace="instant")
    whole_path = path.replace("/v1/chat/stream", "/v1/chat")
    requests = ((path, {**asked, "stream": True}), (whole_path, {**asked, "stream": False}))
    stream, whole = (
        sum(len(piece.data) for piece in engine.reply("POST", where, msgspec.json.encode(fields)).steps)
        for where, fields in requests
    )
    return stream, whole


def words_of(question: str) -> int:
    """How long the demo engine's answer is."""
    from pplx_notebook.protocol import read_answer

    body = msgspec.json.encode({"input": question, "effort": "fast", "stream": True})
    pieces = Engine(pace="instant").reply("POST", "/v1/responses", body).steps
    return len(read_answer(piece.data for piece in pieces).text.split())


def _said(question: str) -> dict[str, str]:
    return {"role": "user", "content": question}


def setup(app: Sphinx) -> None:
    """The directives; measuring begins with the build."""
    app.connect("env-before-read-docs", begin)
    app.add_directive("speed-curve", Curve)
    app.add_directive("speed-figures", Figures)
    app.add_directive("speed-sizes", Sizes)
