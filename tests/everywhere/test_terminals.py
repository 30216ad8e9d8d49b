"""Terminal IPython and jupyter console on a real pseudo-terminal: safe, as wide as the screen, whole."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from reading import QUESTION, Seen, assert_whole
from terminal import CONTROLS, LINK, Terminal, terminal

from pplx_notebook import Answer
from pplx_notebook.demo.server.server import DemoServer

IPYTHON = ["-m", "IPython", "--no-banner", "--simple-prompt", "--colors=NoColor", "--no-confirm-exit"]
CONSOLE = ["-m", "jupyter_console", "--simple-prompt", "--no-confirm-exit"]
# ours: bold, dim and back; to the start of the line, up, wipe what is below
ALLOWED = re.compile(r"\x1b\[(?:0|1|2|22)?m|\x1b\[\d*A|\x1b\[J|\x1b\]8;")
WIPE = re.compile(r"\r(?:\x1b\[\d*A)?\x1b\[J")  # the preview is taken away; the next line begins here
URL = re.compile(r"https?://\S+")


@contextmanager
def ipython(environment: dict[str, str], columns: int = 80, **variables: str) -> Iterator[Terminal]:
    """A shell with the extension loaded."""
    ours = {"TERM": "xterm-256color"} | variables
    with terminal([sys.executable, *IPYTHON], environment | ours, columns) as shell:
        shell.wait_for(r"In \[1\]: ")
        shell.type("%load_ext pplx_notebook")
        shell.wait_for(r"In \[2\]: ")
        yield shell


def ask(shell: Terminal, number: int = 2) -> str:
    """Ask and return what was written until the next prompt."""
    shell.type(f"%pplx {QUESTION}")
    return shell.wait_for(rf"In \[{number + 1}\]: ")


def seen(shell: Terminal) -> Seen:
    """Words on the screen; an address broken over lines is one address."""
    joined = re.sub(r"\n\s*", "", shell.text)
    return Seen(shell.text, frozenset(URL.findall(shell.text)) | frozenset(URL.findall(joined)))


def test_the_answer_is_whole_and_no_line_is_wider_than_the_screen(
    environment: dict[str, str], answer: Answer
) -> None:
    with ipython(environment, columns=132) as shell:
        ask(shell)
        assert_whole(seen(shell), answer)


@pytest.mark.parametrize("columns", [48, 80, 200])
def test_lines_fit_the_screen_and_are_never_longer_than_a_reader_likes(
    environment: dict[str, str], columns: int
) -> None:
    with ipython(environment, columns) as shell:
        streamed = ask(shell).split(QUESTION, 1)[1]
        shell.type("_pplx")
        named = shell.wait_for(r"In \[4\]: ")
    assert "Citations:" in named
    written = CONTROLS.sub("", WIPE.sub("\n", streamed + named).replace("\r", ""))
    long = [line for line in written.split("\n") if len(line) > min(columns - 1, 100) and "http" not in line]
    assert long == []


def test_only_bold_dim_and_the_preview_are_sent_to_a_terminal(environment: dict[str, str]) -> None:
    with ipython(environment | {"PPLX_DEMO_PACE": "20"}) as shell:
        written = ask(shell)
    sent = set(CONTROLS.findall(written))
    assert sent
    assert {code for code in sent if not ALLOWED.match(code)} == set()


def test_what_was_previewed_does_not_stay(environment: dict[str, str], answer: Answer) -> None:
    with ipython(environment | {"PPLX_DEMO_PACE": "20"}) as shell:
        ask(shell)
        assert "searching" not in shell.text.casefold().replace("searching the demo library", "")
        first = answer.text.split("\n")[0].replace("*", "").split(".")[0][:40]
        assert shell.text.count(first) == 1


def test_titles_are_links_where_the_terminal_knows_them_and_nowhere_else(
    environment: dict[str, str], answer: Answer
) -> None:
    with ipython(environment, VTE_VERSION="7600") as shell:
        linked = set(LINK.findall(ask(shell)))
        assert {source.url for source in answer.search_results} <= linked
        assert "8;;" not in shell.text
    with ipython(environment) as shell:
        assert LINK.findall(ask(shell)) == []


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_no_colour_gets_no_bold(
    environment: dict[str, str], variables: dict[str, str]
) -> None:
    with ipython(environment, **variables) as shell:
        written = ask(shell)
    assert not re.search(r"\x1b\[\d*m", written)


def test_control_sequences_of_an_answer_do_nothing(environment: dict[str, str], cases: object) -> None:
    hostile = cases / "everywhere" / "hostile-terminal.sse"  # type: ignore[operator]
    with DemoServer(replay=hostile, pace="instant") as server, ipython(environment) as shell:
        shell.type(f"%pplx --provider chat --base-url {server.base_url} --model x hello")
        written = shell.wait_for(r"In \[3\]: ")
        assert "after the clipboard" in shell.text
        assert "after the title" in shell.text
    assert {code for code in CONTROLS.findall(written) if not ALLOWED.match(code)} == set()
    assert "]52;" not in written.replace("\ufffd]52;", "")


def test_ctrl_c_keeps_the_text_and_the_shell(environment: dict[str, str]) -> None:
    with ipython(environment | {"PPLX_DEMO_PACE": "1"}) as shell:
        shell.type(f"%pplx {QUESTION}")
        shell.wait_for("light atomic nuclei")
        shell.program.sendintr()
        written = shell.wait_for(r"In \[3\]: ")
        assert re.search(r"\nStopped; \d+ words kept\.", written.replace("\r", ""))
        assert "Traceback" not in written
        shell.type("print(_pplx.status, 'light atomic nuclei' in _pplx.text)")
        assert "interrupted True" in shell.wait_for(r"In \[4\]: ")


def test_last_shows_the_answer_again_and_asks_nothing(environment: dict[str, str], answer: Answer) -> None:
    with ipython(environment, columns=132) as shell:
        shell.type("%pplx --last")
        assert "nothing to show" in shell.wait_for(r"In \[3\]: ")
        ask(shell, 3)
        shell.screen.reset()
        shell.screen.history.top.clear()
        shell.type("%pplx --last")
        shell.wait_for(r"In \[5\]: ")
        assert_whole(seen(shell), answer)


def test_jupyter_console_shows_all_of_it(environment: dict[str, str], answer: Answer) -> None:
    with terminal([sys.executable, *CONSOLE], environment, columns=200) as console:
        console.wait_for(r"In \[1\]: ")
        console.type("%load_ext pplx_notebook")
        console.wait_for(r"In \[2\]: ")
        console.type(f"%pplx {QUESTION}")
        console.wait_for(r"In \[3\]: ")
        assert_whole(seen(console), answer)
        assert "AnswerWidget" not in console.text
