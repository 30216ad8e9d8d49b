"""What these tests share with the client's: the network thread is closed at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def closed_network_thread() -> Iterator[None]:
    """Everything the network thread holds open is closed, so that a leak in a test is seen as one."""
    yield
    from pplx_notebook.client import default_client

    default_client().close()
