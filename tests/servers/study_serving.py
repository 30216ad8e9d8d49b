"""``study_server.py`` for tests: begun, asked for its counts, ended; and programs that ask it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from places import ROOT, TESTS

if TYPE_CHECKING:
    from pplx_notebook import Study

SERVER = TESTS / "servers" / "study_server.py"
BAD_KEY = "BAD KEY"  # a question with it is answered with 401


def texts(study: Study) -> list[str | None]:
    """What was asked, as this server's answers tell it."""
    return [
        answer and answer.text.partition(" word0")[0].removeprefix("You asked: ") for answer in study.answers
    ]


class StudyServer:
    """Where it listens, and what it has seen."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    @property
    def settings(self) -> dict[str, Any]:
        """How it is asked."""
        return {"provider": "chat", "base_url": self.url, "model": "local"}

    def counts(self) -> dict[str, Any]:
        """What it has counted."""
        with urllib.request.urlopen(f"{self.url}/counts", timeout=30) as response:  # noqa: S310  # our own server
            return dict(json.load(response))

    def answered(self) -> dict[str, int]:
        """How often it answered each question."""
        return dict(self.counts()["answered"])

    def reset(self) -> None:
        """Count from the beginning."""
        begin = urllib.request.Request(f"{self.url}/reset", b"", method="POST")  # noqa: S310
        urllib.request.urlopen(begin, timeout=30).close()  # noqa: S310


@contextmanager
def serving(*options: str) -> Iterator[StudyServer]:
    """A server with these options; it ends with us, whatever happens."""
    with subprocess.Popen(
        [sys.executable, SERVER, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield StudyServer(int(process.stdout.readline()))
        finally:
            process.kill()


def program(*arguments: str, code: str | None = None, **environment: str) -> subprocess.Popen[str]:
    """A Python program with this checkout."""
    what = ["-c", code] if code is not None else []
    return subprocess.Popen(
        [sys.executable, *what, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment, cwd=Path(ROOT),
    )  # fmt: skip
