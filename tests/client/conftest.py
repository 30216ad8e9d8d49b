"""What the client's tests share: the local servers, and a network thread closed at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "servers"))


@pytest.fixture(scope="session", autouse=True)
def closed_network_thread() -> Iterator[None]:
    """Everything the network thread holds open is closed, so that a leak in a test is seen as one."""
    yield
    from pplx_notebook.client import default_client

    default_client().close()
