"""The network thread: one, out of the way, and gone when the process is."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest
from local_server import LocalServer

from pplx_notebook import Client

HELLO = ("head 200 text/event-stream", "delta Hello_", "delta world", "finish", "done", "end")


def ran(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A script in a process of its own, every warning an error.

    Development mode also reports callbacks over 0.1 s, which is the machine's business: those lines go.
    """
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    lines = done.stderr.splitlines(keepends=True)
    done.stderr = "".join(line for line in lines if not line.startswith("Executing <"))
    return done


def test_all_questions_share_one_thread() -> None:
    """Twenty questions from five threads need one network thread: their client's."""
    before = set(threading.enumerate())
    with LocalServer(lambda _: HELLO) as server, Client(provider="chat", base_url=server.url) as client:

        def four() -> None:
            for _ in range(4):
                assert client.ask("hi").text == "Hello world"

        threads = [threading.Thread(target=four) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(server.seen) == 20
        begun = set(threading.enumerate()) - before
        assert sum(thread.name == "pplx-network" for thread in begun) == 1


def test_the_interpreter_exits_cleanly_mid_answer() -> None:
    """No hang, no warning, and the server sees the connection close."""
    code = (
        "import sys\n"
        "from pplx_notebook import client\n"
        "live = client.begin('hi', provider='chat', base_url=sys.argv[1])\n"
        "while not live.answer.text: live.wait_change(0.05)\n"
        "client.ask('hi', provider='chat', base_url=sys.argv[2])\n"
    )
    with LocalServer(lambda _: (*HELLO[:2], "stall")) as slow, LocalServer(lambda _: HELLO) as quick:
        began = time.monotonic()
        done = ran(code, slow.url, quick.url)
        assert (done.returncode, done.stderr) == (0, "")
        assert time.monotonic() - began < 20
        assert slow.seen[0].gone.wait(5)


@pytest.mark.skipif(sys.platform == "win32", reason="fork is a POSIX call")
def test_a_forked_child_asks_on_its_own() -> None:
    """Child and parent each have their own thread and connections, also after a fork mid-answer."""
    code = (
        "import os, sys, warnings\n"
        "warnings.simplefilter('ignore', DeprecationWarning)  # Python 3.12 warns of forks with threads\n"
        "from pplx_notebook import client\n"
        "ask = lambda: client.ask('hi', provider='chat', base_url=sys.argv[1]).text\n"
        "live = client.begin('hi', provider='chat', base_url=sys.argv[2])\n"
        "while not live.answer.text: live.wait_change(0.05)\n"
        "assert ask() == 'Hello world'\n"
        "child = os.fork()\n"
        "assert ask() == 'Hello world'\n"
        "if child == 0: os._exit(7)\n"
        "assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7\n"
        "assert ask() == 'Hello world'\n"
        "live.stop()\n"
        "assert live.wait(1)\n"
    )
    with LocalServer(lambda _: (*HELLO[:2], "stall")) as slow, LocalServer(lambda _: HELLO) as quick:
        done = ran(code, quick.url, slow.url)
        assert (done.returncode, done.stderr) == (0, "")
        assert len(quick.seen) == 4


def test_nothing_loads_before_the_first_question() -> None:
    """Importing the client brings neither httpcore nor asyncio."""
    done = ran("import sys, pplx_notebook.client\nassert not {'httpcore', 'asyncio'} & set(sys.modules)")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_demo_answer_does_not_load_the_http_stack() -> None:
    done = ran(
        "import sys, pplx_notebook\n"
        "assert pplx_notebook.ask('What is DNA?', provider='demo').text\n"
        "assert not {'httpx', 'httpcore', 'h11', 'anyio'} & set(sys.modules)"
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_an_answer_over_http_loads_only_what_it_uses() -> None:
    """httpx on top of httpcore is 23 ms, and what errors, proxies and slips need is 15 more."""
    unused = ("httpx", "http.client", "urllib.request", "email", "html", "json", "difflib", "mimetypes")
    with LocalServer(lambda _: HELLO) as server:
        done = ran(
            "import sys, pplx_notebook\n"
            "pplx_notebook.ask('hi', provider='chat', base_url=sys.argv[1])\n"
            f"assert not set({unused!r}) & set(sys.modules), set({unused!r}) & set(sys.modules)",
            server.url,
        )
    assert (done.returncode, done.stderr) == (0, "")
