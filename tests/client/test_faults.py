"""Every fault ends as one typed error with the text kept, or as success where the answer was complete.

The cases are in ``tests/cases/client/faults.toml``; each runs against a real local server of its own.
"""

from __future__ import annotations

import asyncio
import json
import math
import subprocess
import sys
import time
import tomllib
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from coded_bytes import burst
from local_server import LocalServer, Script, Seen

from pplx_notebook import client
from pplx_notebook.errors import PplxError
from pplx_notebook.protocol.answer import Answer

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "client" / "faults.toml").read_text("utf-8"))[
    "case"
]
BIG = ("bomb", "burst", "endless", "flood")
HELLO = ("head 200 text/event-stream", "delta Hello_", "delta world", "finish", "done", "end")
SHORT: dict[str, Any] = {"retries": 1, "connect_timeout_s": 10}
SILENT_S = 3  # where the server falls silent; elsewhere a busy machine may take longer than that to answer


@dataclass(frozen=True)
class Outcome:
    """How one case ended."""

    answer: Answer
    error: PplxError | None
    seconds: float
    requests: int


def script_of(case: dict[str, Any]) -> Script:
    """The server's part of a case."""
    count = 0

    def script(_: Seen) -> tuple[str, ...]:
        nonlocal count
        steps = case["answers"][min(count, len(case["answers"]) - 1)]
        count += 1
        return tuple(part for step in steps for part in (HELLO if step == "hello" else (step,)))

    return script


async def outcome_of(case: dict[str, Any], server: LocalServer) -> Outcome:
    """Ask, and see how it ends."""
    settings: Any = {"provider": "chat", "base_url": server.url, **SHORT, **case.get("settings", {})}
    settings.setdefault("idle_timeout_s", SILENT_S if "stall" in str(case["answers"]) else 20)
    began = time.monotonic()
    error, answer = None, Answer()
    try:
        answer = await client.aask("hi", **settings)
    except PplxError as exc:
        error, answer = exc, exc.answer or answer
    return Outcome(answer, error, time.monotonic() - began, len(server.seen))


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    """The small cases thirty at a time, then the big ones one after the other."""

    async def all_of(cases: list[dict[str, Any]], servers: list[LocalServer]) -> list[Outcome]:
        return await asyncio.gather(*map(outcome_of, cases, servers))

    big = [case for case in CASES if any(word in str(case["answers"]) for word in BIG)]
    small = [case for case in CASES if case not in big]
    done: dict[str, Outcome] = {}
    for step in (step for case in big for steps in case["answers"] for step in steps):
        if step.startswith("burst "):
            burst(*step.split()[1:])  # made before anybody waits for it
    groups = [small[at : at + 30] for at in range(0, len(small), 30)]
    for group in (*groups, *([case] for case in big)):
        with ExitStack() as stack:
            servers = [stack.enter_context(LocalServer(script_of(case))) for case in group]
            results = asyncio.run(all_of(group, servers))
        done |= dict(zip((case["name"] for case in group), results, strict=True))
    return done


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_fault(case: dict[str, Any], outcomes: dict[str, Outcome]) -> None:
    """Kind, kept text, words, number of requests and time are as the case says."""
    outcome = outcomes[case["name"]]
    error, answer = outcome.error, outcome.answer
    assert (error.kind if error else "") == case["kind"], f"{case['fact']}: {error}"
    assert answer.text == case.get("text", "") or (case.get("text") == "*" and answer.text)
    assert outcome.requests == case["requests"]
    assert outcome.seconds < case.get("within_s", math.inf)
    if error is not None:
        line = str(error)
        assert error.status == case.get("status")
        assert case.get("says", "") in line
        assert len(line) <= 200
        assert line.isprintable()
        assert "SecretSecret" not in line + repr(error) + repr(answer)
        assert answer.status in ("failed", "cut off")
    else:
        assert answer.status == "done"


def test_one_unreadable_event_is_a_warning(outcomes: dict[str, Outcome]) -> None:
    """What was passed over is said."""
    assert outcomes["unreadable-event"].answer.warnings


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in CASES
        if (case["kind"] == "too_large" or "burst" in str(case)) and "flood" not in str(case)
    ],
    ids=lambda case: case["name"],
)
def test_bombs_and_endless_lines_leave_memory_flat(case: dict[str, Any]) -> None:
    """A process that meets one grows by less than 160 MB, of which the limit itself is 64."""
    code = (
        "import json, resource, sys\n"
        "from pplx_notebook import client\n"
        "from pplx_notebook.errors import PplxError\n"
        "ask = lambda url, **how: client.ask('hi', **dict(provider='chat', base_url=url, retries=0) | how)\n"
        "ask(sys.argv[1])\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: ask(sys.argv[2], **json.loads(sys.argv[4]))\n"
        "except PplxError as error: assert error.kind == sys.argv[3], error\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    how = json.dumps(case.get("settings", {}))
    with LocalServer(lambda _: HELLO) as good, LocalServer(script_of(case)) as bad:
        ran = subprocess.run(
            [sys.executable, "-c", code, good.url, bad.url, case["kind"], how],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert ran.returncode == 0, ran.stderr
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(ran.stdout) * unit < 160 * 2**20, ran.stdout


def test_the_sync_side_fails_in_the_same_way() -> None:
    """ask raises what aask raises."""
    case = next(case for case in CASES if case["name"] == "closed-mid-stream")
    with LocalServer(script_of(case)) as server, pytest.raises(PplxError) as raised:
        client.ask("hi", provider="chat", base_url=server.url, retries=1)
    assert raised.value.kind == "transport"
    assert raised.value.answer is not None
    assert raised.value.answer.text == "Hello "


def test_a_refused_connection_says_so() -> None:
    """Nobody listens there."""
    with LocalServer(lambda _: HELLO) as server:
        url = server.url
    with pytest.raises(PplxError, match=r"127\.0\.0\.1:\d+ refused the connection") as raised:
        client.ask("hi", provider="chat", base_url=url, retries=0)
    assert raised.value.kind == "transport"
