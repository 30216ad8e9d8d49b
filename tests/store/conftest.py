"""A history of the test's own, and a server that answers what it is asked, at a price."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from local_server import LocalServer, Seen

from pplx_notebook import Client
from pplx_notebook.library.store import place, writers
from pplx_notebook.library.store.history import History

COST_USD = 0.01


def asked(seen: Seen) -> str:
    """The question of a request."""
    content = seen.json["messages"][-1]["content"]
    return content if isinstance(content, str) else content[0]["text"]


def answering(seen: Seen) -> Iterable[str]:
    """A whole answer with a source and a cost."""
    found = '{"search_results":[{"title":"ITER news","url":"https://iter.org/x"}]'
    usage = f'"usage":{{"total_tokens":5,"cost":{{"total_cost":{COST_USD}}}}}}}'
    return ["head 200 text/event-stream", f"delta Énergie: {asked(seen)} [1].", "finish", rf"raw data: {found},{usage}\n\n", "done", "end"]  # fmt: skip


@pytest.fixture
def server() -> Iterator[LocalServer]:
    """A server that answers everything."""
    with LocalServer(answering) as server:
        yield server


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the usual history of this test is."""
    for name in ("BINDER_LAUNCH_HOST", "BINDER_SERVICE_HOST", "BINDER_REPO_URL", "BINDER_REQUEST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path / "pplx-notebook" / "history" / "history.sqlite3"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    """That history."""
    yield History()
    writers.flush(path)
    place.turn(False)


@pytest.fixture
def client_of(history: History) -> Iterator[Callable[..., Client]]:
    """Makes clients of a server, closed at the end."""
    made: list[Client] = []

    def client_of(server: LocalServer, **settings: object) -> Client:
        client = Client(provider="chat", base_url=f"http://127.0.0.1:{server.port}/v1", **settings)
        made.append(client)
        return client

    yield client_of
    for client in made:
        client.close()
