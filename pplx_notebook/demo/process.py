"""A server of this package in a process of its own, which ends with whoever started it.

``demo = started("pplx_notebook.demo", "--pace", "instant")``: then ``demo.base_url`` and ``demo.token``. The
gateway is started likewise: ``started("pplx_notebook", "serve", "--provider", "perplexity")``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from typing import Any

from pplx_notebook.errors import PplxError, UsageProblem
from pplx_notebook.processes import IN_BROWSER

NO_SERVER = (
    "a server is needed here, and a page in a browser can start none: "
    "run this notebook on Binder or on a computer of your own."
)


@dataclass(frozen=True)
class ServerProcess:
    """A running server. ``said`` is the line it began with: its address, port and token."""

    process: subprocess.Popen[bytes] = field(repr=False)
    said: dict[str, Any] = field(repr=False)

    @property
    def base_url(self) -> str:
        """Where it answers, on this machine only."""
        return str(self.said["base_url"])

    @property
    def token(self) -> str:
        """What it asks for as a key; empty where it asks for none."""
        return str(self.said.get("token", ""))

    def close(self) -> None:
        """End it, and wait until it has (10 s)."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait(10)
        if self.process.stdout is not None:
            self.process.stdout.close()


def started(module: str, *arguments: str, **environment: str) -> ServerProcess:
    """``python -m module arguments``, once it listens; ``environment`` is added to this process's own.

    Raises ``UsageProblem`` in a browser, which has no processes, and ``PplxError`` with the last line of what
    it wrote where it did not start. It ends when this process does, or at ``close()``.
    """
    if IN_BROWSER:
        raise UsageProblem(NO_SERVER)
    command = [sys.executable, "-m", module, *arguments, "--parent"]
    pipe = subprocess.PIPE
    with tempfile.TemporaryFile() as problems:
        process = subprocess.Popen(  # noqa: S603  # our own modules, no shell
            command, env={**os.environ, **environment}, stdin=pipe, stdout=pipe, stderr=problems
        )
        line = process.stdout.readline() if process.stdout is not None else b""
        if not line:
            process.communicate()
            problems.seek(0)
            *_, last = [b"", *problems.read().splitlines()]
            raise PplxError(f"{module} did not start: {last.decode(errors='replace')}")
    return ServerProcess(process, json.loads(line))
