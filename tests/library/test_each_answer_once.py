"""An answer that stands in several cells of a notebook is one answer, of the cell it was asked in."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from pplx_notebook import Answer, Citation
from pplx_notebook.library.notebooks import answers_in_notebook
from pplx_notebook.library.sources import sources_in_notebook
from pplx_notebook.protocol.asked import AskedAs
from pplx_notebook.protocol.saved import MIME, to_saved

Cell = tuple[int | None, list[Answer]]


def saved(folder: Path, *cells: Cell) -> Path:
    """A notebook whose cells were run as In [n] and hold these answers."""
    notebook = nbformat.v4.new_notebook()
    for count, answers in cells:
        outputs = [nbformat.v4.new_output("display_data", {MIME: to_saved(answer)}) for answer in answers]
        notebook.cells.append(nbformat.v4.new_code_cell(execution_count=count, outputs=outputs))
    nbformat.write(notebook, folder / "saved.ipynb")
    return folder / "saved.ipynb"


def asked(
    count: int | None, text: str = "It is so.[1]", at: str = "2026-11-29T05:05:12.250Z", **more: object
) -> Answer:
    """An answer asked in In [count]."""
    fields: dict = {
        "status": "done",
        "prompt": "Is it?",
        "citations": (Citation(number=1, url="https://a.org/"),),
    }
    return Answer(text=text, asked=AskedAs(at=at, host="localhost", execution_count=count), **(fields | more))


PLAIN = Answer(text="Before anybody noted when.", status="done", id="resp_1")
CASES: list[tuple[str, list[Cell], list[tuple[int, str]]]] = [
    ("shown again below", [(3, [asked(3)]), (4, [asked(3)])], [(1, "It is so.[1]")]),
    ("shown again above, its cell moved down", [(4, [asked(3)]), (3, [asked(3)])], [(2, "It is so.[1]")]),
    ("twice in one cell", [(3, [asked(3), asked(3)])], [(1, "It is so.[1]")]),
    ("its own cell was run again", [(9, [asked(3)]), (4, [asked(3)])], [(1, "It is so.[1]")]),
    ("asked in a program", [(3, [asked(None)]), (4, [asked(None)])], [(1, "It is so.[1]")]),
    ("a cell that was never run", [(None, [asked(None)]), (None, [asked(None)])], [(1, "It is so.[1]")]),
    (
        "a beginning, and the whole shown again",
        [(3, [asked(3, "It", status="streaming")]), (4, [asked(3)])],
        [(1, "It is so.[1]")],
    ),
    (
        "the whole, and a beginning left elsewhere",
        [(3, [asked(3)]), (4, [asked(3, "It is", status="cut off")])],
        [(1, "It is so.[1]")],
    ),
    (
        "the same question asked twice",
        [(3, [asked(3)]), (4, [asked(4, at="2026-11-29T05:06:00.000Z")])],
        [(1, "It is so.[1]"), (2, "It is so.[1]")],
    ),
    (
        "two questions in one moment",
        [(3, [asked(3), asked(3, "No.", prompt="Is it not?")])],
        [(1, "It is so.[1]"), (1, "No.")],
    ),
    ("before December 2026, by its id", [(3, [PLAIN]), (4, [PLAIN])], [(1, PLAIN.text)]),
    (
        "of a server that gives all answers one id",
        [(3, [PLAIN]), (4, [Answer(text="And?", status="done", id="resp_1", prompt="And?")])],
        [(1, PLAIN.text), (2, "And?")],
    ),
    (
        "without an id, the same words",
        [
            (3, [Answer(text="a", status="done")]),
            (4, [Answer(text="a", status="done"), Answer(text="b", status="done")]),
        ],
        [(1, "a"), (2, "b")],
    ),
]


@pytest.mark.parametrize(("cells", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_answer_is_given_once(
    cells: list[Cell], expected: list[tuple[int, str]], tmp_path: Path
) -> None:
    path = saved(tmp_path, *cells)
    assert [(number, answer.text) for number, answer in answers_in_notebook(path)] == expected
    assert [answer.text for answer in Answer.from_notebook(path)] == [text for _, text in expected]


def test_a_source_names_the_cell_that_asked_and_not_where_it_is_shown_again(tmp_path: Path) -> None:
    (source,) = sources_in_notebook(saved(tmp_path, (3, [asked(3)]), (4, [asked(3)])))
    assert source.cells == (1,)


def test_what_a_kernel_saves_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")
    sources = [
        "%load_ext pplx_notebook",
        "%%pplx --into a\nWhat is a black hole?",
        "a",
        "%pplx --last",
        "import pplx_notebook as pplx\nb = pplx.ask('What is a black hole?')\nb",
        "b",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    nbformat.write(notebook, tmp_path / "run.ipynb")
    (first, answer), (second, _) = answers_in_notebook(tmp_path / "run.ipynb")
    assert (first, second) == (2, 5)
    assert answer.asked is not None
    assert answer.asked.execution_count == notebook.cells[1].execution_count == 2
