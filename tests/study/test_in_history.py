"""A study in the history and the cache: under its own name, gone on with from there, and in private not at all."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from study_serving import StudyServer, serving

import pplx_notebook as pplx
from pplx_notebook import Client, Study
from pplx_notebook.errors import UsageProblem
from pplx_notebook.library.store import tables, writers
from pplx_notebook.library.store.database import open_store
from pplx_notebook.library.store.history import History
from pplx_notebook.study.elsewhere import workers

BOUND_S = 30.0  # a test that would hang fails
TEN = [f"Question {n}?" for n in range(10)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where this test's history is."""
    return tmp_path / "history.sqlite3"


@pytest.fixture
def history(path: Path) -> History:
    return History(lambda: path)


@pytest.fixture
def client(server: StudyServer, path: Path) -> Iterator[Client]:
    """One that keeps a history."""
    with Client(**server.settings, history=path) as made:
        yield made


def asked(client: Client, questions: Any, **given: Any) -> Study:
    return client.ask_many(questions, progress=False, **given)


def test_each_study_is_filed_under_a_name_of_its_own(client: Client, history: History) -> None:
    rows = [{"name": name} for name in ("tea", "gold")]
    names = [
        asked(client, rows, template="What is {{name}}?").name,
        asked(client, rows, template="What is {{name}}?").name,
        asked(client, TEN, name="pilot").name,
    ]
    assert len(set(names)) == 3
    assert names[0].startswith("What is {{name}}? 20")
    spent = {row.name: (row.answers, row.cost_usd) for row in history.costs("study")}
    assert spent == {names[0]: (2, 0.002), names[1]: (2, 0.002), "pilot": (10, pytest.approx(0.01))}
    counted = {name: tally.answers for name, tally in client.keeping.costs.studies.items()}
    assert counted == {names[0]: 2, names[1]: 2, "pilot": 10}
    assert {row.study for row in history.rows("gold")} == {*names[:2]}


def test_the_cache_answers_a_study_for_nothing(client: Client, server: StudyServer) -> None:
    first = asked(client, TEN, cache="7d")
    again = asked(client, TEN, cache="7d")
    assert server.counts()["requests"] == 10
    assert [row.text for row in again] == [row.text for row in first]
    assert client.keeping.costs.studies[again.name].cached == 10
    assert all(answer and answer.cache_age_s is not None for answer in again.answers)


def test_the_history_is_gone_on_with_by_name(client: Client, server: StudyServer, path: Path) -> None:
    first = asked(client, TEN[:6], name="pilot", resume=True, max_cost_usd=0.004)
    assert (first.done, first.known) == (4, 0)
    asked(client, TEN[6:], name="another")
    with Client(**server.settings, history=path) as later:  # another day, another kernel
        study = asked(later, ["New?", *reversed(TEN)], name="pilot", resume=True)
    assert (study.done, study.known) == (11, 4)
    assert [row.text.startswith(f"You asked: {row.question} ") for row in study] == [True] * 11
    assert study.cost_usd == pytest.approx(0.011)
    answered = server.answered()
    assert [answered[question] for question in TEN] == [1] * 6 + [2] * 4  # "another" is no part of it


def test_the_same_question_twice_is_asked_twice_and_each_once(client: Client, server: StudyServer) -> None:
    asked(client, ["a?", "a?"], name="twice", resume=True)
    study = asked(client, ["a?", "a?", "a?"], name="twice", resume=True)
    assert (study.known, server.answered()["a?"]) == (2, 3)


def test_what_the_history_holds_counts_to_the_budget(client: Client) -> None:
    asked(client, TEN[:5], name="pilot", resume=True)
    study = asked(client, TEN, name="pilot", resume=True, max_cost_usd=0.007, max_active=1)
    assert (study.done, study.cost_usd) == (7, pytest.approx(0.007))
    assert "stopped at the budget: $0.0070 of $0.007" in study.reason


def test_the_template_is_the_name_of_a_study_that_goes_on(client: Client, server: StudyServer) -> None:
    rows = [{"name": name} for name in ("tea", "gold")]
    for _ in range(2):
        study = asked(client, rows, template="What is {{name}}?", resume=True)
    assert (study.name, study.known, server.counts()["requests"]) == ("What is {{name}}?", 2, 2)


@pytest.mark.parametrize(("given", "said"), [
    ({"resume": True}, "give its name"),
    ({"resume": True, "name": "a", "history": False}, "the history, which is off"),
    ({"resume": "l", "private": True}, "private leaves no trace, and resume keeps one"),
    ({"name": ""}, "a study's name is a word or a few"),
    ({"name": "a\nb"}, "a study's name is a word or a few"),
    ({"resume": 3}, "resume takes the path of a file, or True"),
])  # fmt: skip
def test_a_mistake_is_told_before_anything_is_asked(
    client: Client, server: StudyServer, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageProblem, match=said):
        asked(client, TEN, **given)
    assert server.counts()["requests"] == 0


