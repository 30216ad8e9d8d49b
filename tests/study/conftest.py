"""A chat server in a process of its own, and how these tests ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from study_serving import StudyServer, serving

import pplx_notebook as pplx
from pplx_notebook import Study


@pytest.fixture(scope="session")
def calm_server() -> Iterator[StudyServer]:
    """One that always answers, after 5 ms."""
    with serving("--pause", "0.005") as server:
        yield server


@pytest.fixture
def server(calm_server: StudyServer) -> StudyServer:
    """The same with its counts at 0."""
    calm_server.reset()
    return calm_server


@pytest.fixture
def ask(server: StudyServer) -> Iterator[Callable[..., Study]]:
    """``ask_many`` of a client of its own, without progress."""
    with pplx.Client(**server.settings) as client:

        def ask_many(questions: Any, **given: Any) -> Study:
            return client.ask_many(questions, **{"progress": False, **given})

        ask_many.client = client  # type: ignore[attr-defined]
        yield ask_many
