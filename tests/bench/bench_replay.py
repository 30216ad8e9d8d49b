"""How exactly a replay keeps to its recording, and what recording costs: ``python tests/bench/bench_replay.py``.

Over all recorded streams of ``../shared/streams`` (or the folder given as argument): recorded once over a socket
from the demo server, event by event at the pace of people, then replayed at recorded speed, and instantly. Printed
are the errors of arrival (a read's moment in the replay less its moment in the recording), and whether bytes,
reads, snapshots and answers are equal; beside it, how late a process is that only sleeps to the same moments. Then the CPU of a question with recording and without, taken in turns.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from places import SHARED  # noqa: E402

from pplx_notebook import Client  # noqa: E402
from pplx_notebook.inspect.recording import Entry, Read, Recording  # noqa: E402
from pplx_notebook.protocol import AnswerReader  # noqa: E402

EVENTS = 5000
ROUNDS = 7


@contextmanager
def served(file: Path, pace: str) -> Iterator[dict[str, Any]]:
    """The demo server with a file, in a process of its own; the settings that ask it."""
    command = [
        sys.executable,
        "-m",
        "pplx_notebook.demo",
        "--replay",
        str(file),
        "--pace",
        pace,
        "--no-token",
        "--parent",
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        yield {"provider": "chat", "base_url": json.loads(server.stdout.readline())["base_url"], "retries": 0}
        server.stdin.close()


def snapshots(entry: Entry) -> list[Any]:
    """What a reader sees, read by read."""
    reader = AnswerReader()
    return [reader.snapshot() for _, piece in entry.pieces() if reader.feed(piece) or True]


class Sleeper:
    """A process of its own that sleeps to the same moments: what the machine itself is late."""

    CODE = "import json,sys,time; b=time.perf_counter(); out=[]\nfor us in json.load(sys.stdin):\n time.sleep(max(0,b+us/1e6-time.perf_counter())); out.append((time.perf_counter()-b)*1e6-us)\nprint(json.dumps(out))"

    def __init__(self, moments_us: list[int]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", self.CODE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(moments_us).encode())
        self._process.stdin.close()

    def late_ms(self) -> list[float]:
        """Its lateness, moment by moment."""
        assert self._process.stdout is not None
        late = [us / 1000 for us in json.load(self._process.stdout)]
        self._process.wait()
        return late


def replay(client: Client, file: Path, speed: float | str) -> tuple[Entry, Any]:
    """As it arrived, read by read, and the answer."""
    live = client.begin("hi", record=file, record_mode="replay", replay_speed=speed, inspect=True)
    live.wait()
    assert live.recorder is not None
    return live.recorder.recording().entries[0], live.answer


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def streams(folder: Path, speed: float) -> None:
    """Record and replay every stream."""
    errors: list[float] = []
    machine: list[float] = []
    for stream in sorted(folder.glob("*.sse")):
        with tempfile.TemporaryDirectory() as place, Client() as client:
            file = Path(place) / "a.har"
            with served(stream, str(speed)) as settings:
                answer = client.ask("hi", record=file, **settings)
            (recorded,) = Recording.open(file).entries
            sleeper = Sleeper([read.time_us for read in recorded.reads])
            paced, again = replay(client, file, 1)
            machine += sleeper.late_ms()
            instant, at_once = replay(client, file, "instant")
        late = [b.time_us - a.time_us for a, b in zip(recorded.reads, paced.reads, strict=True)]
        errors += [abs(us) / 1000 for us in late]
        equal = {
            "file": recorded.body == stream.read_bytes(),
            "bytes": recorded.body == paced.body == instant.body,
            "reads": [r.size for r in recorded.reads]
            == [r.size for r in paced.reads]
            == [r.size for r in instant.reads],
            "snapshots": snapshots(recorded) == snapshots(paced) == snapshots(instant),
            "answers": answer == again == at_once,
        }
        wrong = [name for name, same in equal.items() if not same]
        print(
            f"{stream.name:48} {len(late):4} reads  p50 {quantile(errors[-len(late) :], 0.5):5.2f}  p99 {quantile(errors[-len(late) :], 0.99):5.2f} ms  {'NOT EQUAL: ' + ', '.join(wrong) if wrong else 'equal'}",
            flush=True,
        )
    print(
        f"{'all':48} {len(errors):4} reads  p50 {quantile(errors, 0.5):5.2f}  p99 {quantile(errors, 0.99):5.2f}  max {max(errors):5.2f} ms"
    )
    print(
        f"{'the machine itself, sleeping to the same moments':58} p50 {quantile(machine, 0.5):5.2f}  p99 {quantile(machine, 0.99):5.2f}  max {max(machine):5.2f} ms"
    )


def cost() -> None:
    """CPU of a question of 5,000 events with and without recording, in turns; the least of each."""
    event = b'data: {"object":"chat.completion.chunk","model":"sonar","choices":[{"index":0,"delta":{"content":" word %04d"},"finish_reason":null}]}\n\n'
    pieces = [event % n for n in range(EVENTS)] + [b"data: [DONE]\n\n"]
    reads = tuple(Read(1000 + n * 400, len(piece), len(piece)) for n, piece in enumerate(pieces))
    entry = Entry(
        url="http://127.0.0.1/chat/completions",
        status=200,
        response_headers=(("content-type", "text/event-stream"),),
        body=b"".join(pieces),
        reads=reads,
        marks={"headers": 900},
    )
    took: dict[str, list[float]] = {"without": [], "recorded": [], "recorded to a file": []}
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "big.har"
        Recording((entry,)).save(file)
        more = {
            "without": {},
            "recorded": {"inspect": True},
            "recorded to a file": {"record": Path(place) / "out.har"},
        }
        with served(file, "1") as settings, Client() as client:
            client.ask("hi", **settings)
            for _ in range(ROUNDS):
                for name, given in more.items():
                    began = time.process_time()
                    read = client.ask("hi", **settings, **given)
                    took[name].append((time.process_time() - began) * 1e6 / EVENTS)
                    assert read.status == "done"
    base = min(took["without"])
    for name, us in took.items():
        print(f"{name:20} {min(us):6.2f} µs CPU an event (paced 400 µs apart)  +{min(us) - base:.2f}")


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    if "--cost" not in sys.argv:
        streams(Path(given[0]) if given else SHARED / "streams", 1.0)
    cost()
