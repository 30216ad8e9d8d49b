"""What it costs to load us: CPU of imports and of the first answer, beside other clients, in one interleaved run.

    python tests/bench/bench_import.py [--rounds 15]

Each reading is a fresh interpreter; the first round, which writes the bytecode an installed package has, is
not counted. Figures are milliseconds of process time (user and system), least and median of the rounds.
"What a first answer cannot do without" is the standard library and the packages we depend on, nothing of
ours. Wanted, besides the checkout: openai, perplexityai; a row whose package is missing is left out.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
CODE = """
import sys, time
sys.path.insert(0, {root!r})
{before}
began = time.process_time()
{measured}
print((time.process_time() - began) * 1e3, "httpx" in sys.modules, len(sys.modules))
"""
OURS = "import pplx_notebook"
DEMO = 'assert pplx_notebook.ask("What is DNA?", provider="demo").status == "done"'
HTTP = 'assert pplx_notebook.ask("hi", provider="chat", base_url={url!r}, model="sonar").status == "done"'
NEEDS = "import asyncio, msgspec"
ROWS = {  # name: what is done before the clock starts, what is measured
    "import pplx_notebook": ("", OURS),
    "  then a first answer, demo engine": (OURS, DEMO),
    "  then a first answer, local server": (OURS, HTTP),
    "  the same with asyncio loaded": (f"import asyncio; {OURS}", HTTP),
    "  a second answer": (f"{OURS}; {HTTP}", HTTP),
    "what a first demo answer cannot do without": (OURS, NEEDS),
    "what a first HTTP answer cannot do without": (OURS, f"{NEEDS}, httpcore, anyio._backends._asyncio"),
    "import httpx": ("", "import httpx"),
    "import openai": ("", "import openai"),
    "import perplexity": ("", "import perplexity"),
}  # fmt: skip


def read(before: str, measured: str) -> tuple[float, str] | None:
    """One reading in a fresh interpreter: milliseconds, and whether httpx is loaded at the end; None: no such package."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    code = CODE.format(root=str(ROOT), before=before, measured=measured)
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"PPLX_DEMO_PACE": "instant"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "ModuleNotFoundError" in ran.stderr:
        return None
    if ran.returncode:
        sys.exit(ran.stderr)
    milliseconds, httpx, modules = ran.stdout.split()
    return float(milliseconds), f"{modules:>4} modules{', httpx' if httpx == 'True' else ''}"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    server = subprocess.Popen(
        [sys.executable, str(HERE.with_name("event_server.py"))], stdout=subprocess.PIPE, text=True
    )
    try:
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}/warm"
        rows = {name: [code.format(url=url) for code in pair] for name, pair in ROWS.items()}
        rows = {name: pair for name, pair in rows.items() if read(*pair) is not None}
        readings = {name: [] for name in rows}
        for _ in range(rounds):
            for name, pair in rows.items():
                readings[name].append(read(*pair))
    finally:
        server.terminate()
    print(f"{'CPU in ms'.ljust(46)}  least  median")
    for name, taken in readings.items():
        times = [milliseconds for milliseconds, _ in taken]
        print(f"  {name:44} {min(times):6.1f} {statistics.median(times):7.1f}   {taken[0][1]}")


if __name__ == "__main__":
    main()
