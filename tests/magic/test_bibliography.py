"""``%pplx --bibliography``: the references of the notebook in the cell that asks, kept up to date."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from pybtex.database import parse_string

import pplx_notebook as pplx
from pplx_notebook.__main__ import main
from pplx_notebook.exports.format_names import FORMAT_NAMES, TITLES
from pplx_notebook.exports.formats import FORMATS

FACES = ("text/html", "text/markdown", "text/plain")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook run in a real kernel: two questions, and the references above and between them."""
    cells = [
        "%load_ext pplx_notebook\n%env PPLX_DEMO_PACE=instant",
        "%pplx --bibliography",
        "%%pplx --provider demo\nWhat is DNA?",
        "%pplx --bibliography biblatex",
        "%%pplx --provider demo\nWhat is a black hole?",
        "1 + 1",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    client: Any = NotebookClient(notebook, kernel_name="python3", timeout=60)
    client.execute()
    file = tmp_path_factory.mktemp("bibliography") / "saved.ipynb"
    nbformat.write(notebook, file)
    return file


def shown(saved: Path, cell: int) -> dict[str, str]:
    (output,) = nbformat.read(saved, 4).cells[cell].outputs
    return dict(output.data)


def test_the_one_shown_last_is_kept_up_to_date_in_three_faces(saved: Path) -> None:
    first, last = shown(saved, 1), shown(saved, 3)
    for face in FACES:
        assert "no references yet" not in first[face]
        assert "Black hole" not in first[face], "another has been shown since"
        assert "Black hole" in last[face]
        assert "urldate" in last[face]


def test_it_says_what_the_command_line_says_of_the_saved_notebook(
    saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sources", str(saved), "--to", "biblatex"]) == 0
    written = capsys.readouterr().out.strip()
    assert shown(saved, 3)["text/plain"] == written
    keys = list(parse_string(written, "bibtex").entries)
    assert keys == [source.key for source in pplx.sources(saved)]
    assert len(keys) > 5


def test_a_terminal_shows_a_numbered_list_of_the_session(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell.run_cell(
        "import pplx_notebook\n_ = pplx_notebook.ask('what is a black hole?', provider='demo')"
    ).success
    capsys.readouterr()
    assert shell.run_cell("%pplx --bibliography").success
    lines = capsys.readouterr().out.strip().splitlines()
    assert re.fullmatch(r"1\. .+\. .*[Aa]ccessed \d{4}-\d\d-\d\d\. https://\S+", lines[0])
    assert lines[-1].startswith(f"{len(lines)}. ")
    assert shell.run_cell("%pplx --bibliography csl").success
    assert len(json.loads(capsys.readouterr().out)) == len(lines)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("--bibliography endnote", "takes one of table, text, bibtex"),
        ("--bibliography bibtex and a question", "asks nothing"),
    ],
)
def test_a_mistake_is_one_line(shell: InteractiveShell, line: str, says: str) -> None:
    result = shell.run_cell(f"%pplx {line}")
    assert says in str(result.error_in_exec)


def test_the_formats_have_their_names() -> None:
    assert tuple(FORMATS) == FORMAT_NAMES
    assert set(TITLES) <= set(FORMATS)


def test_the_list_holds_what_other_programs_import_and_no_markup_of_a_page() -> None:
    from pplx_notebook.library.sources import Source, Sources
    from pplx_notebook.magic.shown.bibliography import bibliography_bundle

    hostile = Source(
        url="https://a.example/<x>", title="<script>alert(1)</script> ~~~~~~~~~~~~ [a](javascript:x)"
    )
    bundle = bibliography_bundle(Sources([hostile, Source(url="https://b.example/", title="B")]))
    assert "<script" not in bundle["text/html"]
    assert re.findall(r"<summary>(.*?)</summary>", bundle["text/html"]) == list(TITLES.values())
    assert re.findall(r'href="(.*?)"', bundle["text/html"]) == ["https://b.example/"]
    assert not re.search(r"(?<!\\)\]\(javascript", bundle["text/markdown"])
    assert "<script" not in bundle["text/markdown"].replace("\\<", "")
    many = Sources(Source(url=f"https://a.example/{n}", title=f"T{n}") for n in range(300))
    html = bibliography_bundle(many)["text/html"]
    assert html.count("<li>") == 200
    assert "100 more are not shown" in html
    assert "<details>" not in html
