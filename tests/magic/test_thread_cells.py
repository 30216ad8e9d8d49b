"""Conversations in cells: %%pplx --thread, --continue=6, %pplx --threads, and the session's sources as they grow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient

import pplx_notebook as pplx
from pplx_notebook.protocol.saved import MIME

BAD_LINES = [
    ("%pplx --threads nowhere", "there is no thread nowhere"),
    ("%pplx --threads --trim 3", "--trim needs the thread it is about"),
    ("%pplx --threads --fork x", "--fork needs the thread it is about"),
    ("%pplx --threads dna what is it", "--threads asks nothing"),
    ("%pplx --threads dna --trim none", "1 or more"),
    ("%pplx --threads dna --export notes.docx", ".md, .markdown, .json"),
    ("%pplx --threads --load no.ipynb", "cannot be read"),
    ("%%pplx --thread dna --continue\nand?", "give one"),
    ("%%pplx --thread\nand?", "--thread needs a value"),
    ("%%pplx --continue=777\nand?", "no answer of cell [777]"),
    ("%%pplx --continue=nothing\nand?", "no answer has that name"),
    ("%%pplx --max-earlier none\nand?", "--max-earlier takes a whole number"),
]


@pytest.fixture
def talk(shell: InteractiveShell) -> InteractiveShell:
    """A shell with a thread of two questions."""
    for question in ("What is DNA?", "Who found it?"):
        assert shell.run_cell(f"%%pplx --thread dna\n{question}", store_history=True).success
    return shell


@pytest.mark.parametrize(
    ("source", "says"), BAD_LINES, ids=[source.split("\n")[0] for source, _ in BAD_LINES]
)
def test_bad_input_ends_in_one_line(talk: InteractiveShell, source: str, says: str) -> None:
    result = talk.run_cell(source)
    error = result.error_in_exec
    assert says in str(error)
    assert "\n" not in str(error)


def test_a_thread_is_shown_forked_trimmed_and_written(
    talk: InteractiveShell, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    capsys.readouterr()
    for line in (
        "--threads dna",
        "--threads dna --fork helix",
        "--threads helix --trim 1",
        f'--threads helix --export "{tmp_path}/helix.md"',
        "--threads",
    ):
        assert talk.run_cell(f"%pplx {line}").success
    printed = capsys.readouterr().out
    assert "Who found it?" in printed
    assert "helix (1 question)" in printed
    assert f"helix: written to {tmp_path}/helix.md" in printed
    assert "## Who found it?" in (tmp_path / "helix.md").read_text("utf-8")


def test_the_next_question_may_go_on_from_a_cell_or_a_name(talk: InteractiveShell) -> None:
    last = talk.user_ns["_pplx"]
    cell = last.asked.execution_count
    for which in (str(cell), "_pplx"):
        assert talk.run_cell(f"%%pplx --continue={which}\nand?", store_history=True).success
        answer = talk.user_ns["_pplx"]
        assert answer.earlier[-2].content in ("Who found it?", "and?")
        assert answer.asked.continues
    assert talk.run_cell("%pplx what is a black hole?").success
    assert talk.user_ns["_pplx"].earlier == ()


def test_a_displayed_table_of_the_sessions_sources_goes_on_being_true(tmp_path: Path) -> None:
    """In a real kernel: the second answer stands in the table of a cell above it."""
    sources = [
        "%load_ext pplx_notebook\nimport pplx_notebook as pplx\nknown = pplx.sources()",
        "%%pplx --provider demo\nWhat is DNA?",
        "known",
        "%%pplx --provider demo --thread holes\nWhat is a black hole?",
        "pplx.ask('What is the Moon?', provider='demo', thread='moon')\n%pplx --threads",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    client: Any = NotebookClient(notebook, kernel_name="python3", timeout=60)
    client.execute()
    table, asked, threads = (notebook.cells[place].outputs[0].data for place in (2, 3, 4))
    for face in ("text/html", "text/markdown", "text/plain"):
        assert "Black hole" in table[face]
        assert "Moon" in table[face]
        assert "moon" in threads[face]
        assert "holes" in threads[face]
    assert asked[MIME]["answer"]["asked"]["settings"]["thread"] == "holes"
    for face in ("text/html", "text/markdown", "text/plain"):
        assert "thread holes" in asked[face]
        assert "--thread holes" in asked[face].replace("\\", "")
    nbformat.write(notebook, tmp_path / "saved.ipynb")
    assert list(pplx.threads(tmp_path / "saved.ipynb")) == ["holes"]
    assert len(pplx.sources(tmp_path / "saved.ipynb")) > 3
