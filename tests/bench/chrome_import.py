"""Chromium's own network panel opens our recordings: ``python tests/bench/chrome_import.py [FILE.har …] [--shots FOLDER]``.

Drives the developer tools that the browser brings (no network): imports each file as a reader does, with the panel's
button, opens the EventStream tab, and compares what the panel holds, event by event and time by time, with the
recording. Printed is one line a file; the exit status is 1 where something differs.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from pplx_notebook.inspect.recording import Recording

PANEL = "devtools://devtools/bundled/devtools_app.html"
LESSONS = Path(__file__).resolve().parents[2] / "notebooks" / "recordings"
HELD = """async () => {
  const { NetworkLog } = (await import("devtools://devtools/bundled/models/logs/logs.js"));
  return NetworkLog.NetworkLog.instance().requests().map((request) => [
    request.url(), request.statusCode,
    request.eventSourceMessages().map((m) => [m.time, m.eventName, m.eventId, m.data]),
  ]);
}"""


def imported(page: Page, file: Path) -> list[Any]:
    """What the panel holds of a file."""
    page.goto(PANEL)
    page.get_by_role("tab", name="Network", exact=True).first.click()
    with page.expect_file_chooser() as chooser:
        page.locator('[aria-label*="Import HAR"]').first.click()
    chooser.value.set_files(file)
    held: list[Any] = []
    for _ in range(100):
        page.wait_for_timeout(100)
        before, held = held, page.evaluate(HELD)
        if held and len(held) == len(before):
            break
    return held


def shown(page: Page, folder: Path, name: str) -> None:
    """A picture of the EventStream tab of the last request."""
    page.locator("td.name-column").last.click()
    tab = page.get_by_role("tab", name="EventStream")
    if tab.count():
        tab.first.click()
        page.wait_for_timeout(400)
    page.screenshot(path=folder / f"chrome-{name}.png")


def differences(recording: Recording, held: list[Any]) -> list[str]:
    """What the panel has otherwise."""
    if len(held) != len(recording.entries):
        return [f"{len(held)} requests instead of {len(recording.entries)}"]
    found = []
    for entry, (url, status, messages) in zip(recording.entries, held, strict=True):
        began_s = datetime.fromisoformat(entry.started).timestamp()
        ours = [(event.name, event.id, event.data) for event in entry.events]
        late = [
            abs(m[0] - began_s - event.time_us / 1e6)
            for m, event in zip(messages, entry.events, strict=False)
        ]
        if (url, status) != (entry.url, entry.status):
            found.append(f"{status} {url}")
        if [tuple(message[1:]) for message in messages] != ours:
            found.append(f"{len(messages)} events instead of {len(ours)}")
        elif late and max(late) > 2e-6:
            found.append(f"times differ by up to {max(late) * 1000:.3f} ms")
    return found


def main() -> int:
    """Import every file given, or the lessons' own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", type=Path, default=sorted(LESSONS.glob("*.har")))
    parser.add_argument("--shots", type=Path)
    given = parser.parse_args()
    wrong = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        print("Chromium", browser.version)
        for file in given.files:
            page = browser.new_page(viewport={"width": 1280, "height": 760})
            recording = Recording.open(file)
            found = differences(recording, imported(page, file))
            wrong += bool(found)
            events = len(recording.events)
            print(
                f"{file.name:24} {len(recording.entries)} requests, {events} events: {'; '.join(found) or 'all, each at its time'}"
            )
            if given.shots:
                shown(page, given.shots, file.stem)
            page.close()
        browser.close()
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
