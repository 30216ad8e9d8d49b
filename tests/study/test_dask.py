"""A real Dask cluster on this machine: a scheduler and two workers, each a process; a study is stopped, and a worker killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from places import ROOT
from study_serving import StudyServer, serving

import pplx_notebook as pplx
from pplx_notebook.errors import StudyStopped

distributed = pytest.importorskip("distributed")
QUESTIONS = [f"{n}?" for n in range(60)]
pytestmark = pytest.mark.filterwarnings("ignore")  # of Dask's own


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """The scheduler's address, and the workers' processes."""
    folder = tmp_path_factory.mktemp("dask")
    quiet = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__DASHBOARD__LINK": ""}
    with ExitStack() as stack:

        def begun(*arguments: str) -> subprocess.Popen[str]:
            command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
            process = subprocess.Popen(
                command,
                env=quiet,
                cwd=folder,
                text=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        place = folder / "scheduler.json"
        begun(
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--no-show",
            "--scheduler-file",
            str(place),
        )
        options = ("--nthreads", "2", "--no-nanny", "--no-dashboard", "--scheduler-file", str(place))
        workers = [begun("worker", *options) for _ in range(2)]
        yield str(place), workers


def test_stop_keeps_what_came_and_what_was_in_flight_and_nothing_is_paid_twice(
    cluster: tuple[str, list[subprocess.Popen[str]]], tmp_path: Path
) -> None:
    """Stands before the test that kills a worker: both ask here."""
    questions = QUESTIONS[:24]
    with (
        serving("--pause", "0.2") as server,
        distributed.Client(scheduler_file=cluster[0], timeout=60) as dask,
        pplx.Client(**server.settings) as client,
    ):
        dask.wait_for_workers(2, timeout=60)

        def interrupt() -> None:
            while server.counts()["requests"] < 6:
                time.sleep(0.01)
            signal.raise_signal(signal.SIGINT)

        stopping = threading.Thread(target=interrupt)
        stopping.start()
        with pytest.raises(StudyStopped) as caught:
            client.ask_many(questions, executor=dask, resume=tmp_path / "l", progress=False)
        stopping.join()
        kept = caught.value.study
        assert kept.done == len(server.answered()) >= 4
        assert (kept.failed, kept.not_asked) == (0, 24 - kept.done)
        assert kept.not_asked > 0
        study = client.ask_many(questions, executor=dask, resume=tmp_path / "l", progress=False)
        assert (study.known, study.done) == (kept.done, 24)
        assert list(server.answered().values()) == [1] * 24


def test_a_worker_killed_in_the_middle_loses_nothing_and_costs_what_it_had_in_flight(
    cluster: tuple[str, list[subprocess.Popen[str]]], server: StudyServer, tmp_path: Path
) -> None:
    place, workers = cluster
    with (
        distributed.Client(scheduler_file=place, timeout=60) as dask,
        pplx.Client(**server.settings) as client,
    ):
        dask.wait_for_workers(2, timeout=60)

        def kill() -> None:
            while server.counts()["requests"] < 15:
                time.sleep(0.01)
            workers[0].send_signal(signal.SIGKILL)

        killing = threading.Thread(target=kill)
        killing.start()
        study = client.ask_many(QUESTIONS, executor=dask, resume=tmp_path / "l", progress=False)
        killing.join()
        assert (study.done, study.failed) == (60, 0)
        again: Any = client.ask_many(QUESTIONS, executor=dask, resume=tmp_path / "l", progress=False)
    assert again.known == 60
    assert [row.text.startswith(f"You asked: {row.question} ") for row in study] == [True] * 60
    assert len(server.answered()) == 60
    assert sum(server.answered().values()) <= 60 + 4  # two workers with two threads each
