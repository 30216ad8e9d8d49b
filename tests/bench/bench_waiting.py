"""What it costs to stand in line: CPU of questions that wait for a slot, as a share of one core.

    python tests/bench/bench_waiting.py [--questions 1000] [--seconds 10]

One slot is taken and never given back, as by a stream that goes on; everybody else waits. ``rate`` is the same
line behind a server of one request a minute, where each question also says how long it still is.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pplx_notebook.network.rules.limits import Limiter, slot  # after the path is set

try:
    from pplx_notebook.network.rules.allowances import Allowance
except ImportError:  # an older checkout
    from pplx_notebook.network.rules.limits import Allowance  # type: ignore[attr-defined, no-redef]


async def waiting(limiter: Limiter, questions: int, seconds: float) -> float:
    """Share of a core that ``questions`` take while they wait."""
    said = 0

    def say(_: str) -> None:
        nonlocal said
        said += 1

    async def ask() -> None:
        async with slot(limiter, say):
            await asyncio.sleep(3600)

    tasks = [asyncio.create_task(ask()) for _ in range(questions + 1)]
    await asyncio.sleep(1)  # all stand in line
    before, began_s = time.process_time(), time.monotonic()
    await asyncio.sleep(seconds)
    share = (time.process_time() - before) / (time.monotonic() - began_s)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return share


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    for name, allowance in (("streams", Allowance(streams=1)), ("rate", Allowance(per_minute=1))):
        share = asyncio.run(waiting(Limiter(allowance), options.questions, options.seconds))
        print(f"{name:8} {options.questions} waiting: {100 * share:6.2f} % of a core")


if __name__ == "__main__":
    main()
