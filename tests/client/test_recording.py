"""Questions recorded while they are asked, and answered again from the recording: the same bytes, the same answer."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import httpx
import pytest
import zstandard
from hello import HELLO, chat, hello, until
from local_server import LocalServer, Seen

from pplx_notebook import client
from pplx_notebook.errors import PplxError, UsageProblem
from pplx_notebook.inspect.recording import Entry, Recording
from pplx_notebook.network.wire.replaying import ReplayingTransport
from pplx_notebook.network.wire.transport import Request
from pplx_notebook.protocol import Answer, AnswerReader
from pplx_notebook.protocol.saved import from_saved, to_saved

HEAD = "head 200 text/event-stream"
KEY = "pplx-aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1z"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that is not there yet."""
    return tmp_path / "answer.har"


def asked(prompt: str, **settings: Any) -> Answer:
    """The answer, whole or not."""
    try:
        return client.ask(prompt, **settings)
    except PplxError as problem:
        if problem.answer is None:
            raise
        return problem.answer


def recorded(file: Path, *steps: str, **settings: Any) -> tuple[Answer, Recording]:
    """The answer to one question and what the file holds of it."""
    with LocalServer(lambda _: steps) as server:
        answer = asked("hi", record=file, **chat(server, **settings))
    return answer, Recording.open(file)


def replayed(file: Path, prompt: str = "hi", **settings: Any) -> Answer:
    return asked(prompt, record=file, record_mode="replay", **settings)


def one(recording: Recording) -> Entry:
    (entry,) = recording.entries
    return entry


def as_raw(data: bytes) -> str:
    """Bytes as one HTTP chunk of the local server."""
    return "raw " + "".join(f"\\x{byte:02x}" for byte in data)


def pieces_replayed(entry: Entry) -> list[bytes]:
    """The reads that a replay gives the reader."""

    async def taken() -> list[bytes]:
        request = Request("POST", entry.url, b"", None, 1.0, 1.0)
        response = await ReplayingTransport(Recording((entry,)), 0.0).send(request)
        return [part async for part in response.parts]

    return asyncio.run(taken())


def snapshots(pieces: list[bytes]) -> list[Answer]:
    """What a reader sees, read by read."""
    reader = AnswerReader()
    return [reader.snapshot() for piece in pieces if reader.feed(piece) or True]


def test_an_answer_has_what_went_over_the_network(file: Path) -> None:
    answer, recording = recorded(file, *HELLO)
    entry = one(recording)
    assert answer.exchange == recording
    assert (entry.status, entry.end, entry.attempt, entry.at_us, entry.provider) == (
        200,
        "done",
        1,
        0,
        "chat",
    )
    assert [event.text for event in recording.events] == ["Hello ", "world", "", ""]
    assert recording.prompt == "hi"
    assert (
        0 < entry.marks["connect"] <= entry.marks["sent"] <= entry.marks["headers"] <= entry.reads[0].time_us
    )
    assert entry.reads[-1].time_us <= entry.end_us


def test_a_connection_that_is_used_again_was_not_made(file: Path) -> None:
    with LocalServer(hello) as server:
        client.ask("hi", **chat(server))
        client.ask("hi", record=file, **chat(server))
    assert "connect" not in one(Recording.open(file)).marks


def test_the_exchange_is_no_part_of_what_an_answer_says(file: Path) -> None:
    answer, _ = recorded(file, *HELLO)
    with LocalServer(hello) as server:
        plain = client.ask("hi", **chat(server))
    assert (plain.exchange, plain == answer) == (None, True)
    assert "exchange" not in repr(answer) + str(to_saved(answer))
    assert from_saved(to_saved(answer)) == answer


def test_a_private_question_is_not_recorded(file: Path) -> None:
    with LocalServer(hello) as server:
        assert client.ask("hi", private=True, inspect=True, **chat(server)).exchange is None
        with pytest.raises(UsageProblem, match="private leaves no trace, and record keeps one"):
            client.ask("hi", private=True, record=file, **chat(server))
    assert not file.exists()


