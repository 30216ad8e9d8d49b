"""A headless Chromium for the tests: the one that is there, else one that is fetched once.

Looked for: PLAYWRIGHT_CHROMIUM, Debian's /usr/bin/chromium, playwright's own download. Where there is none it
is fetched: playwright's download first, then (as root, on Debian) the package. Without any, tests fail with
what to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright
from playwright.sync_api import Error as PlaywrightError

PLACES = (os.environ.get("PLAYWRIGHT_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    # a closed network must not be knocked at: the browser's own background traffic is off
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
PLAYWRIGHT = [sys.executable, "-m", "playwright", "install", "chromium"]
DEBIAN = ["sh", "-c", "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium"]
FETCH_S = 300
NO_CHROMIUM = (
    "no Chromium: install it with `apt-get install chromium` or `python -m playwright install chromium`, or set "
    "PLAYWRIGHT_CHROMIUM; PPLX_NO_BROWSER=1 leaves the browser tests out"
)


def launch(driver: Playwright) -> Browser:
    """A running Chromium; RuntimeError saying what to do where there is none and none can be fetched."""
    for fetch in (None, PLAYWRIGHT, DEBIAN):
        if fetch is None or fetched(fetch):
            try:
                return driver.chromium.launch(executable_path=path(), args=ARGUMENTS)
            except PlaywrightError:
                continue  # not there, or not able to run here: the next way of getting one
    raise RuntimeError(NO_CHROMIUM)


def path() -> str | None:
    """The Chromium to use, None for playwright's own."""
    return next((place for place in PLACES if place and Path(place).exists()), None)


def fetched(command: list[str]) -> bool:
    """Whether this way of fetching one worked."""
    if command is DEBIAN and (not shutil.which("apt-get") or os.geteuid() != 0):
        return False
    try:
        return subprocess.run(command, capture_output=True, timeout=FETCH_S, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False
