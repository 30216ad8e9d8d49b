"""What the server adds to each event, in milliseconds: on the bare port and through Jupyter's server proxy.

    .venv/bin/python tests/bench/bench_events.py

Each event carries the time at which the answerer gave it away; both ways take turns, with ``Accept-Encoding: gzip``.
"""

from __future__ import annotations

import asyncio
import http.client
import statistics
import sys
import tempfile
import time
import urllib.parse
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "clients")]

from programs import PREFIX, running_jupyter  # noqa: E402

from pplx_notebook.demo.engine.pacing import Piece  # noqa: E402
from pplx_notebook.demo.engine.reply import EVENT_STREAM, Reply  # noqa: E402
from pplx_notebook.demo.server.server import Port  # noqa: E402

EVENTS, EVERY_S, TURNS = 60, 0.02, 5
HEADERS = {"Content-Type": "application/json", "Accept": "text/event-stream", "Accept-Encoding": "gzip"}


class Clock:
    """Tells the time, event by event."""

    def reply(self, *_: str | bytes | Mapping[str, str]) -> Reply:
        """The stream."""
        return Reply(status=200, content_type=EVENT_STREAM, live=self._times())

    async def _times(self) -> AsyncGenerator[Piece]:
        for _ in range(EVENTS):
            await asyncio.sleep(EVERY_S)
            yield Piece(0.0, b"data: %d\n\n" % time.perf_counter_ns())


def lags_ms(url: str) -> list[float]:
    """How long each event took."""
    place = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port)
    connection.request("POST", f"{place.path}/events", "{}", HEADERS)
    lines = (line for line in connection.getresponse() if line.startswith(b"data: "))
    return [(time.perf_counter_ns() - int(line[6:])) / 1e6 for line in lines]


def main() -> None:
    """Print the medians."""
    with (
        tempfile.TemporaryDirectory() as home,
        running_jupyter(Path(home)) as jupyter,
        Port(Clock(), origins=[jupyter]) as port,
    ):
        ways = {"bare": port.base_url, "proxied": f"{jupyter}{PREFIX}proxy/{port.port}"}
        found: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(TURNS):
            for way, url in ways.items():
                found[way] += lags_ms(url)
    for way, lags in found.items():
        lags.sort()
        print(
            f"{way}: median {statistics.median(lags):.2f} ms, p90 {lags[len(lags) * 9 // 10]:.2f} ms, of {len(lags)}"
        )


if __name__ == "__main__":
    main()