def test_inspect_keeps_it_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with LocalServer(hello) as server:
        assert len(client.ask("hi", inspect=True, **chat(server)).exchange.events) == 4
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [7, 4096])
def test_every_recorded_stream_comes_back_as_it_was(shared: Path, file: Path, size: int) -> None:
    """Bytes, reads, snapshots and the answer."""
    for stream in sorted((shared / "streams").glob("*.sse")):
        if size == 7 and stream.stat().st_size > 100_000:
            continue
        answer, recording = recorded(file, HEAD, f"file {stream} {size}", "end")
        entry = one(recording)
        assert entry.body == stream.read_bytes(), stream.name
        assert pieces_replayed(entry) == [piece for _, piece in entry.pieces()]
        assert snapshots(pieces_replayed(entry)) == snapshots([piece for _, piece in entry.pieces()])
        assert replayed(file) == answer, stream.name


def coders() -> dict[str, tuple[Callable[[bytes], bytes], Callable[[], bytes]]]:
    """Codings that hand over each part at once, and their ends."""
    gzip, br, zstd = zlib.compressobj(wbits=31), brotli.Compressor(), zstandard.ZstdCompressor().compressobj()
    return {
        "gzip": (lambda part: gzip.compress(part) + gzip.flush(zlib.Z_SYNC_FLUSH), gzip.flush),
        "br": (lambda part: br.process(part) + br.flush(), br.finish),
        "zstd": (
            lambda part: zstd.compress(part) + zstd.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK),
            zstd.flush,
        ),
    }


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_compressed_stream_is_kept_packed_and_unpacked_again(file: Path, coding: str) -> None:
    event = 'data: {"choices":[{"index":0,"delta":{"content":"%s"}}]}\n\n'
    parts = [(event % word).encode() for word in ("eins ", "zwei ", "drei")] + [b"data: [DONE]\n\n"]
    pack, finish = coders()[coding]
    packed = [pack(part) for part in parts]
    steps = [step for part in packed for step in (as_raw(part), "pause 0.03")]
    last = finish()
    coded = f"{HEAD} | content-encoding: {coding}"
    answer, recording = recorded(file, coded, *steps, as_raw(last), "end")
    entry = one(recording)
    assert answer.text == "eins zwei drei"
    assert (entry.body, entry.wire) == (b"".join(parts), b"".join(packed) + last)
    sizes = [(len(wire), len(part)) for wire, part in zip(packed, parts, strict=True)]
    assert [(read.wire, read.size) for read in entry.reads] == [*sizes, (len(last), 0)]
    assert pieces_replayed(entry) == [*packed, last]
    assert replayed(file) == answer


def test_a_stream_that_broke_breaks_again_at_the_same_byte(file: Path) -> None:
    """Half a character stays half a character."""
    answer, recording = recorded(
        file, HEAD, "delta one_", as_raw('data: {"a":"é'.encode()[:-1]), "pause 0.05", "reset"
    )
    entry = one(recording)
    assert (answer.status, answer.text, entry.end) == ("cut off", "one ", "cut")
    assert entry.body.endswith(b"\xc3")
    assert entry.error == answer.error.message  # type: ignore[union-attr]
    assert replayed(file) == answer


def test_a_stream_that_ended_without_a_last_word(file: Path) -> None:
    answer, recording = recorded(file, HEAD, "delta one", "end")
    assert (answer.status, one(recording).end) == ("cut off", "eof")
    assert replayed(file) == answer


def test_a_stream_that_was_silent_too_long(file: Path) -> None:
    answer, recording = recorded(file, HEAD, "delta one", "stall", idle_timeout_s=0.2)
    assert (answer.status, one(recording).end) == ("cut off", "timeout")
    assert replayed(file) == answer


def test_a_clock_of_ours_that_ran_out(file: Path) -> None:
    answer, recording = recorded(file, HEAD, "delta one", "drip :\\n\\n", gap_timeout_s=0.2)
    assert (answer.status, one(recording).end) == ("cut off", "timeout")
    assert replayed(file).error == answer.error


def test_an_error_inside_the_stream_is_its_last_word(file: Path) -> None:
    answer, recording = recorded(
        file, HEAD, "delta one", 'raw data: {"error": {"message": "overloaded"}}\\n\\n', "end"
    )
    assert (answer.status, one(recording).end, one(recording).error) == ("failed", "done", "overloaded")
    assert replayed(file) == answer


def test_a_refusal_is_recorded_with_its_body(file: Path) -> None:
    answer, recording = recorded(file, "reply 401 application/json", 'body {"error": {"message": "no_key"}}')
    assert (one(recording).status, one(recording).end, one(recording).body) == (
        401,
        "refused",
        b'{"error": {"message": "no_key"}}',
    )
    assert replayed(file) == answer


