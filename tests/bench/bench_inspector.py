"""What the inspector costs the page: opened with 5,000 events, scrolled, and live while they arrive.

    python tests/bench/bench_inspector.py [--events 5000] [--rate 800]

A real JupyterLab in headless Chromium, an answer of a server on this machine. Tasks of the page's main thread are
measured in CPU time (CDP ``Tracing``), so that other programs on the machine do not count; all of them, JupyterLab's
too: the same answer without ``--inspect`` says how many of them are not ours.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.extend(str(Path(__file__).resolve().parents[1] / folder) for folder in ("browser", "servers", "."))
from bench_page import AFTER_S, BEGAN, FINISHED, LONG_MS, MARK, SETTLE_S, Trace
from chromium import launch
from lab_server import Lab, Notebook, open_in, profile, running_lab
from local_server import LocalServer

EXTENSION = Path(__file__).resolve().parents[2] / "share/jupyter/labextensions/pplx-notebook/static"
HEAD, PAUSE_S = "head 200 text/event-stream", 0.01
FRAMES = """async ms => {
    const times = [];
    const until = performance.now() + ms;
    for (let before = performance.now(); before < until; ) {
        await new Promise(done => requestAnimationFrame(done));
        times.push(performance.now() - before);
        before = performance.now();
    }
    times.sort((a, b) => a - b);
    return [times.length, times[Math.floor(times.length * 0.95)]];
}"""
SCROLL = """() => {
    const list = document.querySelector('.pplx-inspector .list');
    const step = () => { list.scrollTop += 700; if (list.scrollTop + list.clientHeight < list.scrollHeight) requestAnimationFrame(step); };
    requestAnimationFrame(step);
}"""


def steps(events: int, rate: float) -> Iterator[str]:
    """An answer of so many events, so many a second; as fast as they go where ``rate`` is 0."""
    yield HEAD
    each = max(1, round(rate * PAUSE_S))
    for number in range(events - 2):
        yield f"delta word{number} "
        if rate and number % each == each - 1:
            yield f"pause {PAUSE_S}"
    yield from ("finish", "done", "end")


def measured(page: Page, work: Callable[[], object]) -> tuple[list[float], object]:
    """CPU milliseconds of each task while the work is done, and what it says."""
    browser = page.context.browser
    assert browser
    trace = Trace(browser)
    page.wait_for_timeout(SETTLE_S * 1000)
    page.evaluate(MARK, BEGAN)
    said = work()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.evaluate(MARK, FINISHED)
    page.wait_for_timeout(AFTER_S * 100)
    tasks, _ = trace.tasks_ms(page)
    return tasks, said


def tell(what: str, tasks: list[float], said: str = "") -> None:
    """One line."""
    over = sum(task > LONG_MS for task in tasks)
    figures = f"main thread {sum(tasks):6.0f} ms  longest task {max(tasks):4.0f} ms, over 50 ms: {over:2}"
    print(f"{what:<44} {figures}  {said}", flush=True)


def asked(notebook: Notebook, cell: int, rows: int) -> None:
    """Run a cell to its end; where it inspects, until every event is listed."""
    notebook.run(cell)
    if rows:
        wanted = f'.pplx-inspector .list[aria-rowcount="{rows}"]'
        notebook.output(cell).locator(wanted).wait_for(timeout=120_000)
    notebook.wait_finished(cell, 120)


def answers(browser: Browser, lab: Lab, events: int, rate: float, name: str) -> None:
    """The same answer with the inspector and without, then the inspector alone."""
    with LocalServer(lambda _: steps(events, rate)) as server, profile(browser, lab) as context:
        where = f"--provider chat --base-url {server.url}"
        cells = ["%load_ext pplx_notebook", f"%%pplx {where}\nWhat?", f"%%pplx --inspect {where}\nWhat?"]
        notebook = open_in(context, lab, lab.write("bench.ipynb", [*cells, "_pplx.exchange"]))
        notebook.run_and_wait(0)
        for cell, way in ((1, "answer alone"), (2, "answer, inspected live")):
            rows = events if cell == 2 else 0
            tasks, _ = measured(notebook.page, lambda cell=cell, rows=rows: asked(notebook, cell, rows))
            tell(f"{name}: {way}", tasks)
        if not rate:
            saved(notebook, events)


def saved(notebook: Notebook, events: int) -> None:
    """A saved recording: opened, scrolled, walked through by keys."""
    page = notebook.page
    page.evaluate("() => document.querySelectorAll('.jp-Cell')[2].querySelector('.jp-OutputArea').remove()")
    tasks, _ = measured(page, lambda: asked(notebook, 3, events))
    nodes = page.evaluate("() => document.querySelectorAll('.pplx-inspector *').length")
    tell(f"{events:,} events opened", tasks, f"{nodes} nodes")
    inspector = notebook.output(3).locator(".pplx-inspector")

    def scrolled() -> Any:
        page.evaluate(SCROLL)
        return page.evaluate(FRAMES, 2000)

    tasks, (frames, p95_ms) = measured(page, scrolled)  # type: ignore[misc]
    tell("scrolled, 700 px a frame", tasks, f"{frames / 2:.0f} frames a second, p95 {p95_ms:.0f} ms")
    inspector.locator(".list").focus()
    tasks, _ = measured(page, lambda: [page.keyboard.press("ArrowUp") for _ in range(60)])
    tell("60 arrow keys", tasks)
    slider = inspector.get_by_role("slider")
    tasks, _ = measured(page, lambda: [slider.press("PageUp") for _ in range(10)])
    tell("scrubbed by tenths", tasks)


def sizes() -> None:
    """The built scripts."""
    for file in sorted(EXTENSION.iterdir()):
        print(f"{file.name:<44} {file.stat().st_size:>7,} bytes")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=5000)
    parser.add_argument("--rate", type=float, default=800)
    chosen = parser.parse_args()
    sizes()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_lab(Path(folder)) as lab,
        sync_playwright() as driver,
    ):
        browser = launch(driver)
        answers(browser, lab, chosen.events, chosen.rate, f"{chosen.rate:g} events a second")
        answers(browser, lab, chosen.events, 0, "as fast as they go")
        browser.close()


if __name__ == "__main__":
    main()
