"""How an answer draws and stops in the browser alone: 300 chunks a second, Stop and ■.

    python tests/bench/bench_lite_live.py SITE [--mode with|without] [--rounds 3] [--stops 20] [--throttle 1]

SITE is what ``docs/lite/build.py`` makes. A local server streams 300 words a second for six seconds. Told are:
from the arrival of a word in Python to the frame that shows it (one clock for page and worker); the page's tasks
by the wall (one of them is the profiler's own), those in which a script of ours ran by the CPU of their thread
alone, which no neighbour on the machine makes longer, and how long those scripts took by the wall. Then Stop and ■, each so many times: before the first text,
in the midst of it, and on a server that says nothing; from the press until the kernel waits for a cell.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

sys.path.extend(
    str(Path(__file__).resolve().parents[1] / folder) for folder in ("lite", "servers", "browser", ".")
)
from cells_page import CellsPage, open_cells
from lesson_page import chromium_alone
from lite_site import environment, without_stack_switching
from paced_chat import PacedChat, serving
from static_site import serving_folder

PER_S, SECONDS = 300, 6
LONG_MS = 50
TASKS = "disabled-by-default-devtools.timeline"  # where Chromium tells its tasks
PLACES = {"silent": 0.3, "late": 0.3, "steady": 1.0}  # path of the server, and the seconds before the press
OURS = re.compile(r"^blob:|/extensions/pplx[-_]notebook/")  # the widget's module comes as a blob
STAMP = """\
import re, js
from pplx_notebook.network.wire import fetching
arrived, as_it_was = [], fetching.FetchedBody.__aiter__
async def stamped(self):
    async for part in as_it_was(self):
        if words := re.findall(rb"wor(\\d+) ", part):
            arrived.append((js.performance.timeOrigin + js.performance.now(), int(words[-1])))
        yield part
fetching.FetchedBody.__aiter__ = stamped"""
WATCH = """() => { window.seen = []; let due = false;
    const look = () => { due = false;
        const words = [...document.querySelectorAll(".pplx-live .pplx-text")].at(-1)?.textContent.slice(-40).match(/wor[0-9]+/g);
        if (words) window.seen.push([performance.timeOrigin + performance.now(), Number(words.at(-1).slice(3))]); };
    new MutationObserver(() => { if (!due) { due = true; requestAnimationFrame(look); } })
        .observe(document.body, { childList: true, subtree: true, characterData: true }); }"""
Stamps = Sequence[tuple[float, int]]


def row(name: str, values: Iterable[float], unit: str = "ms") -> str:
    """The middle, the 95th of a hundred, the largest."""
    known = sorted(values)
    if not known:
        return f"  {name:36} none"
    at = [known[max(0, math.ceil(len(known) * part) - 1)] for part in (0.5, 0.95, 1)]
    return f"  {name:36} p50 {at[0]:6.0f}  p95 {at[1]:6.0f}  max {at[2]:6.0f} {unit}  ({len(known)})"


def delays(arrived: Stamps, seen: Stamps) -> list[float]:
    """For each arrival the milliseconds until a frame that shows its last word."""
    return [
        shown - at
        for at, word in arrived
        if (shown := next((when for when, last in seen if last >= word), None)) is not None
    ]


def tasks_of(trace: list[dict[str, Any]], profile: dict[str, Any]) -> list[tuple[float, float, float]]:
    """Of the profiled thread: (wall, CPU, in scripts of ours), each in ms, of its tasks."""
    nodes = {node["id"]: node for node in profile["nodes"]}
    ours = {node["id"] for node in profile["nodes"] if OURS.search(node["callFrame"]["url"])}
    below = list(ours)
    while below:  # what ours call is ours
        children = nodes[below.pop()].get("children", [])
        ours.update(children)
        below += children
    samples, at = [], profile["startTime"]
    for sample, delta in zip(profile["samples"], profile["timeDeltas"], strict=True):
        at += delta
        if sample in ours:
            samples.append((at, delta))
    mains = {(one["pid"], one["tid"]) for one in trace if one.get("args", {}).get("name") == "CrRendererMain"}
    found = []
    for task in trace:
        if task["name"] != "RunTask" or (task["pid"], task["tid"]) not in mains:
            continue
        begin, end = task["ts"], task["ts"] + task.get("dur", 0)
        us = sum(delta for when, delta in samples if begin < when <= end)
        found.append(((end - begin) / 1000, task.get("tdur", 0) / 1000, us / 1000))
    return found


def draw(cells: CellsPage, browser: Browser, chat: PacedChat, throttle: float) -> None:
    """One answer."""
    page = cells.page
    cells.run("arrived.clear()")
    session = page.context.new_cdp_session(page)
    session.send("Profiler.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.evaluate("() => { window.seen = []; }")
    browser.start_tracing(page=page, categories=[TASKS, "__metadata"])
    session.send("Profiler.start")
    cells.begin(ask(chat, "steady"))
    page.wait_for_function("() => window.ran", timeout=120_000)
    profile = session.send("Profiler.stop")["profile"]
    trace = json.loads(browser.stop_tracing())["traceEvents"]
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    seen = page.evaluate("() => window.seen")
    (told,) = cells.run("import json; print(json.dumps(arrived))")
    print(row("arrival to visible", delays(json.loads(told.printed), seen)), f" {len(seen)} frames")
    tasks = tasks_of(trace, profile)
    print(row("the page's tasks of 1 ms and more", (wall for wall, _, _ in tasks if wall >= 1)))
    print(row("  over 50 ms by the wall", (wall for wall, _, _ in tasks if wall > LONG_MS)))
    print(row("  with scripts of ours, their CPU", (cpu for _, cpu, us in tasks if us >= 1)))
    print(row("  and those scripts, by the wall", (us for _, _, us in tasks if us >= 1)))


def ask(chat: PacedChat, path: str) -> str:
    """A cell that asks the server."""
    return f"%%pplx --provider chat --base-url {chat.url}/open/{path}\nSay words."


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("--mode", choices=("with", "without"), default="with", help="stack switching")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stops", type=int, default=20)
    parser.add_argument(
        "--throttle", type=float, default=1, help="times slower the page's CPU is while it draws"
    )
    asked = parser.parse_args()
    changed = dict(without_stack_switching(asked.site)) if asked.mode == "without" else {}
    changed |= environment(PPLX_DEMO_PACE="instant")
    with (
        sync_playwright() as driver,
        chromium_alone(driver) as browser,
        serving_folder(asked.site, changed=changed) as site,
        serving(PER_S * SECONDS, PER_S) as fast,
        serving(400, 20) as slow,
    ):
        cells = open_cells(browser.new_page(), site.url)
        cells.run(STAMP)
        cells.page.evaluate(WATCH)
        print(f"load {os.getloadavg()[0]:.1f}, {asked.mode} stack switching, {PER_S} chunks a second")
        for _ in range(asked.rounds):
            draw(cells, browser, fast, asked.throttle)
        for how in ("Stop", "■"):
            for place, before_s in PLACES.items():
                taken = []
                for _ in range(asked.stops):
                    cells.begin(ask(slow, place))
                    time.sleep(before_s)
                    taken.append(cells.press(how).idle_ms)
                print(row(f"{how}, {place}", taken), flush=True)
        print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
