"""The figures of the history, on this machine.

    python tests/bench/bench_store.py [--answers 100000] [--kills 100] [--only search,delay,programs,kills]

``search``: milliseconds to find 50 answers of so many, opened anew each time, by rare, common and missing words.
``delay``: how much later a change of an answer is seen with a history than without, p50 and p99 in ms, of one
answer of 2,000 deltas that is read as a display reads it, without and with by turns. ``programs``: 8 programs, 200
answers each, one history: how many are there. ``kills``: so many programs killed while they write; broken
files, and texts lost that had been there 1 s before.
"""

from __future__ import annotations

import argparse
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / place) for place in ("servers", "store")]

from local_server import LocalServer  # noqa: E402
from test_processes import ASK_MANY_TIMES, is_sound, started  # noqa: E402

from pplx_notebook import Answer, Client, SearchResult  # noqa: E402
from pplx_notebook.library.store.database import open_store, reading, transaction  # noqa: E402
from pplx_notebook.library.store.history import History  # noqa: E402
from pplx_notebook.library.store.queries import found, query_of  # noqa: E402
from pplx_notebook.library.store.rows import About, values_of  # noqa: E402
from pplx_notebook.library.store.writer import put  # noqa: E402
from pplx_notebook.protocol.asked import AskedAs  # noqa: E402

DELTAS = 2_000
WRITE = """if True:
    import sys
    from pplx_notebook import Client
    client = Client(provider="demo", history=sys.argv[1])
    print("begun", flush=True)
    for number in range(10_000):
        client.ask(f"water, question {number} of {sys.argv[2]}")
        print(number, flush=True)
"""


def filled(path: Path, answers: int) -> list[str]:
    """A history of so many answers of 300 words, common and rare ones; its words."""
    chance = random.Random(1)  # noqa: S311  # the same words each time
    words = [
        "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(3, 10))) for _ in range(30_000)
    ]
    db, _ = open_store(path)
    for first in range(0, answers, 1_000):
        with transaction(db):
            for number in range(first, min(first + 1_000, answers)):
                common = (words[min(29_999, int(chance.paretovariate(0.7)))] for _ in range(240))
                text = " ".join([*chance.choices(words, k=60), *common, "needle" * (number % 1_000 == 7)])
                pages = tuple(
                    SearchResult(
                        title=" ".join(chance.choices(words, k=6)), url=f"https://h{number % 500}.org/"
                    )
                    for _ in range(8)
                )
                asked = AskedAs(at=f"2026-01-01T00:00:00.{number % 1_000:03d}Z")
                answer = Answer(
                    text=text,
                    prompt=" ".join(chance.choices(words, k=8)),
                    status="done",
                    search_results=pages,
                    asked=asked,
                )
                put(db, None, values_of(answer, About(), is_over=True))
    db.close()
    return words


def search(folder: Path, answers: int) -> Iterator[str]:
    path = folder / "many.sqlite3"
    words = filled(path, answers)
    for query in (
        "needle",
        words[0],
        f"{words[3]} {words[9]}",
        f'"{words[2]} {words[5]}"',
        "ab*",
        words[12_000],
        f"{words[1]} -{words[2]}",
        f"{words[2]} nowhere",
        "",
    ):
        times = []
        for _ in range(20):
            began = time.perf_counter()
            with reading(path) as db:
                rows = found(db, query_of(query), 50)
            times.append((time.perf_counter() - began) * 1e3)
        yield f"search of {answers:,}: {query or '(the last)':<24} {len(rows):3} found, median {statistics.median(times):6.1f} ms, longest {max(times):6.1f} ms"


def delay(folder: Path) -> Iterator[str]:

    def script(_: object) -> Iterator[str]:
        yield "head 200 text/event-stream"
        for _n in range(DELTAS):
            yield f"delta {time.monotonic():.6f}_"
            yield "pause 0.002"
        yield from ("finish", "done", "end")

    late: dict[bool, list[float]] = {False: [], True: []}
    with LocalServer(script) as server:
        for turn in range(6):
            kept = bool(turn % 2)
            with Client(
                provider="chat",
                base_url=f"http://127.0.0.1:{server.port}/v1",
                history=folder / "delay.sqlite3" if kept else False,
            ) as client:
                live, size = client.begin("q"), 0
                while not live.done:
                    live.wait_change(0.1)
                    if (new := live.size) > size:
                        size, text = new, live.answer.text
                        late[kept].append((time.monotonic() - float(text.split()[-1])) * 1e3)
    for kept, times in late.items():
        cut = statistics.quantiles(times, n=100)
        yield f"delay {'with' if kept else 'without'} a history: p50 {cut[49]:.2f} ms, p99 {cut[98]:.2f} ms of {len(times):,} changes"


def programs(folder: Path) -> Iterator[str]:
    path = folder / "programs.sqlite3"
    running = [started(ASK_MANY_TIMES, path, number, 200) for number in range(8)]
    ended = [program.wait() for program in running]
    kept = [answer.prompt for answer in History(lambda: path)]
    yield f"8 programs x 200 answers: ended {set(ended)}, {len(set(kept)):,} of 1,600 kept, sound: {is_sound(path)}"


def kills(folder: Path, times: int) -> Iterator[str]:
    path, lost, broken = folder / "kills.sqlite3", 0, 0
    chance = random.Random(2)  # noqa: S311
    for turn in range(times):
        program = subprocess.Popen(
            [sys.executable, "-c", WRITE, path, str(turn)], stdout=subprocess.PIPE, text=True
        )
        assert program.stdout is not None
        program.stdout.readline()
        time.sleep(chance.uniform(0.05, 0.6))
        program.send_signal(signal.SIGKILL)
        said = [line for line in program.stdout.read().split("\n") if line.strip().isdigit()]
        program.wait()
        mine = [answer for answer in History(lambda: path) if answer.prompt.endswith(f" of {turn}")]
        lost += max(0, len(said) - len(mine) - 1)
        broken += bool(mine) and not is_sound(path)
    moved = len(list(folder.glob("kills.broken*")))
    yield f"{times} kills: {broken} broken files, {moved} moved aside, {lost} finished answers not yet written, {len(History(lambda: path)):,} kept"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--answers", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--only", default="search,delay,programs,kills")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wanted = given.only.split(",")
        for which, lines in (
            ("search", search(folder, given.answers)), ("delay", delay(folder)), ("programs", programs(folder)), ("kills", kills(folder, given.kills)),
        ):  # fmt: skip
            for line in lines if which in wanted else ():
                print(line, flush=True)


if __name__ == "__main__":
    main()
