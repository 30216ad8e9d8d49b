"""``%pplx --login``, ``--status`` and ``--logout`` in a real kernel, typed into its hidden prompt."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from places import TESTS

from pplx_notebook.demo.server.server import DemoServer

TOKEN = "k-" + "0123456789abcdef" * 2  # put together here: no file of the project holds the shape of a key
OTHER = TOKEN[::-1]


class Session:
    """A kernel whose user types: what is asked of them is matched with what they type, in order."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.manager = KernelManager(kernel_name="python3")
        names = {"PYTHONPATH": str(TESTS), "PPLX_DEMO_PACE": "instant"}
        self.manager.start_kernel(env={**os.environ, **names, **environment}, cwd=str(folder))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.prompts: list[tuple[str, bool]] = []
        self.printed = self.error = ""
        self.run("%load_ext pplx_notebook")

    def run(self, code: str, *typed: str) -> str:
        """What a cell prints, or the one line it fails with; ``prompts`` are (words, hidden) it asked."""
        answers = iter(typed)
        self.prompts, out = [], []

        def asked(message: dict[str, Any]) -> None:
            content = message["content"]
            self.prompts.append((content["prompt"], content["password"]))
            self.client.input(next(answers))

        def told(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                out.append(content["text"])
            elif message["msg_type"] == "error":
                out.extend([f"{content['ename']}: {content['evalue']}", *content["traceback"]])
            elif message["msg_type"] in ("display_data", "execute_result"):
                out.append(json.dumps(content["data"]))

        self.client.execute_interactive(
            code, allow_stdin=True, stdin_hook=asked, output_hook=told, timeout=60
        )
        assert next(answers, None) is None, "more was typed than asked for"
        return "".join(out)

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    """Perplexity, as far as these tests go: it takes one key."""
    with DemoServer(pace="instant", token=TOKEN) as server:
        yield server


@pytest.fixture
def session(server: DemoServer, tmp_path: Path) -> Iterator[Session]:
    kernel = Session(tmp_path, PERPLEXITY_BASE_URL=server.base_url)
    yield kernel
    kernel.close()


def test_a_key_is_typed_hidden_checked_kept_used_and_forgotten(session: Session) -> None:
    said = session.run("%pplx --login", TOKEN, "y")
    assert [hidden for _, hidden in session.prompts] == [True, False]
    assert "takes it" in said
    assert "until this kernel ends" in said
    assert "done" in session.run("%pplx --into a what is DNA?\nprint(a.status)")
    status = session.run("%pplx --status")
    assert "from %pplx --login" in status
    assert "Forgotten: the key from %pplx --login" in session.run("%pplx --logout")
    assert "There was no key to forget" in session.run("%pplx --logout")
    assert "HTTP 401" in session.run("%pplx what is DNA?")
    seen = session.run("%history") + session.run("print(globals())") + session.run("%who_ls")
    assert TOKEN not in said + status + seen


def test_a_refused_key_is_not_kept(session: Session) -> None:
    said = session.run("%pplx --login", OTHER, "")
    assert "refused it (HTTP 401): nothing was kept" in said
    assert "There was no key to forget" in session.run("%pplx --logout")
    assert OTHER not in said


def test_without_agreement_nobody_is_asked(session: Session) -> None:
    said = session.run("%pplx --login", OTHER, "n")
    assert "takes it" not in said
    assert "Kept until this kernel ends" in said


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_changes_nothing(session: Session, typed: str) -> None:
    assert "nothing was typed and nothing kept" in session.run("%pplx --login", typed)


def test_what_is_no_key_is_refused_without_it(session: Session) -> None:
    said = session.run("%xmode Verbose\n%pplx --login", "my key is secret42")
    assert "the key from %pplx --login is not one" in said
    assert "secret42" not in said


@pytest.mark.parametrize(
    "line", [f"%pplx --login {TOKEN}", f"%%pplx --login\n{TOKEN}", f"%pplx --status {TOKEN}"]
)
def test_a_key_in_the_cell_is_refused_and_not_repeated(session: Session, line: str) -> None:
    said = session.run(line)
    assert "a key in a cell is saved" in said
    assert TOKEN not in said


def test_two_commands_at_once_are_two_cells(session: Session) -> None:
    assert "one after the other" in session.run("%pplx --login --logout")


@pytest.mark.parametrize("provider", ["demo", "chat", "named"])
def test_a_provider_without_a_login_says_so(session: Session, provider: str) -> None:
    said = session.run(f"%pplx --login --provider {provider}", *((OTHER, "n") if provider == "demo" else ()))
    assert ("Kept" if provider == "demo" else "has no login") in said


def test_a_key_of_the_environment_comes_first_and_that_is_said(server: DemoServer, tmp_path: Path) -> None:
    kernel = Session(tmp_path, PERPLEXITY_BASE_URL=server.base_url, PPLX_API_KEY=TOKEN)
    try:
        assert "PPLX_API_KEY of the environment comes first" in kernel.run("%pplx --login", OTHER, "n")
        assert "from PPLX_API_KEY in the environment" in kernel.run("%pplx --status")
        assert "Still used: the key from PPLX_API_KEY" in kernel.run("%pplx --logout")
    finally:
        kernel.close()


def test_a_keyring_keeps_it_for_the_next_session(server: DemoServer, tmp_path: Path) -> None:
    ring = {
        "PYTHON_KEYRING_BACKEND": "keyring_in_a_file.InAFile",
        "KEYRING_FILE": str(tmp_path / "ring.json"),
        "PERPLEXITY_BASE_URL": server.base_url,
    }
    kernel = Session(tmp_path, **ring)
    try:
        assert "Kept in the keyring" in kernel.run("%pplx --login", TOKEN, "y", "y")
    finally:
        kernel.close()
    kernel = Session(tmp_path, **ring)
    try:
        assert "from the keyring" in kernel.run("%pplx --status")
        assert "done" in kernel.run("%pplx --into a what is DNA?\nprint(a.status)")
        assert "Forgotten: the key from the keyring" in kernel.run("%pplx --logout")
        assert "from the keyring" not in kernel.run("%pplx --status")
        assert json.loads((tmp_path / "ring.json").read_text()) == {}
    finally:
        kernel.close()


def test_a_dotenv_beside_the_notebook_is_used_and_its_first_use_said(
    server: DemoServer, tmp_path: Path
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".env").write_text(f"PERPLEXITY_API_KEY={TOKEN}\n")
    kernel = Session(tmp_path, PERPLEXITY_BASE_URL=server.base_url)
    try:
        assert "from .env beside the notebook; git would take that file" in kernel.run("%pplx --status")
        first, second = (kernel.run("%pplx what is DNA?") for _ in range(2))
        assert "the key is from .env beside the notebook; git would take that file" in first
        assert ".env" not in second
        assert TOKEN not in first + second
    finally:
        kernel.close()


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"BINDER_SERVICE_HOST": "gke.mybinder.org"}, "public machine"),
        ({"JUPYTERHUB_USER": "ada"}, "shared hub"),
    ],
)
def test_a_public_or_shared_machine_warns_before_a_key_is_typed(
    tmp_path: Path, environment: dict[str, str], word: str
) -> None:
    kernel = Session(tmp_path, **environment)
    try:
        assert "nothing was asked for and nothing kept" in kernel.run("%pplx --login", "")
        ((words, hidden),) = kernel.prompts
        assert word in words
        assert not hidden
        assert "Kept until" in kernel.run("%pplx --login", "y", OTHER, "n")
        assert word in kernel.run("%pplx --status")
    finally:
        kernel.close()


def test_status_says_who_is_asked_without_a_key_too(tmp_path: Path) -> None:
    kernel = Session(tmp_path)
    try:
        said = kernel.run("%pplx --status")
        assert "demo, the embedded library" in said
        assert "none needed" in said
        assert "needs a key" in kernel.run("%pplx --status --provider perplexity")
        assert "sonar-pro" in kernel.run('%config Pplx.model = "sonar-pro"\n%pplx --status')
    finally:
        kernel.close()


def test_where_nobody_can_type_a_login_fails_in_one_line(tmp_path: Path) -> None:
    cells = ["%load_ext pplx_notebook", "%pplx --login"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    NotebookClient(notebook, kernel_name="python3", timeout=120, allow_errors=True).execute()
    (said,) = notebook.cells[1].outputs
    assert "there is nobody here to type a key" in said["text"]
    assert len(said["text"].splitlines()) == 1
