"""The copy that an archive keeps of a page is part of its reference, in every format, read back by its readers."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import bibtexparser
import nbformat
import pytest
import rispy
from kinds import COPY, archived
from pybtex.database import parse_string
from test_round_trips import printed
from timegate import timegate

import pplx_notebook as pplx
from pplx_notebook.__main__ import main
from pplx_notebook.evidence.identifiers.beside import ARCHIVED_MIME
from pplx_notebook.exports.formats import FORMATS
from pplx_notebook.library.notebooks import answers_in_notebook
from pplx_notebook.library.sources import Source, collect
from pplx_notebook.magic.shown.archived import archived_bundle
from pplx_notebook.protocol.answer import Answer, Citation
from pplx_notebook.protocol.saved import MIME
from pplx_notebook.views.faces.bundle import bundle

ALL = list(archived())


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_a_note_has_it_for_bibtexparser_and_pybtex(name: str) -> None:
    text = FORMATS[name](ALL)
    library, database = bibtexparser.parse_string(text), parse_string(text, "bibtex")
    assert not library.failed_blocks
    for source, entry in zip(ALL, library.entries, strict=True):
        note = str(entry.fields_dict["note"].value)
        address = (source.archived_url or "").replace("%", r"\%").replace("_", r"\_").replace("&", r"\&")
        written = address if "%" in address else f"\\url{{{source.archived_url}}}"
        assert note.removeprefix("Accessed 2026-11-30. ") == f"Archived 2026-11-28 at {written}"
        assert database.entries[source.key].fields["note"] == note


def test_rispy_finds_it_as_a_link_to_the_text() -> None:
    found = rispy.loads(FORMATS["ris"](ALL))
    assert [entry["file_attachments2"] for entry in found] == [source.archived_url for source in ALL]


@pytest.mark.parametrize("style", ["apa", "chicago-author-date"])
def test_csl_has_its_archive_and_styles_still_print_every_entry(style: str) -> None:
    items: list[dict[str, Any]] = json.loads(FORMATS["csl"](ALL))
    assert {item["archive"] for item in items} == {"web.archive.org"}
    assert [item["archive_location"] for item in items] == [source.archived_url for source in ALL]
    assert all(item["custom"]["archived"] == "2026-11-28" for item in items)
    assert len(printed(style, items)) == len(ALL)


def test_people_and_spreadsheets_read_it() -> None:
    for source, line in zip(ALL, FORMATS["markdown"](ALL).splitlines(), strict=True):
        assert line.endswith(f". [Archived 2026-11-28](<{source.archived_url}>).")
    for source, line in zip(ALL, FORMATS["text"](ALL).splitlines(), strict=True):
        assert line.endswith(f"{source.url} (Archived 2026-11-28: {source.archived_url})")
    rows = csv.DictReader(io.StringIO(FORMATS["csv"](ALL)))
    assert {(row["archived_url"].startswith(COPY), row["archived_at"]) for row in rows} == {
        (True, "2026-11-28T10:00:00Z")
    }


def test_a_copy_of_which_nobody_knows_the_day_is_one() -> None:
    source = Source(url="https://a.example/", title="A", archived_url=f"{COPY}https://a.example/")
    assert r"note = {Archived at \url{https://web.archive.org/" in FORMATS["biblatex"]([source])
    assert "[Archived](<https://web.archive.org/" in FORMATS["markdown"]([source])
    assert "archived" not in str(json.loads(FORMATS["csl"]([source]))[0].get("custom"))


def citing() -> Answer:
    """An answer that cites a page with a copy and one without."""
    pages = tuple(
        Citation(number=n, url=f"https://example.org/{name}") for n, name in enumerate(("kept", "none"), 1)
    )
    return Answer(text="One.[1] Two.[2]", citations=pages, status="done", prompt="What?")


def notebook(path: Path, *outputs: dict[str, Any]) -> Path:
    """A saved notebook, an output a cell."""
    cells = [
        nbformat.v4.new_code_cell("x", outputs=[nbformat.v4.new_output("display_data", data=data)])
        for data in outputs
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_an_answer_a_notebook_and_a_write_up_have_it_once_it_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = citing()
    before = bundle(answer)
    assert [source.archived_url for source in answer.sources] == [None, None]
    with timegate() as gate:
        copies = answer.archive(gate.url)
        where = gate.url.replace("/gate/", "/web/20261128100000/https://example.org/kept")
    assert [source.archived_url for source in answer.sources] == [where, None]
    assert answer == citing(), "it is no part of what the answer says"
    assert "archived" not in bundle(answer)[MIME]["answer"]
    asked_later = notebook(tmp_path / "later.ipynb", before, archived_bundle(copies))
    shown_again = notebook(tmp_path / "again.ipynb", bundle(answer))
    for path in (asked_later, shown_again):
        assert main(["sources", str(path), "--to", "biblatex"]) == 0
        assert f"note = {{Archived 2026-11-28 at \\url{{{where}}}}}" in capsys.readouterr().out
        pplx.export(path, tmp_path / "up.md", to="myst", force=True)
        assert where in (tmp_path / "up.bib").read_text("utf-8")
    folder = pplx.export(answer, tmp_path / "study", to="ro-crate").path
    assert any(where in file.read_text("utf-8") for file in folder.glob("*.bib"))


def test_what_a_stranger_wrote_as_an_archive_is_no_address(tmp_path: Path) -> None:
    evil = [
        {"url": "https://example.org/kept", "archived_url": "javascript:alert(1)", "archived_at": "x"},
        {"url": "https://example.org/none", "archived_url": "https://a.example/}", "archived_at": "}, author = {Eve"},
        {"url": 3, "archived_url": []}, None, "x", {"archived_url": "https://a.example/"},
    ]  # fmt: skip
    for form in ({"version": 1, "references": evil}, {"references": 3}, [], "x", None):
        path = notebook(tmp_path / "evil.ipynb", bundle(citing()), {ARCHIVED_MIME: form, "text/plain": "x"})
        rows = list(collect(answers_in_notebook(path)))
        assert [bool(row.archived_url) for row in rows] in ([False, False], [False, True])
        assert "author = {" not in FORMATS["biblatex"](rows)
        assert "javascript" not in FORMATS["markdown"](rows)
