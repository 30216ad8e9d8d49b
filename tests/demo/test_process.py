"""A server in a process of its own: as the course starts it, and what is said where it does not start."""

from __future__ import annotations

import pytest

import pplx_notebook as pplx
from pplx_notebook.demo.process import started


def test_the_demo_answers_until_it_is_closed() -> None:
    server = started("pplx_notebook.demo", "--pace", "instant")
    asked = {"provider": "chat", "base_url": server.base_url, "retries": 0}
    assert pplx.ask("What is DNA?", api_key=server.token, **asked).status == "done"
    with pytest.raises(pplx.PplxError) as refused:
        pplx.ask("What is DNA?", api_key="another", **asked)
    assert refused.value.status == 401
    assert server.token not in repr(server)
    server.close()
    assert server.process.returncode == 0
    with pytest.raises(pplx.PplxError) as gone:
        pplx.ask("What is DNA?", api_key=server.token, **asked)
    assert gone.value.kind == "transport"


def test_a_server_that_asks_for_no_token_has_an_empty_one() -> None:
    server = started("pplx_notebook.demo", "--no-token")
    assert server.token == ""
    server.close()


def test_the_environment_reaches_it() -> None:
    server = started("pplx_notebook.demo", "--no-token", PPLX_NOTHING="1")
    server.close()
    with pytest.raises(pplx.PplxError, match="did not start"):
        started("pplx_notebook.demo", "--no-token", PYTHONPATH="", PYTHONHOME="/nowhere")


def test_one_that_does_not_start_says_why() -> None:
    with pytest.raises(
        pplx.PplxError, match=r"pplx_notebook\.demo did not start: .*unrecognized arguments: --nonsense"
    ):
        started("pplx_notebook.demo", "--nonsense")
