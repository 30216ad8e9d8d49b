"""Debian's Firefox, told what to do by its own remote protocol (Marionette): no driver program is needed.

A message is its length, a colon and JSON: ``[0, id, command, parameters]`` there, ``[1, id, error, result]`` back.
https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from served import ended, free_port

START_S = 60
REPLY_S = 180
DEBIAN = "apt-get update -qq && apt-get install -y -qq --no-install-recommends firefox-esr"
NO_FIREFOX = "no Firefox: install it with `apt-get install firefox-esr`"
SWITCHING = "javascript.options.wasm_js_promise_integration"


def program() -> str:
    """Where it is, fetched where it is not; RuntimeError saying what to do."""
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    if found is None and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["sh", "-c", DEBIAN], capture_output=True, timeout=300, check=False)
        found = shutil.which("firefox-esr")
    if found is None:
        raise RuntimeError(NO_FIREFOX)
    return found


@dataclass
class Firefox:
    """A running one with a page."""

    connection: socket.socket
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _rest: bytes = b""

    def command(self, name: str, **parameters: object) -> Any:
        """What it answers; RuntimeError with its own words."""
        number = next(self._numbers)
        message = json.dumps([0, number, name, parameters]).encode()
        self.connection.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._message()
        if error:
            raise RuntimeError(f"{name}: {error.get('message')}")
        return result

    def go(self, address: str) -> None:
        """Another page."""
        self.command("WebDriver:Navigate", url=address)

    def evaluate(self, function: str, *given: object) -> Any:
        """What a function of the page returns, awaited."""
        script = "const done = arguments[arguments.length - 1]; const page = window.wrappedJSObject;\n"
        script += "Promise.resolve(page.eval('(' + arguments[0] + ')')(...arguments[1])).then(done, problem => done(String(problem)));"
        return self.command(
            "WebDriver:ExecuteAsyncScript", script=script, args=[function, list(given)], sandbox="default"
        )["value"]

    def wait_for(self, function: str, *given: object, seconds: float = 120) -> None:
        """Until a function of the page returns something true."""
        until = time.monotonic() + seconds
        while not self.evaluate(function, *given):
            if time.monotonic() > until:
                raise TimeoutError(f"{seconds} s: {function}")
            time.sleep(0.2)

    def _message(self) -> Any:
        while b":" not in self._rest:
            self._receive()
        size, _, self._rest = self._rest.partition(b":")
        while len(self._rest) < int(size):
            self._receive()
        message, self._rest = self._rest[: int(size)], self._rest[int(size) :]
        return json.loads(message)

    def _receive(self) -> None:
        piece = self.connection.recv(65536)
        if not piece:
            raise ConnectionError("Firefox has gone")
        self._rest += piece


@contextmanager
def firefox(folder: Path, preferences: Mapping[str, object] | None = None) -> Iterator[Firefox]:
    """A headless one in a profile of its own."""
    port, profile = free_port(), folder / "profile"
    profile.mkdir(parents=True)
    wanted = {"marionette.port": port, "network.dns.disabled": True} | dict(preferences or {})
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in wanted.items()]
    (profile / "user.js").write_text("".join(lines), "utf-8")
    command = [program(), "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    home = os.environ | {"HOME": str(folder)}
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=home) as process,
    ):
        try:
            with connected(port, process) as connection:
                found = Firefox(connection)
                found._message()
                found.command("WebDriver:NewSession", strictFileInteractability=False)
                found.command("WebDriver:SetTimeouts", script=REPLY_S * 1000, pageLoad=REPLY_S * 1000)
                yield found
        finally:
            ended(process)


def connected(port: int, process: subprocess.Popen[bytes]) -> socket.socket:
    """A connection to it when it has started."""
    until = time.monotonic() + START_S
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=REPLY_S)
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("Firefox did not start") from None
            time.sleep(0.2)