def test_a_server_that_is_not_there(file: Path) -> None:
    with LocalServer(hello) as server:
        settings = chat(server)
    answer = asked("hi", record=file, **settings)
    entry = one(Recording.open(file))
    assert (entry.status, entry.end, entry.reads) == (0, "refused", ())
    assert replayed(file) == answer


def test_a_whole_answer_that_is_not_streamed(file: Path) -> None:
    body = '{"choices": [{"index": 0, "message": {"content": "whole"}, "finish_reason": "stop"}]}'
    answer, recording = recorded(file, "reply 200 application/json", f"body {body}", stream=False)
    assert (answer.text, recording.events) == ("whole", ())
    assert replayed(file, stream=False) == answer


def busy_first(requests: Iterator[int]) -> Callable[[Seen], tuple[str, ...]]:
    busy = ("reply 429 application/json | retry-after-ms: 300", 'body {"error": {"message": "busy"}}')
    return lambda _: HELLO if next(requests) else busy


def test_a_retry_is_a_further_entry_with_its_reason_and_its_pause(file: Path) -> None:
    with LocalServer(busy_first(iter((0, 1)))) as server:
        answer = client.ask("hi", record=file, **chat(server, retries=1))
    first, second = Recording.open(file).entries
    assert (first.attempt, first.status, first.end) == (1, 429, "refused")
    assert (second.attempt, second.status, second.why) == (2, 200, "429, retry after 0.3 s")
    assert second.at_us - first.end_us > 250_000
    assert first.exchange == second.exchange
    assert answer.exchange.questions == (answer.exchange,)
    assert replayed(file) == answer


def test_a_replay_waits_between_attempts_as_it_was(file: Path) -> None:
    with LocalServer(busy_first(iter((0, 1)))) as server:
        client.ask("hi", record=file, **chat(server, retries=1))
    began = time.monotonic()
    replayed(file, replay_speed=1)
    assert time.monotonic() - began > 0.25


def test_a_redirect_is_an_entry(file: Path) -> None:
    def moved(seen: Seen) -> tuple[str, ...]:
        away = ("reply 307 text/plain | location: /elsewhere?token=abc123", "body moved")
        return HELLO if seen.path.startswith("/elsewhere") else away

    with LocalServer(moved) as server:
        answer = client.ask("hi", record=file, **chat(server))
    first, second = Recording.open(file).entries
    assert (first.status, first.end, second.why) == (307, "eof", "redirected")
    assert second.url.endswith("/elsewhere?token=%5Bkey%5D")
    assert replayed(file) == answer


def test_a_run_at_the_server_that_is_taken_up_again(file: Path) -> None:
    events = [
        f'raw event: x\\ndata: {{"type":"response.output_text.delta","delta":"{word}","sequence_number":{n}}}\\n\\n'
        for n, word in ((1, "one "), (2, "two"))
    ]
    begin = 'raw data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","status":"in_progress","background":true}}\\n\\n'
    end = 'raw data: {"type":"response.completed","sequence_number":3,"response":{"id":"resp_1","status":"completed"}}\\n\\n'

    def run(seen: Seen) -> tuple[str, ...]:
        return (HEAD, begin, events[0], "reset") if seen.method == "POST" else (HEAD, events[1], end, "end")

    with LocalServer(run) as server:
        answer = client.ask(
            "hi", provider="perplexity", base_url=server.url, api_key=KEY, server_run=True, record=file
        )
    first, second = Recording.open(file).entries
    assert answer.text == "one two"
    assert (first.method, second.method, second.why) == ("POST", "GET", "taken up again behind event 1")
    assert replayed(file, server_run=True) == answer


def test_an_answer_that_is_asked_for_again_in_its_form(file: Path) -> None:
    fits = (
        HEAD,
        'raw data: {"choices":[{"index":0,"delta":{"content":"{\\\\"year\\\\": 1969}"},"finish_reason":"stop"}]}\\n\\n',
        "end",
    )
    form = {"type": "object", "properties": {"year": {"type": "integer"}}, "required": ["year"]}
    answers = iter((HELLO, fits))
    with LocalServer(lambda _: next(answers)) as server:
        answer = client.ask("hi", record=file, schema=form, schema_retry=True, **chat(server))
    assert answer.parsed == {"year": 1969}
    first, second = Recording.open(file).entries
    assert (first.end, second.why) == ("done", "the answer did not have the form that was asked for")
    assert replayed(file, schema=form, schema_retry=True) == answer


