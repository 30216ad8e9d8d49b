"""What the course in the browser alone costs: seconds from the link, megabytes over the wire, memory.

    python tests/bench/bench_lite.py SITE [--rounds 3] [--megabits 50] [--mode with|without]
        [--compressed-only]

SITE is what ``docs/lite/build.py`` makes. A static server sends it over one line of so many bits a second that all
connections share, as text and wasm compressed or not (a host of pages decides that, not we). A round is a reader
who comes for the first time and, with what the browser kept, again: from the link to the first streamed sentence
with a citation on the page; then the next question, from an idle kernel. The demo engine writes at its own pace
(its first words come after 0.9 s) unless said otherwise. At the end all lessons that run there are run, for the memory.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.extend(
    str(Path(__file__).resolve().parents[1] / folder) for folder in ("lite", "servers", "browser", ".")
)
from lesson_page import IDLE, RUN, chromium_alone, open_lesson
from lite_site import environment, without_stack_switching
from static_site import StaticSite, serving_folder

LESSON = "01-first-answer.ipynb"
LESSONS = (LESSON, "03-follow-ups.ipynb", "05-streaming-and-waiting.ipynb", "06-when-things-go-wrong.ipynb")
CITED = "() => document.querySelector('.jp-OutputArea-output a.pplx-marker')"
# a kernel is there to ask, though it has not started
OPEN = """() => { const one = window.jupyterapp?.shell?.currentWidget;
    return one?.context?.isReady && one.sessionContext?.isReady && one.sessionContext.session?.kernel; }"""
NEXT = """() => { const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = content.widgets.findIndex(cell => cell.model.sharedModel.source.startsWith("%%pplx --into"));
    content.activeCell.outputArea.model.clear();
    void window.jupyterapp.commands.execute("notebook:run-cell"); }"""
NEXT_CITED = """() => window.jupyterapp.shell.currentWidget.content.activeCell
    .outputArea.node.querySelector("a.pplx-marker")"""
OURS = "pplx_notebook-"
RUNTIME = ("pyodide.asm", "pyodide.mjs", "python_stdlib")
COMPILED = ("bytecode", "start", "early", "worker")


def part_of(name: str) -> str:
    """What a file belongs to."""
    last = name.rpartition("/")[2]
    if OURS in name or "pplx-notebook" in name:
        return "ours: wheel and extension"
    if name.startswith("static/python-"):
        if last.startswith(COMPILED):
            return "compiled modules, what begins Python"
        return "Pyodide and standard library" if last.startswith(RUNTIME) else "wheels of others"
    return "other extensions" if name.startswith("extensions/") else "JupyterLite, notebooks"


def visit(page: Page, url: str) -> float:
    """Seconds from the link to the first cited sentence: every cell is run as soon as the lesson stands there."""
    began = time.perf_counter()
    page.goto(f"{url}/lab/index.html?path={LESSON}", wait_until="commit")
    page.wait_for_function(OPEN, timeout=90_000)
    page.evaluate(RUN)
    page.wait_for_function(CITED, timeout=90_000, polling=20)
    took = time.perf_counter() - began
    page.wait_for_function("() => window.ran", timeout=90_000)
    page.wait_for_function(IDLE, timeout=90_000)
    return took


def next_question(page: Page) -> float:
    """Seconds from an idle kernel to the first cited sentence of one more answer."""
    began = time.perf_counter()
    page.evaluate(NEXT)
    page.wait_for_function(NEXT_CITED, timeout=60_000, polling=20)
    took = time.perf_counter() - began
    page.wait_for_function(IDLE, timeout=60_000)
    return took


def one_round(browser: Browser, site: StaticSite) -> tuple[float, float, float]:
    """Cold, warm, and from an idle kernel."""
    context = browser.new_context()
    page = context.new_page()
    cold = visit(page, site.url)
    page.close()
    page = context.new_page()
    warm = visit(page, site.url)
    idle = next_question(page)
    context.close()
    return cold, warm, idle


def renderer_mb(browser: Browser) -> float:
    """The largest renderer process: what it holds alone and its share of what it shares (PSS)."""
    info = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    found = [pss(process["id"]) for process in info if process["type"] == "renderer"]
    return max(found)


def pss(process: int) -> float:
    """In MB, as Linux counts it."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1000


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabits", type=float, default=50)
    parser.add_argument("--mode", choices=("with", "without"), default="with", help="stack switching")
    parser.add_argument("--compressed-only", action="store_true")
    asked = parser.parse_args()
    changed = dict(without_stack_switching(asked.site)) if asked.mode == "without" else {}
    print(f"load {os.getloadavg()[0]:.1f}, {asked.megabits:g} Mbit/s, {asked.mode} stack switching")
    with sync_playwright() as driver, chromium_alone(driver) as browser:
        for compress in [True, False][: 1 if asked.compressed_only else 2]:
            how = {"compress": compress, "bits_per_s": asked.megabits * 1e6, "changed": changed}
            with serving_folder(asked.site, **how) as site:
                rounds, parts = [], Counter[str]()
                for number in range(asked.rounds):
                    site.sent.clear()
                    rounds.append(one_round(browser, site))
                    if number == 0:
                        for name, _, size in site.sent:
                            parts[part_of(name)] += size
            columns = [
                f"{statistics.median(column):.1f} ({min(column):.1f})" for column in zip(*rounds, strict=True)
            ]
            names = ("cold", "warm", "from an idle kernel")
            print(
                f"\n{'compressed' if compress else 'plain'}: seconds to the first cited sentence, median (best)"
            )
            print("  " + ", ".join(f"{name} {column}" for name, column in zip(names, columns, strict=True)))
            for name, size in parts.most_common():
                print(f"  {size / 1e6:6.2f} MB  {name}")
            print(f"  {parts.total() / 1e6:6.2f} MB  all")
        with serving_folder(
            asked.site, changed=changed | dict(environment(PPLX_DEMO_PACE="instant"))
        ) as site:
            page = browser.new_page()
            for lesson in LESSONS:
                open_lesson(page, site.url, lesson).run_all()
            print(f"\nrenderer after {len(LESSONS)} lessons: {renderer_mb(browser):.0f} MB")


if __name__ == "__main__":
    main()
