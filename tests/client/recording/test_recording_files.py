"""The file of a recording: what is added to it, what is left alone, what never gets there."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hello import HELLO, chat, hello, until
from local_server import LocalServer, Seen
from recorded_questions import recorded

from pplx_notebook import client
from pplx_notebook.errors import UsageProblem
from pplx_notebook.inspect.recording import Recording
from pplx_notebook.protocol.saved import from_saved, to_saved


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
