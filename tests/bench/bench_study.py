"""Ten thousand questions to a server that fails now and then, and the process killed at a hundred random moments.

    python tests/bench/bench_study.py [--questions 10000] [--kills 100] [--width 50] [--peer NAME=PYTHON …]

Two parts, with a server in a process of its own (``tests/servers/study_server.py``: a tenth of all requests end in
429, 500, a reset before or in the middle of the text, or a stall).

*Killed*: ours is run, killed with SIGKILL at random moments, run again, until nothing is left to ask. Said are the
answers lost (0), those asked again (at most kills x streams), and how many of the allowed slots were used while a
process ran (``busy / (width x time)`` as the server saw it, up to the last request of each run; the time before a
process asks its first question is its start and not counted).

*Beside others*: one run each over a server without faults, then one with them; answers kept, CPU milliseconds a
question (of the whole client, the network's included), memory grown. ``--peer openai=/path/python`` names the
environment of a peer (``study_peers.py`` lists them); "ours, bare" is ``Client.aask`` under ``asyncio.gather`` and a
semaphore, what a study of ours adds to it is its own cost. Wall time means nothing on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[1] / "servers")]

from study_serving import StudyServer, serving  # noqa: E402  # found by the line above

PROGRAM = HERE.parents[1] / "servers" / "study_program.py"
BARE = """
import asyncio, json, sys, time
import pplx_notebook as pplx
url, many, width = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
async def all_of_them(many):
    gate = asyncio.Semaphore(width)
    async with pplx.Client(provider="chat", base_url=url, model="local", idle_timeout_s=2.0) as client:
        async def one(n):
            async with gate:
                try:
                    return await client.aask(f"What is the number {n}?")
                except pplx.PplxError:
                    return None
        return sum(answer is not None for answer in await asyncio.gather(*map(one, range(many))))
asyncio.run(all_of_them(5))
cpu_s, began_s = time.process_time(), time.monotonic()
done = asyncio.run(all_of_them(many))
print(json.dumps({"done": done, "cpu_ms": 1000 * (time.process_time() - cpu_s) / many, "seconds": time.monotonic() - began_s}))
"""


def output_of(command: list[str]) -> dict[str, Any]:
    """The last line a program prints, as JSON; what it said instead where there is none."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=3600, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    said = (done.stderr or done.stdout).strip().splitlines()[-1:]
    return (
        dict(json.loads(lines[-1])) if lines else {"failed": said[0][:120] if said else str(done.returncode)}
    )


def lines(ledger: Path) -> int:
    """How many lines stand there."""
    return ledger.read_bytes().count(b"\n") if ledger.exists() else 0


def killed(server: StudyServer, ledger: Path, many: int, width: int, kills: int) -> dict[str, Any]:
    """Run, kill, run again; what is left of it."""
    moments, busy_s, open_s, done_kills, runs = random.Random(17), 0.0, 0.0, 0, 0  # noqa: S311
    answered: dict[str, int] = {}
    command = [sys.executable, str(PROGRAM), server.url, str(ledger), str(many), str(width)]
    figures: dict[str, Any] = {}
    while True:
        server.reset()
        before = lines(ledger)
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            if done_kills < kills:
                # 1.6: of the lines it writes, so that all kills fall before the last question is answered
                until = before + moments.uniform(0.2, 1.6) * (many - before) / (kills - done_kills + 1)
                while process.poll() is None and lines_soon(ledger, until):
                    time.sleep(moments.uniform(0.001, 0.02))
                done_kills += process.poll() is None
                process.kill()
            out = process.communicate()[0]
        counts = server.counts()
        runs += 1
        for question, times in counts["answered"].items():
            answered[question] = answered.get(question, 0) + times
        if (
            process.returncode != 0 and counts["requests"] > width
        ):  # at its end a run has nothing left to begin
            busy_s, open_s = busy_s + counts["busy_s"], open_s + counts["open_s"]
        if process.returncode == 0:
            figures = json.loads(out.splitlines()[-1])
            break
    answered.pop("warm up", None)
    return figures | {
        "runs": runs, "kills": done_kills, "lost": many - len(answered), "again": sum(answered.values()) - len(answered),
        "slots": busy_s / (open_s * width) if open_s else 0.0,
    }  # fmt: skip


