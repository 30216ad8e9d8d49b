"""Write-ups: a notebook as MyST, Quarto, LaTeX, Markdown and Word, read back by their own tools."""

from __future__ import annotations

import json
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from bibtexparser import parse_string
from reading_back import (
    nodes,
    pandoc,
    tree,
)
from writing_up import (
    ALL,
    ARXIV,
    NATURE,
    STELLARATOR,
    TEXTS,
    THIRD,
    TOKAMAK,
    answer,
    as_left,
    code,
    saved,
    text_of,
    write,
)

import pplx_notebook as pplx
from pplx_notebook.__main__ import main

CITED = {
    "myst": re.compile(r"\{cite\}`([^`]+)`"),
    "quarto": re.compile(r"\[(@[^\]]+)\]"),
    "latex": re.compile(r"\\cite\{([^}]+)\}"),
    "markdown": re.compile(r"((?:\[\^[a-z0-9-]{12,}\](?!:))+)"),
}


def citations(text: str, to: str) -> list[list[str]]:
    """The keys of each citation."""
    return [re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", found) for found in CITED[to].findall(text)]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return as_left(tmp_path_factory.mktemp("write-ups"))


@pytest.mark.parametrize("to", TEXTS)
def test_each_marker_becomes_a_citation_of_a_key_of_the_bib(notebook: Path, to: str) -> None:
    text = text_of(notebook, to)
    written = {
        entry.key for entry in parse_string((notebook.parent / f"out-{to}.bib").read_text("utf-8")).entries
    }
    cited = citations(text, to)
    assert written == ALL
    assert {key for keys in cited for key in keys} == ALL
    assert cited[0] == [TOKAMAK, STELLARATOR]  # side by side: one citation
    assert cited[1] == [THIRD]
    assert [STELLARATOR, THIRD] in cited  # with a comma between them
    assert cited[-1] == [
        TOKAMAK,
        STELLARATOR,
        THIRD,
        NATURE,
        ARXIV,
    ]  # of a text without markers, what it rests on


@pytest.mark.parametrize("to", TEXTS)
def test_a_marker_in_code_or_without_a_source_stays_as_it_is_and_is_told(notebook: Path, to: str) -> None:
    text = (
        text_of(notebook, to).replace("{[}", "[").replace("{]}", "]").replace("\\[", "[").replace("\\]", "]")
    )
    assert text.count("code[1]") == 1
    assert "x[1]" in text
    assert "Unknown [9]" in text
    done = pplx.export(notebook, notebook.with_name("told.txt"), to=to)
    assert "1 marker without a source left as text: [9]" in done.notices


@pytest.mark.parametrize("to", TEXTS)
def test_the_whole_notebook_goes_in_but_what_is_private_raw_or_a_key(notebook: Path, to: str) -> None:
    text = text_of(notebook, to)
    assert "abcdefgh12345678" not in text
    assert "Private?" not in text
    assert "A secret." not in text
    assert "input{raw}" not in text
    for said in (
        "Fusion: what holds it?",
        "größer",
        "How do they differ?",
        "No marker here.",
        "And an end.",
        "2026-11-30",
    ):
        assert said in text
    assert "\x1b" not in text
    assert "out-" not in text.replace("out-" + to, "")
    assert (notebook.parent / "saved_files" / "cell-6-1.png").read_bytes().startswith(b"\x89PNG")
    assert "saved_files/cell-6-1.png" in text


@pytest.mark.parametrize("to", TEXTS)
def test_less_of_it_where_that_is_asked_for(notebook: Path, to: str) -> None:
    text, answers = text_of(notebook, to, only="text"), text_of(notebook, to, only="answers")
    assert "plot()" not in text
    assert "saved_files" not in text
    assert "And an end." in text
    assert "And an end." not in answers
    assert "No marker here." in answers


@pytest.mark.parametrize("only", ["all", "text", "answers"])
def test_no_level_of_heading_is_left_out(notebook: Path, only: str) -> None:
    text = text_of(notebook, "markdown", only=only)
    levels = [content[0] for kind, content in nodes(tree(text, "gfm")) if kind == "Header"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_word_file_has_the_text_the_references_and_nothing_open(notebook: Path) -> None:
    done = pplx.export(notebook, notebook.with_name("word.docx"), to="docx")
    text = pandoc("", "docx", "html", "--mathml", str(done.path))
    assert "Both confine plasma" in text
    assert "核融合は難しい" in text
    assert "https://example.org/tokamak" in text
    assert "@exampleorg-" not in text
    assert "???" not in text
    kinds = [kind for kind, _ in nodes(tree_of(done.path))]
    assert {"Table", "Image", "Math", "Note"} <= set(kinds)
    assert pplx.export(notebook, done.path, to="docx").path == done.path  # it is ours


def tree_of(file: Path) -> object:
    return json.loads(pandoc("", "docx", "json", str(file)))


def test_without_pandoc_one_line_says_what_to_install(
    notebook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "pypandoc", None)  # as where it is not installed
    assert (
        main(["export", str(notebook), "--to", "docx", "--output", str(notebook.with_name("no.docx"))]) == 1
    )
    assert capsys.readouterr().err.startswith(
        "pplx-notebook: docx is written by Pandoc, which is not here: install"
    )


def test_citeproc_resolves_every_key(notebook: Path) -> None:
    text = text_of(notebook, "quarto")
    shown = pandoc(text, "markdown", "html", "--mathml", "--citeproc", folder=notebook.parent)
    assert "???" not in shown
    assert "<strong>exampleorg" not in shown
    assert shown.count("csl-entry") == len(ALL)


def test_the_command_writes_beside_the_notebook_and_over_nothing_of_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = as_left(tmp_path)
    assert main(["export", str(path), "--to", "latex"]) == 0
    out, err = capsys.readouterr()
    assert [Path(line).name for line in out.splitlines()] == ["saved.bib", "cell-6-1.png", "saved.tex"]
    assert "left out: 1 private answer" in err
    assert main(["export", str(path), "--to", "latex"]) == 0  # its own
    (tmp_path / "saved.qmd").write_text("mine")
    (tmp_path / "saved.bib").write_text("@misc{mine}")
    for name in ("saved.bib", "saved.qmd"):
        capsys.readouterr()
        assert main(["export", str(path), "--to", "quarto"]) == 1
        assert capsys.readouterr().err.splitlines()[-1].startswith(f"pplx-notebook: {name} is there already")
        assert "mine" in (tmp_path / name).read_text()
        (tmp_path / "saved.bib").unlink(missing_ok=True)
    assert main(["export", str(path), "--to", "quarto", "--force"]) == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.ipynb"], "cannot be read: No such file"),
        ([], "export takes one of the two"),
        (["nothing.jsonl"], "holds no answers"),
        (["text.ipynb"], "is not a notebook"),
    ],
)
def test_what_cannot_be_written_up_is_told_in_a_line(
    arguments: list[str],
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nothing.jsonl").write_text("{}\n[1]\nno\n")
    (tmp_path / "text.ipynb").write_text("[]")
    assert main(["export", *arguments, "--to", "myst"]) == 1
    assert says in capsys.readouterr().err


def test_answers_a_thread_and_one_answer_are_written_up_as_well(tmp_path: Path) -> None:
    answers = [answer("One[1].", "First?"), answer("Two[2].", "Second?", private=True)]
    from pplx_notebook.library.threads import Thread

    for what in (answers, Thread("fusion", tuple(answers)), answers[0]):
        done = pplx.export(what, tmp_path / "x.md", to="markdown", title="T")
        text = done.path.read_text("utf-8")
        assert "## First?" in text or "### First?" in text
        assert f"One[^{TOKAMAK}]" in text
        assert "Two" not in text
    with pytest.raises(pplx.PplxError, match="did you mean latex"):
        pplx.export(answers, to="latx")
    with pytest.raises(pplx.PplxError, match="export takes the path"):
        pplx.export([1], to="latex")


def test_an_answer_that_was_cut_off_says_so(tmp_path: Path) -> None:
    path = write(tmp_path, code("pplx.ask()", saved(answer("Half of", status="cut off"))))
    assert "Cut off." in text_of(path, "markdown")
