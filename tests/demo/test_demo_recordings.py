"""``--replay FILE.har``: a recording served to any client, attempt by attempt, at its moments."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from asking_http import sent
from places import ROOT

from pplx_notebook import Client, PplxError
from pplx_notebook.demo.server.server import DemoServer
from pplx_notebook.errors import UsageProblem
from pplx_notebook.inspect.recording import Entry, Read, Recording

LESSONS = ROOT / "notebooks" / "recordings"
STREAM = ("content-type", "text/event-stream; charset=utf-8")


def entry(text: str, reads: list[tuple[int, bytes]], **more: Any) -> Entry:
    given: dict[str, Any] = {
        "url": "http://127.0.0.1/v1/chat/completions",
        "request_text": json.dumps({"messages": [{"role": "user", "content": text}], "stream": True}),
        "status": 200,
        "response_headers": (STREAM,),
        "body": b"".join(data for _, data in reads),
        "reads": tuple(Read(us, len(data), len(data)) for us, data in reads),
        "exchange": f"{abs(hash(text)) % 2**32:08x}",
        **more,
    }
    return Entry(**given)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.har"


def test_a_client_gets_the_recorded_bytes_at_their_moments(file: Path) -> None:
    Recording((entry("hi", [(50_000, b"data: 1\n\n"), (250_000, b"data: 2\n\n")]),)).save(file)
    with DemoServer(replay=file, pace="lifelike") as server:
        began = time.monotonic()
        assert sent(server, "/v1/chat/completions", {})[1] == b"data: 1\n\ndata: 2\n\n"
        assert time.monotonic() - began >= 0.25
    with DemoServer(replay=file, pace="instant") as server:
        assert sent(server, "/v1/chat/completions", {})[1] == b"data: 1\n\ndata: 2\n\n"


def test_a_request_gets_the_question_that_fits_best(file: Path) -> None:
    """The same body, else the same question, else the first."""
    Recording((entry("one", [(1, b"data: 1\n\n")]), entry("two", [(1, b"data: 2\n\n")]))).save(file)
    with DemoServer(replay=file, pace="instant") as server:

        def answer(body: dict[str, Any]) -> bytes:
            return sent(server, "/v1/chat/completions", body)[1]

        message = {"role": "user", "content": "two"}
        assert answer({"stream": True, "messages": [message]}) == b"data: 2\n\n"
        assert answer({"messages": [message], "model": "m"}) == b"data: 2\n\n"
        assert answer({"input": "two"}) == b"data: 2\n\n"
        assert answer({"input": "three"}) == b"data: 1\n\n"


def test_attempts_come_one_after_the_other_and_begin_again() -> None:
    with DemoServer(replay=LESSONS / "retry.har", pace="instant") as server:
        seen = [sent(server, "/chat/completions", {}) for _ in range(3)]
    assert [status for status, _, _ in seen] == [429, 200, 429]
    assert seen[0][2]["retry-after"] == "1"


def test_what_broke_breaks_for_other_clients_too() -> None:
    with (
        DemoServer(replay=LESSONS / "cut.har", pace="instant") as server,
        pytest.raises(PplxError) as cut,
        Client() as client,
    ):
        client.ask("What is a prime number?", provider="chat", base_url=server.base_url, retries=0)
    assert cut.value.kind == "transport"
    assert cut.value.answer is not None
    assert cut.value.answer.text


def test_compressed_bytes_go_out_as_they_came_in(file: Path) -> None:
    body, packed = b"data: 1\n\n", gzip.compress(b"data: 1\n\n")
    reads = (Read(1, len(packed), len(body)),)
    headers = (STREAM, ("content-encoding", "gzip"), ("server", "cloudflare"))
    Recording(
        (
            msgspec.structs.replace(
                entry("hi", [(1, body)], response_headers=headers), wire=packed, reads=reads
            ),
        )
    ).save(file)
    with DemoServer(replay=file, pace="instant") as server:
        _, data, head = sent(server, "/v1/chat/completions", {})
    assert (data, head["content-encoding"]) == (packed, "gzip")
    assert head.get("server") != "cloudflare"


def test_a_client_of_ours_gets_the_recorded_answer_from_the_server() -> None:
    file = LESSONS / "gateway.har"
    with DemoServer(replay=file, pace="instant") as server, Client() as client:
        served = client.ask(
            "What is a prime number?", provider="chat", base_url=server.base_url, model="sonar"
        )
        assert served == client.ask(
            "What is a prime number?", model="sonar", record=file, record_mode="replay"
        )


def test_a_broken_recording_is_refused(file: Path) -> None:
    file.write_text("{}", "utf-8")
    with pytest.raises(UsageProblem, match=r"a\.har is no recording"):
        DemoServer(replay=file)


@pytest.mark.parametrize("name", ["answer", "gateway", "silence", "cut", "retry"])
def test_a_lessons_recording_plays_without_a_question(name: str) -> None:
    """As it ended then."""
    file = LESSONS / f"{name}.har"
    with Client(record=file, record_mode="replay") as client:
        if name in ("silence", "cut"):
            with pytest.raises(PplxError) as ended:
                client.ask("")
            answer = ended.value.answer
            assert answer is not None
            assert answer.status == "cut off"
        else:
            answer = client.ask("")
            assert answer.status == "done"
        assert answer.prompt == "What is a prime number?"
        assert answer.exchange == Recording.open(file)
        assert answer.exchange.warnings == ()
