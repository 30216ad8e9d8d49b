"""Questions asked in other processes: what is kept here, what travels, and what a lost worker costs."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from study_serving import StudyServer

import pplx_notebook as pplx
from pplx_notebook import Settings, Study
from pplx_notebook.demo.server.server import DemoServer
from pplx_notebook.demo.transport import DemoTransport
from pplx_notebook.errors import UsageProblem

Ask = Callable[..., Study]
QUESTIONS = [f"{n}?" for n in range(24)]
KEY = "pplx-" + "a1B2" * 12
SPAWN = multiprocessing.get_context("spawn")


def processes(workers: int) -> ProcessPoolExecutor:
    """Workers that share nothing with us but the environment."""
    return ProcessPoolExecutor(workers, mp_context=SPAWN)


@pytest.mark.parametrize("made", [ThreadPoolExecutor, processes], ids=["threads", "processes"])
def test_workers_ask_and_ledger_and_budget_stay_here(
    ask: Ask, server: StudyServer, tmp_path: Path, made: Callable[[int], Executor]
) -> None:
    with made(2) as executor:
        study = ask(QUESTIONS, executor=executor, resume=tmp_path / "l", max_cost_usd=0.012)
        assert (study.done, study.not_asked, server.counts()["requests"]) == (12, 12, 12)
        study = ask(QUESTIONS, executor=executor, resume=tmp_path / "l", max_active=4)
    assert (study.known, study.done) == (12, 24)
    assert [row.text.startswith(f"You asked: {row.question} ") for row in study] == [True] * 24
    assert server.counts()["requests"] == 24


def test_never_more_at_once_than_allowed_whatever_the_workers_could(ask: Ask, server: StudyServer) -> None:
    with ThreadPoolExecutor(8) as executor:
        ask(QUESTIONS, executor=executor, max_active=3)
    assert server.counts()["most"] == 3


def test_settings_are_pickled_without_key_and_transport() -> None:
    settings = Settings(
        provider="chat", base_url="https://example.org", api_key=KEY, transport=DemoTransport(), retries=1
    )
    data = pickle.dumps(settings)
    assert KEY.encode() not in data
    assert pickle.loads(data) == Settings(provider="chat", base_url="https://example.org", retries=1)  # noqa: S301


def test_a_worker_takes_the_key_of_its_own_environment_and_without_one_fails_its_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with DemoServer(pace="instant", token=KEY) as server:
        monkeypatch.setenv("PERPLEXITY_BASE_URL", server.base_url)
        with processes(1) as executor, pplx.Client(provider="perplexity", api_key=KEY) as client:
            (error,) = client.ask_many(["a?"], executor=executor, progress=False).errors
        assert error is not None
        assert (error.kind, server.served) == ("usage", 0)
        assert error.message.endswith(
            "has no key: set it in its environment (a study's key does not travel to workers)."
        )
        monkeypatch.setenv("PERPLEXITY_API_KEY", KEY)
        with processes(1) as executor, pplx.Client() as client:
            assert client.ask_many(["What is DNA?"], executor=executor, progress=False).done == 1


def test_a_broken_pool_stops_it_and_another_one_goes_on(
    ask: Ask, server: StudyServer, tmp_path: Path
) -> None:
    with processes(2) as executor:
        executor.submit(os.getpid).result()
        executor.submit(time.sleep, 0.01)
        ending = executor.submit(os._exit, 1)
        study = ask(QUESTIONS, executor=executor, resume=tmp_path / "l")
        assert ending.exception() is not None
    assert "BrokenProcessPool" in study.reason
    assert study.done + study.failed + study.not_asked == 24
    with processes(2) as executor:
        assert ask(QUESTIONS, executor=executor, resume=tmp_path / "l").done == 24
    assert sum(server.answered().values()) <= 24 + 4


def test_a_transport_cannot_travel(ask: Ask) -> None:
    with (
        ThreadPoolExecutor(1) as executor,
        pytest.raises(UsageProblem, match="transport= cannot travel to workers"),
    ):
        ask(QUESTIONS, executor=executor, transport=DemoTransport())
