"""CPU per event of a whole client, beside other clients, in one interleaved run.

    python tests/bench/bench_client.py [--rounds 5] [--only ours,openai] [--cases burst,paced]

Each reading is a fresh process (imports and a first small answer done before the clock starts), the order is
A B C … A B C …, the figure is the least of the rounds, and what counts are the ratios. The server is a
process of its own on 127.0.0.1. Wanted, besides the checkout: openai, perplexityai, httpx-sse, aiohttp.
The cases are those of ``event_server.py``.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from asking_clients import CLIENTS
from event_server import EVENTS

HERE = Path(__file__).resolve()
TIMES = {"recorded": 20, "tiny": 100}  # short ones are asked for over and over


def measure(name: str, url: str, case: str) -> None:
    """One reading in this process: microseconds of CPU per event, peak memory in MB, length of the text."""
    run = CLIENTS[name]()
    run(f"{url}/warm")
    if case in TIMES:
        run(f"{url}/{case}")
    times = TIMES.get(case, 1)
    began = time.process_time()
    for _ in range(times):
        size = run(f"{url}/{case}")
    micros = (time.process_time() - began) * 1e6 / EVENTS[case] / times
    print(json.dumps([micros, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, size]))


def read(name: str, url: str, case: str) -> tuple[float, float, int]:
    """One reading in a fresh process."""
    command = [sys.executable, str(HERE), "--measure", name, url, case]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"{name}, {case}: {ran.stderr.strip().splitlines()[-1]}")
    micros, megabytes, size = json.loads(ran.stdout)
    return micros, megabytes, size


def table(case: str, names: list[str], url: str, rounds: int) -> None:
    """The readings of one case."""
    readings = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            readings[name].append(read(name, url, case))
    least = {name: min(micros for micros, _, _ in rows) for name, rows in readings.items()}
    base, floor = least.get("ours ask", 1.0), least.get("httpx iter_raw", 1.0)
    print(f"\n{case}: {EVENTS[case]} events".ljust(30), "us/event   x ours   x iter_raw   peak MB")
    for name, micros in least.items():
        megabytes = min(row[1] for row in readings[name])
        print(f"  {name:26} {micros:9.2f} {micros / base:8.2f} {micros / floor:10.2f} {megabytes:11.0f}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cases", default="burst,burst64,paced,recorded,tiny")
    parser.add_argument("--only", default=",".join(CLIENTS))
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        measure(*chosen.measure)
        return
    command = [sys.executable, str(HERE.with_name("event_server.py"))]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        for case in chosen.cases.split(","):
            table(case, chosen.only.split(","), url, chosen.rounds)
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