def test_a_stop_keeps_what_had_come(file: Path) -> None:
    with LocalServer(lambda _: (*HELLO[:2], "stall")) as server:
        live = client.begin("hi", record=file, **chat(server))
        until(lambda: live.answer.text)
        live.stop()
        assert live.wait(5)
    entry = one(Recording.open(file))
    assert (entry.end, len(entry.events)) == ("stopped", 1)
    assert live.answer.exchange == Recording.open(file)
    assert list(file.parent.iterdir()) == [file]


def test_coroutines_record_and_replay_too(file: Path) -> None:
    async def both(**settings: Any) -> tuple[Answer, Answer]:
        whole = await client.aask("hi", record=file, **settings)
        *_, last = [
            answer
            async for answer in client.astream(
                "hi", record=file, record_mode="replay", replay_speed="instant"
            )
        ]
        return whole, last

    with LocalServer(hello) as server:
        whole, last = asyncio.run(both(**chat(server)))
    assert whole == last
    assert last.exchange == whole.exchange


def test_somebodys_own_transport_is_recorded(file: Path) -> None:
    stream = b'data: {"choices":[{"index":0,"delta":{"content":"hey"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
    guest = httpx.MockTransport(
        lambda _: httpx.Response(200, headers={"content-type": "text/event-stream"}, content=stream)
    )
    answer = client.ask("hi", provider="chat", base_url="http://127.0.0.1:9", transport=guest, record=file)
    assert one(Recording.open(file)).body == stream
    assert replayed(file) == answer


def test_a_replay_needs_no_key_and_asks_nobody(file: Path) -> None:
    with LocalServer(hello) as server:
        answer = client.ask("hi", record=file, api_key=KEY, **chat(server))
    assert replayed(file).text == answer.text  # the server is gone


def test_the_demo_engine_is_recorded(file: Path) -> None:
    answer = client.ask("What is DNA?", provider="demo", record=file)
    assert replayed(file, "What is DNA?") == answer
    assert one(answer.exchange).provider == "demo"


def test_record_on_miss_asks_once(file: Path) -> None:
    with LocalServer(hello) as server:
        settings = chat(server, record=file, record_mode="record-on-miss")
        answers = [client.ask(prompt, **settings) for prompt in ("hi", "ho", "hi", "ho")]
        assert len(server.seen) == 2
    assert (answers[0], answers[1]) == (answers[2], answers[3])
    assert [question.prompt for question in Recording.open(file).questions] == ["hi", "ho"]


def test_a_changed_question_is_a_miss(file: Path) -> None:
    recorded(file, *HELLO)
    for change in (
        {"model": "other"},
        {"extra": {"temperature": 1}},
        {"provider": "perplexity"},
        {"stream": False},
    ):
        with pytest.raises(
            UsageProblem, match=r"answer\.har does not hold this question, asked like this; it holds “hi”\."
        ):
            client.ask("hi", record=file, record_mode="replay", **change)


def test_an_empty_question_is_the_only_one(file: Path) -> None:
    answer, _ = recorded(file, *HELLO, model="m")
    assert replayed(file, "") == answer
    with LocalServer(hello) as server:
        client.ask("ho", record=file, **chat(server))
    with pytest.raises(UsageProblem, match="holds several questions: ask one of “hi”, “ho”"):
        client.ask("", record=file, record_mode="replay")


def test_the_same_question_replaces_its_recording_and_others_stay(file: Path) -> None:
    with LocalServer(hello) as server:
        for prompt in ("one", "two", "one"):
            latest = client.ask(prompt, record=file, **chat(server))
    two, one_ = Recording.open(file).questions
    assert (two.prompt, one_.prompt, one_) == ("two", "one", latest.exchange)


