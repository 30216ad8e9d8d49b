"""A program that asks many questions and may be killed at any moment: run it again until it ends with 0.

    python tests/servers/study_program.py URL LEDGER QUESTIONS WIDTH

Prints a JSON line at its end: done, known, CPU seconds of its questions, and how much its memory has grown. Ends with 3
where rows have failed: they are asked again by the next run.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

import pplx_notebook as pplx


def memory_mb() -> float:
    """What this process holds now."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def questions(many: int) -> list[str]:
    """So many, each another."""
    return [f"What is the number {n}?" for n in range(many)]


def main(url: str, ledger: str, many: str, width: str) -> int:
    """Ask."""
    settings = {"provider": "chat", "base_url": url, "model": "local", "idle_timeout_s": 2.0}
    pplx.ask_many(["warm up"], progress=False, **settings)
    before_mb, cpu_s, began_s = memory_mb(), time.process_time(), time.monotonic()
    study = pplx.ask_many(
        questions(int(many)),
        resume=None if ledger == "-" else ledger,
        max_active=int(width),
        progress=False,
        **settings,
    )
    figures = {
        "done": study.done, "failed": study.failed, "known": study.known, "reason": study.reason,
        "cpu_ms": 1000 * (time.process_time() - cpu_s) / max(1, study.done - study.known),
        "seconds": time.monotonic() - began_s, "grown_mb": memory_mb() - before_mb,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }  # fmt: skip
    print(json.dumps(figures), flush=True)
    return 0 if study.done == len(study) else 3


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