def test_a_private_study_leaves_no_question_behind(
    client: Client, history: History, path: Path, tmp_path: Path
) -> None:
    study = asked(client, ["A secret?", ""], template=None, private=True)
    writers.flush(path)
    assert study.done == 1
    shown = json.dumps(study._repr_mimebundle_())
    assert "A secret?" not in shown.replace("You asked: A secret?", "")  # the answer is the server's
    assert "(private)" in shown
    assert "A secret?" not in study.methods().replace("You asked", "")
    assert len(history) == 0
    assert "ecret" not in study.name


def test_the_sessions_limit_is_the_limit_of_a_study_that_has_none(server: StudyServer) -> None:
    with Client(**server.settings, max_cost_usd=0.008) as client:
        client.ask("One?")
        study = asked(client, TEN, max_active=1)
        assert study.done == 7
        assert study.cost_usd == pytest.approx(0.007)
        assert "stopped at the budget: $0.0080 of $0.008 spent in this session" in study.reason
        assert asked(client, TEN[:2], max_cost_usd=1).done == 2


def test_the_sessions_limit_counts_what_is_asked_meanwhile(server: StudyServer) -> None:
    async def both() -> Study:
        async with Client(**server.settings, max_cost_usd=0.05) as client:
            task = asyncio.create_task(client.aask_many([f"{n}?" for n in range(99)], max_active=2))
            while client.keeping.costs.session.answers < 3:  # noqa: ASYNC110  # a count of our own
                await asyncio.sleep(0.001)
            for n in range(4):
                await client.aask(f"Aside {n}?", max_cost_usd=1)
            return await task

    study = asyncio.run(both())
    assert study.done == 46
    assert server.counts()["requests"] == 50
    assert "$0.0500 of $0.05 spent in this session, one more may cost $0.0010" in study.reason


def test_a_history_without_studies_by_name_becomes_one_with(path: Path, client: Client) -> None:
    """A file of the first version."""
    with closing(sqlite3.connect(path)) as db:
        for statement in tables._statements(tables.STEPS[0]):
            db.execute(statement)
        db.execute("PRAGMA user_version = 1")
        db.execute(f"PRAGMA application_id = {tables.APPLICATION}")
    db, moved = open_store(path)
    db.close()
    assert moved is None
    assert asked(client, TEN, name="pilot", resume=True).done == 10
    assert asked(client, TEN, name="pilot", resume=True).known == 10


SPAWN = get_context("spawn")


@pytest.mark.parametrize("made", [
    lambda: ThreadPoolExecutor(2), lambda: ProcessPoolExecutor(2, mp_context=SPAWN)
], ids=["threads", "processes"])  # fmt: skip
def test_workers_of_others_are_in_history_and_costs_too(
    client: Client, history: History, server: StudyServer, made: Callable[[], Any]
) -> None:
    with made() as executor:
        study = asked(client, TEN, executor=executor, name="far")
        assert (study.done, len(history)) == (10, 10)
        assert client.keeping.costs.studies["far"].answers == 10
        again = asked(client, TEN, executor=executor, name="far", resume=True)
    assert (again.known, server.counts()["requests"]) == (10, 10)


def test_what_workers_are_asking_when_it_is_stopped_is_paid_for_and_kept() -> None:
    async def stopped(server: StudyServer, executor: Any) -> Study:
        async with pplx.Client(**server.settings) as client:
            task = asyncio.create_task(client.aask_many(TEN, executor=executor, max_active=4))
            while (await asyncio.to_thread(server.counts))["requests"] < 2:  # noqa: ASYNC110  # a server's count
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert client.last_study is not None
            return client.last_study

    with serving("--pause", "0.3") as server, ProcessPoolExecutor(2, mp_context=SPAWN) as executor:
        executor.submit(int).result()
        study = asyncio.run(stopped(server, executor))
        assert study.done == len(server.answered()) >= 2
        assert study.not_asked == 10 - study.done


def test_threads_of_this_process_are_stopped_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "STOP_S", 600.0)  # what is not stopped at once is not waited for in vain

    async def stopped(server: StudyServer, executor: Any) -> Study:
        async with pplx.Client(**server.settings) as client:
            task = asyncio.create_task(client.aask_many(TEN, executor=executor, max_active=2))
            while (await asyncio.to_thread(server.counts))["requests"] < 2:  # noqa: ASYNC110  # a server's count
                await asyncio.sleep(0.01)
            task.cancel()
            ended, _ = await asyncio.wait({task}, timeout=BOUND_S)
            assert ended, "its threads went on asking"
            assert task.cancelled()
            assert client.last_study is not None
            return client.last_study

    # the server ends first: no thread is left waiting for it
    with ThreadPoolExecutor(2) as executor, serving("--pause", "600") as server:
        study = asyncio.run(stopped(server, executor))
    assert (study.done, study.not_asked) == (0, 10)
