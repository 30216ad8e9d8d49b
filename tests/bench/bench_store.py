"""The figures of the history, on this machine.

    python tests/bench/bench_store.py [--answers 100000] [--kills 100] [--only search,delay,programs,kills]

``search``: milliseconds to find 50 answers of so many, opened anew each time, by rare, common and missing words,
beginnings and words that must not be there, the whole and of the processor alone (the rest is the machine's: who else
runs, and what it has to read from the disk).
``delay``: how much later a change of an answer is seen with a history than without, p50 and p99 in ms, of one
answer of 2,000 deltas that is read as a display reads it, without and with by turns. ``programs``: 8 programs, 200
answers each, one history: how many are there. ``kills``: so many programs killed at random
moments while they write answers as fast as the history takes them, eight at a time, and say of each eight that they
are kept; how many kills met a write, kept answers that are not there after it, files SQLite or FTS5 find unsound.
"""

from __future__ import annotations

import argparse
import random
import signal
import sqlite3
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
SAME_FILE = 10  # kills, before the next file: it stays small enough to be checked each time
BATCH = 8  # answers between two acknowledgements
WRITE = """if True:
    import mmap, sys
    from contextlib import contextmanager
    from pathlib import Path
    from pplx_notebook import Answer
    from pplx_notebook.library.store import database
    from pplx_notebook.library.store.rows import About
    from pplx_notebook.library.store.writers import writer_of
    path, turn, words = Path(sys.argv[1]), sys.argv[3], int(sys.argv[4])
    with open(sys.argv[2], "r+b") as file:
        mark = mmap.mmap(file.fileno(), 1)
    transaction = database.transaction
    @contextmanager
    def marked(db):
        mark[0] = 1
        with transaction(db):
            yield db
        mark[0] = 0
    database.transaction = marked
    class Growing:
        first_text_s = total_s = None
        def __init__(self, number):
            self.done, self.number, self.told = False, number, []
        @property
        def size(self):
            return len(self.answer.text)
        @property
        def answer(self):
            text = f"{self.number} " * (words if self.done else words // 2)
            status = "done" if self.done else "streaming"
            return Answer(prompt=f"{self.number} of {turn}", text=text, status=status)
        def note(self, lines):
            print("note", *lines, flush=True)
        def when_over(self, told):
            self.told.append(told)
        def end(self):
            self.done = True
            for told in self.told:
                told()
    writer = writer_of(path)
    for first in range(0, 1_000_000, BATCH):
        print("begun", first + BATCH, flush=True)
        growing = [Growing(number) for number in range(first, first + BATCH)]
        for one in growing:
            writer.note(one, About())
        for one in growing:
            one.end()
        if writer.flush(60):
            print("kept", first + BATCH, flush=True)
""".replace("BATCH", str(BATCH))
WORDS = 300


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
        f"{words[1][:2]}*",
        words[12_000],
        f"{words[1]} -{words[2]}",
        f"{words[1][:2]}* -{words[2][:2]}*",
        f"{words[2]} nowhere",
        "",
    ):
        times, own = [], []
        for _ in range(20):
            began, cpu = time.perf_counter(), time.process_time()
            with reading(path) as db:
                rows = found(db, query_of(query), 50)
            times.append((time.perf_counter() - began) * 1e3)
            own.append((time.process_time() - cpu) * 1e3)
        yield (
            f"search of {answers:,}: {query or '(the last)':<24} {len(rows):3} found, "
            f"median {statistics.median(times):6.1f} ms ({statistics.median(own):.1f} of the processor), "
            f"longest {max(times):6.1f} ms"
        )


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
    chance, mark = random.Random(2), folder / "mark"  # noqa: S311
    inside = waiting = promised = lost = more = broken = 0
    for turn in range(times):
        path = folder / f"kills{turn // SAME_FILE}.sqlite3"
        mark.write_bytes(b"\0")
        program = subprocess.Popen(
            [sys.executable, "-c", WRITE, path, mark, str(turn), str(WORDS)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert program.stdout is not None
        first = program.stdout.readline()
        time.sleep(chance.uniform(0.05, 0.5))
        program.send_signal(signal.SIGKILL)
        said = (first + program.stdout.read()).splitlines()
        program.wait()
        begun, kept = (
            max((int(line.split()[1]) for line in said if line.startswith(word)), default=0)
            for word in ("begun ", "kept ")
        )
        inside, waiting = inside + (mark.read_bytes() == b"\1"), waiting + (begun > kept)
        whole = {
            int(answer.prompt.split()[0])
            for answer in History(lambda: path)  # noqa: B023  # called in this turn only
            if answer.prompt.endswith(f" of {turn}") and answer.status == "done" and is_whole(answer)
        }
        promised, lost = promised + kept, lost + len(set(range(kept)) - whole)
        more, broken = more + len(whole - set(range(kept))), broken + (kept > 0 and is_broken(path))
    moved = len(list(folder.glob("kills*broken*")))
    yield (
        f"{times} kills, {waiting} of them between a write and its acknowledgement, {inside} inside a transaction: "
        f"{lost} of {promised:,} acknowledged answers lost, {more} more were kept; "
        f"{broken} unsound files, {moved} moved aside"
    )


def is_broken(path: Path) -> bool:
    """Whether SQLite or FTS5 find a fault in it."""
    try:
        return not is_sound(path)
    except sqlite3.DatabaseError:
        return True


def is_whole(answer: Answer) -> bool:
    """Whether all its text is there."""
    return answer.text.split() == [answer.prompt.split()[0]] * WORDS


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
