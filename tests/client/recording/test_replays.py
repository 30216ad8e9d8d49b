"""Which question a recording answers, and which it does not: without a key and without a server."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hello import HELLO, chat, hello
from local_server import LocalServer
from recorded_questions import KEY, one, recorded, replayed

from pplx_notebook import client
from pplx_notebook.errors import UsageProblem
from pplx_notebook.inspect.recording import Recording
from pplx_notebook.protocol import Answer


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
