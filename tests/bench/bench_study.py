"""Ten thousand questions to a server that fails now and then, and the process killed at a hundred random moments.

    python tests/bench/bench_study.py [--questions 10000] [--kills 100] [--width 50] [--peer NAME=PYTHON …]

Two parts, with a server in a process of its own (``tests/servers/study_server.py``: a tenth of all requests end in
429, 500, a reset before or in the middle of the text, or a stall).

*Killed*: ours is run, killed with SIGKILL at random moments, run again, until nothing is left to ask. Said are the
answers lost (0), those asked again (at most kills x streams), and how many of the allowed slots were used while a
process ran (``busy / (width x time)`` as the server saw it, from the first request to the last of each run that was
killed: before, the process starts; after, it is dead). Answers take 0.75 to 2.25 s, each another time, as answers do.
With 0.2 s, all alike (the first form of this script), a run of 100 questions lasts 0.4 s: filling 50 connections is then
a quarter of it, all answers end in the same millisecond, and 44 % is what is left.

*Beside others*: three rounds of one run each over a server without faults, then with them, the least counts; answers kept,
CPU milliseconds a question (of the whole client, the network's included), memory grown. ``--peer openai=/path/python``
names the environment of a peer (``study_peers.py`` lists them). "httpcore" only sends the request and reads the bytes,
"a pool each" without its pool's search for a connection: what ours takes more than that is ours. "ours, bare" is
``Client.aask`` under ``asyncio.gather`` and a semaphore; what a study takes more than that is the study. Wall time means
nothing on a busy machine.
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

ROUNDS = 3
LINE_BYTES = 850  # of this server's answers, about
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
        line_bytes = ledger.stat().st_size / before if before else LINE_BYTES
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            if done_kills < kills:
                # 1.6: of the lines it writes, so that all kills fall before the last question is answered
                until = before + moments.uniform(0.2, 1.6) * (many - before) / (kills - done_kills + 1)
                while process.poll() is None and fewer_than(ledger, until * line_bytes):
                    time.sleep(moments.uniform(0.001, 0.02))
                done_kills += process.poll() is None
                process.kill()
            out = process.communicate()[0]
        counts = server.counts()
        runs += 1
        for question, times in counts["answered"].items():
            answered[question] = answered.get(question, 0) + times
        if process.returncode < 0:  # killed; at its end a run has nothing left to begin
            busy_s, open_s = busy_s + counts["busy_s"], open_s + counts["open_s"]
        if process.returncode == 0:
            figures = json.loads(out.splitlines()[-1])
            break
    answered.pop("warm up", None)
    return figures | {
        "runs": runs, "kills": done_kills, "lost": many - len(answered), "again": sum(answered.values()) - len(answered),
        "slots": busy_s / (open_s * width) if open_s else 0.0,
    }  # fmt: skip


def slots_used(server: StudyServer, folder: Path, width: int, many: int = 1_500) -> float:
    """The part of the allowed slots that was used in one run, from its beginning until nine tenths of its questions
    had begun (at its end a run has nothing left to begin)."""
    server.reset()
    output_of([sys.executable, str(PROGRAM), server.url, str(folder / "slots.jsonl"), str(many), str(width)])
    counts = server.counts()
    _, busy_s, clock = max(mark for mark in counts["marks"] if mark[0] <= 0.9 * many)
    return float(busy_s / (width * (clock - counts["first_s"])))


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


def fewer_than(ledger: Path, size: float) -> bool:
    """True while the ledger is smaller: to count its lines takes the machine's time."""
    return not ledger.exists() or ledger.stat().st_size < size


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
    options.add_argument("--pause", default="1.2", help="seconds an answer takes, four fifths of them")
    options.add_argument("--only-killed", action="store_true", help="the first part alone")
    options.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    options.add_argument("--peer-questions", type=int, default=2_000)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if asked.kills:
            with serving("--faults", "0.1", "--pause", asked.pause, "--spread", "0.5") as server:
                figures = killed(
                    server, Path(folder) / "killed.jsonl", asked.questions, asked.width, asked.kills
                )
            print(
                f"{asked.questions:,} questions, {figures['kills']} kills, {figures['runs']} runs: {figures['lost']} lost, "
                f"{figures['again']} asked again (at most {figures['kills'] * asked.width:,}), "
                f"{100 * figures['slots']:.1f} % of the slots used in runs of {asked.questions // asked.kills} questions"
            )
        if asked.only_killed:
            return
        with serving("--faults", "0.1", "--pause", "1.2", "--spread", "0.5") as server:
            used = slots_used(server, Path(folder), asked.width)
        print(f"one run that is not killed: {100 * used:.1f} % of the slots used until nine tenths had begun")
        many, width = str(asked.questions), str(asked.width)
        with serving("--faults", "0.1", "--pause", "0.02") as server:
            figures = output_of(
                [sys.executable, str(PROGRAM), server.url, str(Path(folder) / "one"), many, width]
            )
        print(
            f"all of them in one run: memory {figures['grown_mb']:+.0f} MB, {figures['cpu_ms']:.2f} ms of the processor a question, "
            f"{figures['done']:,} kept at the first go"
        )
        for faults in ("0", "0.1"):
            print(
                f"\nwith {float(faults):.0%} of requests failing, {asked.width} at once, the least of {ROUNDS} rounds:"
            )
            with serving("--faults", faults, "--pause", "0.02") as server:
                if faults == "0":
                    print(own_cost(server, Path(folder)))
                beside_others(server, Path(folder), asked.peer, asked.peer_questions, width)


def beside_others(server: StudyServer, folder: Path, peers: list[str], many: int, width: str) -> None:
    """All clients in turn, again and again: neighbours on the machine then disturb all of them alike."""
    best: dict[str, dict[str, Any]] = {}
    for n in range(ROUNDS):
        ledger = folder / f"round{server.url[-5:]}{n}"
        commands = {
            "ours, with a ledger": [sys.executable, str(PROGRAM), server.url, str(ledger), str(many), width],
            "ours, bare aask": [sys.executable, "-c", BARE, server.url, str(many), width],
        }
        told = [("httpcore", sys.executable), ("httpcore, a pool each", sys.executable)]
        for name, python in (*told, *(peer.split("=", 1) for peer in peers)):
            asks = [name, server.url, str(many), width]
            commands[name] = [python, str(HERE.with_name("study_peers.py")), *asks]
        for name, command in commands.items():
            figures, before = output_of(command), best.get(name, {})
            if figures.get("cpu_ms", 1e9) < before.get("cpu_ms", 1e9) or not before:
                best[name] = figures
    print("| client | answers kept | CPU a question | memory | wall |\n|---|---|---|---|---|")
    for name, figures in best.items():
        print(row(name, figures, many), flush=True)


if __name__ == "__main__":
    main()
