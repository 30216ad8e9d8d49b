"""What watching an answer costs the page: main-thread time, longest task, how far the page is behind.

    python tests/bench/bench_page.py [--characters 20000 100000] [--speeds 1000 5000] [--markdown-limit 20000]

A real JupyterLab in headless Chromium. In turn, at each length and speed: the live view, the usual loop that
updates ``display(Markdown(text))`` at every token (4 characters), and the same loop held back to one update
in 50 ms. The text is fed inside the kernel, without a network.
Main-thread time is Chromium's own account (CDP ``Performance``, in thread ticks). Tasks are measured in CPU time
too (CDP ``Tracing``), so that other programs on the machine do not count, up to the frame with the finished output.
What comes in the seconds after it is shown by itself: JupyterLab's table of contents reads the HTML of every output.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

sys.path.extend(str(Path(__file__).resolve().parents[1] / folder) for folder in ("browser", "."))
from chromium import launch
from lab_server import Lab, Notebook, open_in, profile, running_lab

FEED = '''
import threading, time
from IPython.display import Markdown, display
from pplx_notebook.protocol.answer import Answer, SearchResult
from pplx_notebook.protocol.progress import Progress
from pplx_notebook.views.screens.show import show

PARAGRAPH = (
    "The answer goes on with **a claim**, a `term` and its source [1], and it is as long as a paragraph "
    "usually is, so that lines are broken and margins are computed by the page.\\n\\n"
)
LIST = "- first thing to know [2]\\n- second thing, *with emphasis*\\n- third thing [3]\\n\\n"
TABLE = "| what | how much |\\n|---|---|\\n| one | 1 |\\n| two | 2 |\\n\\n"
CODE = "```python\\nfor number in range(10):\\n    print(number)  # a line of code\\n```\\n\\n"
PART = "## A heading\\n\\n" + PARAGRAPH * 3 + LIST + PARAGRAPH * 2 + TABLE + CODE
RESULTS = tuple(SearchResult(id=n, title=f"Source {n}", url=f"https://example.org/{n}") for n in range(1, 4))


class Feed:
    """An answer of so many characters at a steady speed."""

    first_text_s = total_s = bug = None

    def __init__(self, characters, speed):
        self.text = (PART * (characters // len(PART) + 1))[:characters]
        self.speed, self.began = speed, time.monotonic()
        self.progress, self.stopped = Progress(state="writing"), False

    @property
    def shown(self):
        return int((time.monotonic() - self.began) * self.speed)

    @property
    def done(self):
        return self.stopped or self.shown >= len(self.text)

    @property
    def answer(self):
        status = "done" if self.done else "streaming"
        return Answer(text=self.text[: self.shown], search_results=RESULTS, status=status)

    size = shown

    def wait(self, timeout_s):
        time.sleep(timeout_s)
        return self.done

    def wait_change(self, timeout_s):
        return self.wait(min(timeout_s, 0.02))

    def stop(self):
        self.stopped = True


def markdown_loop(feed, step):
    handle = display(Markdown(""), display_id=True)
    for end in range(step, len(feed.text) + step, step):
        time.sleep(max(0, feed.began + end / feed.speed - time.monotonic()))
        handle.update(Markdown(feed.text[:end]))
'''
WAYS = {
    "live view": "show(Feed({n}, {speed}));",
    "Markdown, each token": "markdown_loop(Feed({n}, {speed}), 4)",
    "Markdown, each 50 ms": "markdown_loop(Feed({n}, {speed}), {speed} // 20)",
}
LONG_MS = 50
PATIENCE_S = 60  # how far behind a page may be before its figures are taken as they stand
SETTLE_S = 1.0  # a trace takes half a second to start, on the page's main thread
AFTER_S = 2.5
BEGAN, FINISHED = "pplx-began", "pplx-finished"
MARK = "(name) => performance.mark(name).startTime"
TRACE = {
    "includedCategories": ["toplevel", "devtools.timeline", "blink.user_timing"],
    "recordMode": "recordAsMuchAsPossible",
}


class Trace:
    """What the page's main thread did, task by task."""

    def __init__(self, browser: Browser) -> None:
        self.session = browser.new_browser_cdp_session()
        self.events: list[dict[str, Any]] = []
        self.over = False
        self.session.on("Tracing.dataCollected", lambda data: self.events.extend(data["value"]))
        self.session.on("Tracing.tracingComplete", lambda _: setattr(self, "over", True))
        self.session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": TRACE})

    def tasks_ms(self, page: Page) -> tuple[list[float], list[float]]:
        """CPU milliseconds of each task of the busiest page thread: from ``BEGAN`` to ``FINISHED``, and after it."""
        self.session.send("Tracing.end")
        while not self.over:
            page.wait_for_timeout(50)
        self.session.detach()
        threads = Counter(place(event) for event in self.events if event["name"] == "FunctionCall")
        [(busiest, _)] = threads.most_common(1)
        tasks = [
            e
            for e in self.events
            if place(e) == busiest and e["name"] == "ThreadControllerImpl::RunTask" and "tdur" in e
        ]
        [began, end] = [event["ts"] for event in self.events if event["name"] in (BEGAN, FINISHED)]
        before = [task["tdur"] / 1000 for task in tasks if began < task["ts"] <= end]
        return before, [task["tdur"] / 1000 for task in tasks if task["ts"] > end]


