"""Makes the lessons' recordings anew, on the demo engine: ``python notebooks/recordings/make.py``, 20 s.

============= =================================================================================
answer.har    an ordinary answer, from the question to the last word
gateway.har   the same in the chat dialect, as gateways speak it
silence.har   a server that falls silent in the middle of the answer, until the client gives up
cut.har       a connection that breaks in the middle of the answer
retry.har     a server that is busy at first (429), and is asked again
============= =================================================================================
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from pathlib import Path

from pplx_notebook import Client, PplxError
from pplx_notebook.demo.engine.engine import Engine
from pplx_notebook.demo.engine.reply import Reply
from pplx_notebook.demo.server.server import Port

FOLDER = Path(__file__).parent
PORT = 8765
QUESTION = "What is a prime number?"


class BusyAtFirst:
    """The demo engine, which refuses its first question with 429."""

    def __init__(self) -> None:
        self._engines = itertools.chain([Engine(fault="429")], itertools.repeat(Engine(mode="concise")))

    def reply(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """What the engine whose turn it is says."""
        return next(self._engines).reply(method, target, body, headers)


def main() -> None:
    """Record them all."""
    os.environ["PPLX_DEMO_PACE"] = "lifelike"
    with Client() as client:
        for _ in client.stream(QUESTION, provider="demo", record=FOLDER / "answer.har"):
            pass
    record("gateway.har", Engine(mode="concise"), model="sonar")
    record("silence.har", Engine(mode="concise", fault="stall"), idle_timeout_s=3)
    record("cut.har", Engine(mode="concise", fault="drop"))
    record("retry.har", BusyAtFirst(), retries=2)


def record(name: str, answerer: Engine | BusyAtFirst, **settings: object) -> None:
    """Ask a server on a port of this machine, in the chat dialect."""
    with Port(answerer, port=PORT) as server, Client(provider="chat", base_url=server.base_url) as client:
        try:
            client.ask(QUESTION, **{"record": FOLDER / name, "retries": 0, **settings})
        except PplxError as problem:
            print(f"{name}: {problem}")


if __name__ == "__main__":
    main()
