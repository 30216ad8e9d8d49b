"""Many questions: order and length are kept, a failed row is a row, limits and budget hold, and what stops it says so."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from study_serving import StudyServer, program

import pplx_notebook as pplx
from pplx_notebook import Client, Study
from pplx_notebook.errors import StatusError, StudyStopped, UsageProblem

Ask = Callable[..., Study]
BAD = "BAD KEY"  # what this server answers with 401
TEN = [f"Question {n}?" for n in range(10)]


def texts(study: Study) -> list[str | None]:
    """What was asked, as the answers tell it."""
    return [
        answer and answer.text.partition(" word0")[0].removeprefix("You asked: ") for answer in study.answers
    ]


def untimed(line: str) -> str:
    """The last line without how long it took, which it says from a second on."""
    return re.sub(r" · (?:\d+ min )?\d+ s$", "", line)


def test_answers_stand_in_the_order_of_the_questions_and_are_as_many(ask: Ask) -> None:
    study = ask(TEN)
    assert texts(study) == TEN
    assert (len(study), study.errors, study.done, study.failed, study.reason) == (10, [None] * 10, 10, 0, "")
    assert [row.place for row in study] == list(range(10))
    assert study[-1].question == TEN[-1]
    assert study.answers[2:4] == [study.answers[2], study[3].answer]


def test_a_row_that_cannot_be_asked_or_fails_is_a_row_with_its_error(ask: Ask) -> None:
    study = ask(["One?", "", f"{BAD}?", None, "Two?"])
    assert texts(study) == ["One?", None, None, None, "Two?"]
    assert [error and (error.kind, error.status) for error in study.errors] == [
        None,
        ("usage", None),
        ("status", 401),
        ("usage", None),
        None,
    ]
    assert [row.status for row in study] == ["done", "failed", "failed", "failed", "done"]
    assert repr(study) == "<Study: 2 of 5 answered, 3 failed, $0.0020>"


@pytest.mark.parametrize("frame", [
    pd.DataFrame({"name": ["tea", "gold"], "GDP (USD)": [1, 2]}, index=["a", "b"]),
    pl.DataFrame({"name": ["tea", "gold"], "GDP (USD)": [1, 2]}),
    pa.table({"name": ["tea", "gold"], "GDP (USD)": [1, 2]}),
    [{"name": "tea", "GDP (USD)": 1}, {"name": "gold", "GDP (USD)": 2}],
], ids=["pandas", "polars", "arrow", "dicts"])  # fmt: skip
def test_a_frame_is_asked_row_by_row_by_its_template(ask: Ask, frame: Any) -> None:
    study = ask(frame, template='What is {{name}} at {{ GDP (USD) }}, {"x": 1}?')
    assert texts(study) == ['What is tea at 1, {"x": 1}?', 'What is gold at 2, {"x": 1}?']
    table = study.to_pandas()
    assert list(table["question"]) == study.questions
    assert len(table) == 2
    assert list(table.columns)[:2] == (
        ["question", "answer"] if isinstance(frame, list) else ["name", "GDP (USD)"]
    )


def test_the_questions_own_index_and_columns_stay(ask: Ask) -> None:
    frame = pd.DataFrame({"name": ["tea", "gold"], "answer": [True, False]}, index=[7, 3])
    table = ask(frame, template="{{name}}?").to_pandas()
    assert list(table.index) == [7, 3]
    assert list(table["answer"]) == [True, False]
    assert table["answer_2"].str.startswith("You asked").all()
    assert list(table["cost_usd"]) == [0.001, 0.001]


@pytest.mark.parametrize("frame", [
    pd.DataFrame({"name": ["tea", None, float("nan")]}),
    pl.DataFrame({"name": ["tea", None, None]}),
    pa.table({"name": ["tea", None, None]}),
], ids=["pandas", "polars", "arrow"])  # fmt: skip
def test_a_value_that_is_missing_is_no_question_to_pay_for(ask: Ask, server: StudyServer, frame: Any) -> None:
    study = ask(frame, template="What is {{name}}?")
    assert [error and error.message for error in study.errors] == [
        None,
        *["{{name}} has no value in this row."] * 2,
    ]
    assert server.counts()["requests"] == 1


@pytest.mark.parametrize(("questions", "given", "said"), [
    ("one text", {}, "questions must be a list of texts"),
    (TEN, {"max_activ": 3}, "did you mean max_active?"),
    (TEN, {"max_active": 0}, "max_active must be a whole number from 1 to 1000."),
    (TEN, {"max_cost_usd": -1}, "max_cost_usd must be a positive number"),
    (TEN, {"on_error": "ignore"}, "on_error takes keep or raise."),
    (TEN, {"executor": "threads"}, "executor takes a concurrent.futures.Executor or a dask.distributed.Client."),
    ([{"a": 1}], {}, "rows with columns need a template"),
    (pd.DataFrame({"a": [1]}), {}, "rows with columns need a template"),
    ([{"a": 1}], {"template": "{{b}}"}, "{{b}} is neither a column (a) nor a variable."),
])  # fmt: skip
def test_a_mistake_is_told_before_anything_is_asked(
    ask: Ask, server: StudyServer, questions: Any, given: Any, said: str
) -> None:
    with pytest.raises(UsageProblem) as caught:
        ask(questions, **given)
    assert said in str(caught.value)
    assert server.counts()["requests"] == 0


def test_never_more_at_once_than_allowed(ask: Ask, server: StudyServer) -> None:
    ask([f"{n}?" for n in range(40)], max_active=4)
    assert server.counts()["most"] == 4


def test_never_more_in_a_minute_than_allowed(ask: Ask, server: StudyServer) -> None:
    stopping = threading.Timer(1.0, lambda: signal.raise_signal(signal.SIGINT))
    stopping.start()
    with pytest.raises(StudyStopped):
        ask([f"{n}?" for n in range(40)], requests_per_minute=12)
    assert server.counts()["requests"] == 12


def test_a_budget_is_never_exceeded_and_what_is_left_of_it_is_used(ask: Ask, server: StudyServer) -> None:
    study = ask([f"{n}?" for n in range(40)], max_cost_usd=0.0205, max_active=8)
    assert study.cost_usd == pytest.approx(0.020)
    assert server.counts()["requests"] == 20
    assert study.not_asked == 20
    assert study.reason == "stopped at the budget: $0.0200 of $0.0205 spent, one more may cost $0.0010."
    assert study.errors[-1] is not None
    assert study.errors[-1].kind == "not_asked"


def test_a_budget_holds_over_all_runs_of_a_ledger(ask: Ask, server: StudyServer, tmp_path: Path) -> None:
    for _ in range(2):
        study = ask([f"{n}?" for n in range(9)], max_cost_usd=0.005, resume=tmp_path / "l")
    assert (study.done, study.known, server.counts()["requests"]) == (5, 5, 5)


def test_where_no_cost_is_reported_one_line_says_that_the_budget_cannot_be_kept() -> None:
    with pplx.Client(provider="demo") as client:
        study = client.ask_many(["What is DNA?"] * 3, max_cost_usd=1, progress=False)
    assert (study.done, study.cost_usd) == (3, None)
    assert "the server reports no cost: max_cost_usd cannot be kept." in study.notices


def test_five_equal_failures_in_a_row_stop_it_and_say_why(ask: Ask, server: StudyServer) -> None:
    study = ask(["One?", *[f"{BAD} {n}?" for n in range(50)]], max_active=1)
    assert server.counts()["requests"] == 6
    assert (study.done, study.failed, study.not_asked) == (1, 5, 45)
    assert study.reason.startswith("stopped after 5 equal failures in a row: ")
    assert "401" in study.reason


def test_a_server_that_is_down_is_not_asked_all_questions() -> None:
    with pplx.Client(provider="chat", base_url="http://127.0.0.1:9", model="x") as client:
        study = client.ask_many([f"{n}?" for n in range(1000)], max_active=5, progress=False)
    assert "refused the connection" in study.reason
    assert study.failed <= 20
    assert study.not_asked >= 980


def test_failures_between_answers_stop_nothing(ask: Ask) -> None:
    study = ask([question for n in range(8) for question in (f"{BAD} {n}?", f"{n}?")], max_active=1)
    assert (study.done, study.failed, study.reason) == (8, 8, "")


def test_on_error_raise_ends_it_with_the_first_failure_and_keeps_the_rest(
    ask: Ask, server: StudyServer
) -> None:
    with pytest.raises(StatusError) as caught:
        ask(["One?", f"{BAD}?", *TEN], on_error="raise", max_active=1)
    assert caught.value.study.done == 1
    assert server.counts()["requests"] == 2
    assert ask.client.last_study.done == 1  # type: ignore[attr-defined]


def test_an_interrupt_keeps_what_had_come_and_a_resume_asks_the_rest(
    ask: Ask, server: StudyServer, tmp_path: Path
) -> None:
    questions = [f"{n}?" for n in range(300)]

    def interrupt() -> None:
        while server.counts()["requests"] < 20:
            time.sleep(0.01)
        signal.raise_signal(signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(StudyStopped) as caught:
        ask(questions, max_active=4, resume=tmp_path / "ledger")
    thread.join()
    kept = caught.value.study
    assert 10 <= kept.done < 300
    assert (
        str(caught.value) == f"stopped; {kept.done} of 300 questions answered and kept, see pplx.last_study()"
    )
    study = ask(questions, resume=tmp_path / "ledger", max_active=50)
    assert texts(study) == questions
    assert study.known == kept.done
    assert sum(server.answered().values()) <= 300 + 4


def test_a_client_that_is_closed_meanwhile_keeps_what_had_come(ask: Ask, server: StudyServer) -> None:
    client: Client = ask.client  # type: ignore[attr-defined]

    def close() -> None:
        while server.counts()["requests"] < 10:
            time.sleep(0.01)
        client.close()

    thread = threading.Thread(target=close)
    thread.start()
    with pytest.raises(StudyStopped) as caught:
        ask([f"{n}?" for n in range(400)], max_active=3)
    thread.join()
    study = caught.value.study
    assert study.done >= 7
    assert (study.failed, study.not_asked) == (0, 400 - study.done)


def test_the_same_in_a_coroutine_and_cancelling_it_keeps_what_had_come(server: StudyServer) -> None:
    async def both() -> tuple[Study, Study | None]:
        async with Client(**server.settings) as client:
            whole = await client.aask_many(TEN)
            task = asyncio.create_task(client.aask_many([f"{n}?" for n in range(500)], max_active=2))
            await asyncio.sleep(0.2)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return whole, client.last_study

    whole, cancelled = asyncio.run(both())
    assert texts(whole) == TEN
    assert cancelled is not None
    assert 0 < cancelled.done < 500
    assert cancelled.not_asked == 500 - cancelled.done


def test_a_bug_comes_out_as_itself_and_what_had_come_is_kept(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pplx_notebook.study.rules import EqualFailures

    seen: list[object] = []

    def broken(self: EqualFailures, error: object) -> None:
        seen.append(error)
        if len(seen) == 3:
            raise ZeroDivisionError

    monkeypatch.setattr(EqualFailures, "ended", broken)
    with pytest.raises(ZeroDivisionError):
        ask(TEN, max_active=1)
    assert ask.client.last_study.done >= 2  # type: ignore[attr-defined]


def test_the_methods_record_says_what_was_asked_when_of_whom_and_who_answered(
    ask: Ask, server: StudyServer, tmp_path: Path
) -> None:
    study = ask(["One?", f"{BAD}?"], model="local", api_key="a-key-nobody-must-see")
    text = study.methods(tmp_path / "methods.jsonl")
    one, two = map(json.loads, (tmp_path / "methods.jsonl").read_text("utf-8").splitlines())
    assert one | {"asked_at": "", "usage": ""} == {
        "row": 1, "question": "One?", "status": "done", "asked_at": "", "host": server.url.removeprefix("http://"),
        "provider": "chat", "model": "local", "settings": {"provider": "chat", "base_url": server.url, "model": "local"},
        "response": "x", "usage": "", "cost_usd": 0.001, "sources": [], "error": None,
    }  # fmt: skip
    assert one["asked_at"].startswith("20")
    assert (two["status"], two["row"]) == ("failed", 2)
    assert "401" in two["error"]
    assert "nobody-must-see" not in text


def test_the_sources_of_all_answers_are_listed_once_with_their_rows() -> None:
    with pplx.Client(provider="demo") as client:
        study = client.ask_many(["What is DNA?", "What is nuclear fusion?", "What is DNA?"], progress=False)
    urls = [source.url for source in study.sources]
    assert len(urls) == len(set(urls)) > 1
    assert study.sources[0].cells == (1, 3)


def test_in_a_script_progress_goes_to_standard_error_and_leaves_standard_output_alone(
    server: StudyServer,
) -> None:
    code = f"import pplx_notebook as pplx; pplx.ask_many(['a?'] * 30, max_active=3, **{server.settings!r})"
    with program(code=code) as process:
        out, err = process.communicate(timeout=60)
    assert out == ""
    first, *between, last = err.splitlines()
    assert (first, untimed(last)) == ("asking 30 questions", "30 of 30 answered · $0.0300")
    assert all(re.match(r"\d+ of 30 done · ", line) for line in between)
    assert len(between) <= 9


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo terminals here")
def test_on_a_terminal_one_line_is_written_anew(server: StudyServer) -> None:
    import subprocess
    import sys

    ours, theirs = os.openpty()
    code = f"import pplx_notebook as pplx; pplx.ask_many(['a?'] * 30, max_active=1, **{server.settings!r})"
    subprocess.run([sys.executable, "-c", code], stderr=theirs, stdout=theirs, timeout=60, check=True)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        shown += part
        if not part:
            break
    os.close(ours)
    text = shown.decode()
    assert text.startswith("\r\x1b[2K[····················] 0 of 30 done · ")
    assert untimed(text.rstrip()).endswith("\r\x1b[2K30 of 30 answered · $0.0300")
    assert text.count("\n") == 1
