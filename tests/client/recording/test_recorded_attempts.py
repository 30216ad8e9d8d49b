"""A question that took several requests: each is an entry with its reason, and all are replayed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from hello import HELLO, chat
from local_server import LocalServer, Seen
from recorded_questions import HEAD, KEY, replayed

from pplx_notebook import client
from pplx_notebook.inspect.recording import Recording


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
