"""Limits and budget hold, what stops a study says so, and whatever ends it, the answers that had come are kept."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from study_serving import BAD_KEY, StudyServer, texts

import pplx_notebook as pplx
from pplx_notebook import Client, Study
from pplx_notebook.errors import StatusError, StudyStopped

Ask = Callable[..., Study]
TEN = [f"Question {n}?" for n in range(10)]


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
    study = ask(["One?", *[f"{BAD_KEY} {n}?" for n in range(50)]], max_active=1)
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
    study = ask([question for n in range(8) for question in (f"{BAD_KEY} {n}?", f"{n}?")], max_active=1)
    assert (study.done, study.failed, study.reason) == (8, 8, "")


def test_on_error_raise_ends_it_with_the_first_failure_and_keeps_the_rest(
    ask: Ask, server: StudyServer
) -> None:
    with pytest.raises(StatusError) as caught:
        ask(["One?", f"{BAD_KEY}?", *TEN], on_error="raise", max_active=1)
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