def own_cost(server: StudyServer, folder: Path) -> str:
    """What a study itself takes of a question: to prepare and name it and look it up, to keep its answer. The least of
    five readings; the rest of its CPU is the client's, as for a single question."""
    import pplx_notebook as pplx
    from pplx_notebook.study.ledger import Ledger

    place, questions = folder / "own.jsonl", [f"What is the number {n}?" for n in range(1_000)]
    settings = {"provider": "chat", "base_url": server.url, "model": "local", "progress": False}
    study = pplx.ask_many(questions, resume=place, max_active=50, **settings)
    known, kept, answer = [], [], study.answers[0]
    for n in range(5):
        began_s = time.process_time()
        pplx.ask_many(questions, resume=place, **settings)
        known.append(time.process_time() - began_s)
        ledger = Ledger(folder / f"own{n}.jsonl")
        began_s = time.process_time()
        for place_ in range(1_000):
            ledger.add((str(n), place_), answer)
        kept.append(time.process_time() - began_s)
        ledger.close()
    return f"a study's own part of it: {min(known):.3f} ms to name a question and look it up, {min(kept):.3f} ms to keep its answer"


def lines_soon(ledger: Path, until: float) -> bool:
    """True while the ledger has fewer lines, by its size: to count them takes the machine's time."""
    return lines(ledger) < until


def row(name: str, figures: dict[str, Any], many: int) -> str:
    """A line of the table."""
    if "failed" in figures and "done" not in figures:
        return f"| {name} | did not run: {figures['failed']} | | | |"
    grown = f"{figures['grown_mb']:+.0f} MB" if "grown_mb" in figures else ""
    return f"| {name} | {figures['done']:,} of {many:,} | {figures['cpu_ms']:.2f} ms | {grown} | {figures['seconds']:.0f} s |"


def main() -> None:
    """Print both tables."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--questions", type=int, default=10_000)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--width", type=int, default=50)
    options.add_argument("--pause", default="0.16", help="seconds an answer takes, four fifths of them")
    options.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    options.add_argument("--peer-questions", type=int, default=2_000)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.kills:
            with serving("--faults", "0.1", "--pause", asked.pause) as server:
                figures = killed(
                    server, Path(folder) / "killed.jsonl", asked.questions, asked.width, asked.kills
                )
            print(
                f"{asked.questions:,} questions, {figures['kills']} kills, {figures['runs']} runs: {figures['lost']} lost, "
                f"{figures['again']} asked again (at most {figures['kills'] * asked.width:,}), "
                f"{100 * figures['slots']:.1f} % of the slots used"
            )
        for faults in ("0", "0.1"):
            print(f"\nwith {float(faults):.0%} of requests failing, {asked.width} at once:")
            print("| client | answers kept | CPU a question | memory | wall |\n|---|---|---|---|---|")
            many, width = str(asked.questions), str(asked.width)
            with serving("--faults", faults, "--pause", "0.02") as server:
                for name, ledger in (
                    ("ours, with a ledger", str(Path(folder) / f"l{faults}")),
                    ("ours, without", "-"),
                ):
                    figures = output_of([sys.executable, str(PROGRAM), server.url, ledger, many, width])
                    print(row(name, figures, asked.questions), flush=True)
                bare = output_of([sys.executable, "-c", BARE, server.url, many, width])
                print(row("ours, bare aask", bare, asked.questions), flush=True)
                if faults == "0":
                    print(f"\n{own_cost(server, Path(folder))}\n", flush=True)
                few = str(asked.peer_questions)
                for name, _, python in (peer.partition("=") for peer in asked.peer):
                    command = [python, str(HERE.with_name("study_peers.py")), name, server.url, few, width]
                    print(row(name, output_of(command), asked.peer_questions), flush=True)


if __name__ == "__main__":
    main()
