"""A program of somebody else that serves on a port of this machine while a test needs it."""

from __future__ import annotations

import random
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

START_S = 60
STOP_S = 20


def free_port() -> int:
    """A port nobody listens on, below those that the system gives to whoever asks for any (from 32768 on): a test
    beside this one would have it before the program that is told of it."""
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311  (no secret)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@contextmanager
def serving(
    command: Sequence[str | Path],
    url: str,
    log: Path,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    start_s: float = START_S,
) -> Iterator[None]:
    """Run the program until the block ends; begins when ``url`` answers. RuntimeError with its own words if not."""
    with (
        log.open("wb") as told,
        subprocess.Popen(command, env=env, cwd=cwd, stdout=told, stderr=told) as process,
    ):
        try:
            until = time.monotonic() + start_s
            while not answers(url):
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(
                        f"{command[0]} did not start: {log.read_text('utf-8', 'replace')[-2000:]}"
                    )
                time.sleep(0.2)
            yield
        finally:
            ended(process)


def answers(url: str) -> bool:
    """Whether anybody answers there, whatever is said."""
    try:
        urllib.request.urlopen(url, timeout=5).close()  # noqa: S310  (our own loopback address)
    except urllib.error.HTTPError as error:
        error.close()
    except OSError:
        return False
    return True


def ended(process: subprocess.Popen[bytes]) -> None:
    """End it; one that waits for a kernel that does not answer is not waited for."""
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