def test_many_at_once_record_into_one_file(file: Path) -> None:
    with LocalServer(hello) as server, client.Client(record=file, **chat(server)) as many:
        lives = [many.begin(f"question {n}") for n in range(12)]
        assert all(live.result().text for live in lives)
    assert sorted(question.prompt for question in Recording.open(file).questions) == sorted(
        f"question {n}" for n in range(12)
    )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"record_mode": "replay"}, "record_mode='replay' needs a file: record=PATH."),
        ({"record": 1}, "record must be a file: its path."),
        (
            {"record": "a.har", "record_mode": "once"},
            "record_mode must be one of record, replay, record-on-miss.",
        ),
        (
            {"record": "a.har", "replay_speed": 0},
            'replay_speed must be "instant" or a number above 0: 4 is four times as fast.',
        ),
        ({"record": "no/such/a.har"}, "a.har cannot be written: there is no folder such."),
        (
            {"record": "no/such/a.har", "record_mode": "replay"},
            "a.har cannot be read: No such file or directory.",
        ),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_asked(settings: dict[str, Any], said: str) -> None:
    with LocalServer(hello) as server:
        with pytest.raises(UsageProblem) as refused:
            client.ask("hi", **chat(server, **settings))
        assert (str(refused.value), server.seen) == (said, [])


def test_a_file_that_is_no_recording_is_left_alone(file: Path) -> None:
    file.write_text("my thesis", "utf-8")
    with LocalServer(hello) as server:
        for mode in ("record", "record-on-miss", "replay"):
            with pytest.raises(UsageProblem, match="is no recording"):
                client.ask("hi", record=file, record_mode=mode, **chat(server))
        assert server.seen == []
    assert file.read_text("utf-8") == "my thesis"


def test_a_browsers_export_is_replayed_and_not_written_to(file: Path) -> None:
    answer, _ = recorded(file, *HELLO)
    har = json.loads(file.read_bytes())
    del har["log"]["_pplx"], har["log"]["entries"][0]["_pplx"]
    page = {
        **har["log"]["entries"][0],
        "request": {"method": "GET", "url": "http://127.0.0.1/"},
        "_eventSourceMessages": [],
    }
    page["response"] = {"status": 200, "content": {"mimeType": "text/html", "text": "<p>"}}
    har["log"]["entries"].insert(0, page)
    file.write_text(json.dumps(har), "utf-8")
    assert replayed(file) == replayed(file, "") == answer
    with LocalServer(hello) as server, pytest.raises(UsageProblem, match="was written by another program"):
        client.ask("ho", record=file, **chat(server))
    assert json.loads(file.read_bytes()) == har


def test_a_recording_that_cannot_be_written_does_not_take_the_answer_with_it(file: Path) -> None:
    def in_the_way(_: Seen) -> tuple[str, ...]:
        file.mkdir()
        return HELLO

    with LocalServer(in_the_way) as server:
        answer = client.ask("hi", record=file, **chat(server))
    assert (answer.text, answer.notices) == ("Hello world", ("not recorded in answer.har: Is a directory",))
    assert answer.exchange is not None


def test_a_program_that_is_killed_leaves_no_half_file(tmp_path: Path) -> None:
    with LocalServer(lambda _: (*HELLO[:2], "stall")) as server:
        code = f"import pplx_notebook as p; p.ask('hi', record='a.har', provider='chat', base_url={server.url!r})"
        with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path) as program:
            until(lambda: server.seen, 20)
            time.sleep(0.1)
            program.kill()
    assert list(tmp_path.iterdir()) == []


def test_a_question_that_is_not_recorded_loads_none_of_it() -> None:
    code = "import sys, pplx_notebook as p; p.ask('What is DNA?', provider='demo'); print([m for m in sys.modules if 'inspect.' in m and 'pplx' in m or m.endswith(('wire.recording', 'replaying', 'replayed'))])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"


def test_where_it_is_recorded_is_not_saved_with_the_answer(file: Path) -> None:
    answer, _ = recorded(file, *HELLO)
    assert str(to_saved(answer)).count("answer.har") == 1
    assert str(file.parent) not in str(to_saved(answer))


def test_a_body_over_the_limit_is_cut_and_its_reads_stay(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pplx_notebook.network.wire.attempt_under_way.KEPT_BYTES", 400)
    words = [step for n in range(8) for step in (f"delta w{n}", "pause 0.02")]
    answer, recording = recorded(file, HEAD, *words, "finish", "done", "end")
    entry = one(recording)
    assert answer.status == "done"
    assert entry.kept == len(entry.body) <= 400 < sum(read.size for read in entry.reads)
    assert sum(len(piece) for _, piece in entry.pieces()) == entry.kept
