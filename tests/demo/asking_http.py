"""One HTTP request of a test, by the standard library; a demo server as a program of its own."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pplx_notebook.demo.server.server import Port

QUESTION = "What is DNA?"
MESSAGES = [{"role": "user", "content": QUESTION}]
AGENT = {"input": QUESTION, "effort": "fast", "stream": True}
CHAT = {"model": "sonar", "messages": MESSAGES, "stream": True}


def sent(
    server: Port, path: str, body: Any = None, *, method: str = "", **headers: str
) -> tuple[int, bytes, http.client.HTTPMessage]:
    """Status, body and headers; ``body`` is sent as JSON, header names have ``_`` for ``-``."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=20)
    try:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        data = None if body is None else json.dumps(body)
        kind = {} if body is None else {"Content-Type": "application/json"}
        connection.request(method or ("GET" if body is None else "POST"), path, data, kind | given)
        response = connection.getresponse()
        return response.status, response.read(), response.headers
    finally:
        connection.close()


@contextmanager
def command(*arguments: str) -> Iterator[dict[str, Any]]:
    """``python -m arguments``, and the line of JSON it prints; it ends with the block."""
    with subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        try:
            yield json.loads(line) if line else {"stderr": process.stderr.read().decode()}
        finally:
            process.stdin.close()
            process.terminate()
