"""The smallest answer of a chat server, how it is asked, and a wait for what happens there."""

from __future__ import annotations

import time
from typing import Any

from local_server import LocalServer, Seen

HELLO = ("head 200 text/event-stream", "delta Hello_", "delta world", "finish", "done", "end")


def hello(_: Seen) -> tuple[str, ...]:
    """A short answer."""
    return HELLO


def chat(server: LocalServer, **more: Any) -> dict[str, Any]:
    """Settings for the chat dialect at this server."""
    return {"provider": "chat", "base_url": server.url, "retries": 0, **more}


def until(condition: Any, timeout_s: float = 5.0) -> None:
    """Wait for a condition of the test."""
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)
