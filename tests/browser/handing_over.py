"""An answer that ends when the test says so."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator

from local_server import LocalServer

SOURCES = [{"title": f"Source {n}", "url": f"https://example.org/{n}"} for n in (1, 2)]
KNOWN = "data: " + json.dumps({"choices": [], "search_results": SOURCES}) + "\\n\\n"
THOUGHT = "First I think about it for some time, and then I think about it once more. " * 3 + "\n\n"
PARAGRAPH = (
    "This paragraph **goes on** with `words` and a source [1], so that lines are broken. " * 3 + "\n\n"
)
FORMULA = "Energy is mass: $$E = mc^2$$\n\n"
LAST = "These are the last words."


class Ending:
    """A server that writes an answer and holds back its last words until ``end`` is set."""

    def __init__(self, paragraphs: int = 30) -> None:
        self.paragraphs = paragraphs
        self.end = threading.Event()
        self.ended_at = 0.0
        self.server = LocalServer(lambda _: self.steps())

    def steps(self) -> Iterator[str]:
        """What it does with every request."""
        yield "head 200 text/event-stream"
        yield f"raw {KNOWN}"
        for text in (
            "<think>" + THOUGHT * 12 + "</think>",
            PARAGRAPH * 3,
            FORMULA,
            PARAGRAPH * self.paragraphs,
        ):
            yield f"delta {text}"
            yield "pause 0.2"
        while not self.end.is_set():
            yield "pause 0.02"
        self.ended_at = time.time()
        yield from (f"delta {LAST}", "finish", "done", "end")