def place(event: dict[str, Any]) -> tuple[int, int]:
    """Process and thread."""
    return event["pid"], event["tid"]


def seconds(session: CDPSession) -> dict[str, float]:
    """Chromium's own account of the main thread, in seconds."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in metrics if metric["name"].endswith("Duration")}


def measure(notebook: Notebook, cell: int, limit_s: float) -> dict[str, float]:
    """Run a cell and wait until the page has caught up with it."""
    page = notebook.page
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    browser = page.context.browser
    assert browser
    trace = Trace(browser)
    page.wait_for_timeout(SETTLE_S * 1000)
    before = seconds(session)
    notebook.run(cell)
    began = page.evaluate(MARK, BEGAN)
    try:
        notebook.wait_finished(cell, limit_s)
        finished = True
    except PlaywrightTimeoutError:
        finished = False
    assert notebook.output(cell).locator("[data-mime-type$=error]").count() == 0
    told = (
        notebook.output(cell).locator("[data-mime-type$=stderr]").count()
    )  # more than 1,000 messages a second
    page.wait_for_function("() => !document.querySelector('.pplx-live')", polling=100)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    wall_s = (page.evaluate(MARK, FINISHED) - began) / 1000
    after = seconds(session)
    page.wait_for_timeout(AFTER_S * 1000)
    tasks, afterwards = trace.tasks_ms(page)
    spent = {name: after[name] - before[name] for name in after}
    long = sum(task > LONG_MS for task in tasks)
    figures = {"wall_s": wall_s, "longest": max(tasks), "long": long, "afterwards": max(afterwards)}
    return spent | figures | {"finished": finished, "throttled": bool(told)}


def compare(lab: Lab, context: Any, characters: int, speed: int, limit: int) -> None:
    """One length at one speed, both ways, each in a fresh notebook."""
    for way, call in WAYS.items():
        if way != "live view" and characters > limit:
            continue
        name = lab.write(f"{characters}-{speed}.ipynb", [FEED, call.format(n=characters, speed=speed)])
        notebook = open_in(context, lab, name)
        notebook.run_and_wait(0)
        spent = measure(notebook, 1, limit_s=PATIENCE_S + characters / speed)
        late_s = spent["wall_s"] - characters / speed
        print(
            f"{characters:>8} characters at {speed:>5}/s  {way:<20} main thread"
            f" {spent['TaskDuration']:6.2f} s"
            f"  (script {spent['ScriptDuration']:.2f}, layout {spent['LayoutDuration']:.2f},"
            f" style {spent['RecalcStyleDuration']:.2f})  largest task {spent['longest']:5.0f} ms,"
            f" over 50 ms: {spent['long']:3.0f}, afterwards {spent['afterwards']:4.0f} ms"
            f"  behind at the end {late_s:5.1f} s{'' if spent['finished'] else ', NOT FINISHED'}"
            f"{', CUT BY JUPYTER (its rate limit)' if spent['throttled'] else ''}",
            flush=True,
        )
        notebook.page.close()
        lab.end_kernels()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--characters", type=int, nargs="+", default=[20_000, 100_000])
    asked.add_argument("--speeds", type=int, nargs="+", default=[1_000, 5_000])
    asked.add_argument(
        "--markdown-limit", type=int, default=20_000, help="longest text for display(Markdown)"
    )
    options = asked.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_lab(Path(folder)) as lab,
        sync_playwright() as driver,
    ):
        browser = launch(driver)
        with profile(browser, lab) as context:
            for speed in options.speeds:
                for characters in options.characters:
                    compare(lab, context, characters, speed, options.markdown_limit)
        browser.close()


if __name__ == "__main__":
    main()
