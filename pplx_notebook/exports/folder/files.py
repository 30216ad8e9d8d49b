"""The files of a study folder, each with its name, what it is, and its bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pplx_notebook.evidence.checking import evidence_of
from pplx_notebook.evidence.results.checked import Checked
from pplx_notebook.exports.bibtex import as_bibtex
from pplx_notebook.exports.csl import as_csl
from pplx_notebook.exports.csv import FORMULA
from pplx_notebook.exports.folder.environment import environment
from pplx_notebook.exports.folder.material import Material
from pplx_notebook.exports.writeups.dialects.gfm import as_gfm
from pplx_notebook.exports.writeups.from_answers import from_answers
from pplx_notebook.exports.writeups.writing import BIB_MARK
from pplx_notebook.library.sources import Source
from pplx_notebook.protocol.saved import to_saved
from pplx_notebook.study.methods import record


class FolderFile(msgspec.Struct, frozen=True):
    """One file: where it stands in the folder, what it is called and is, its media type, its bytes."""

    path: str
    name: str
    description: str
    media_type: str
    data: bytes


class WhatWasFound(msgspec.Struct, frozen=True):
    """What was made of the material: its cited pages, and each row's checks."""

    sources: tuple[Source, ...]
    checks: tuple[tuple[int, Checked], ...]


def findings(of: Material) -> WhatWasFound:
    """The pages cited, and what the offline check says of each cited sentence."""
    made = from_answers(of.answers, of.title)
    checks = [
        (row.place + 1, checked)
        for row in of.rows
        if (answer := row.answer or row.partial) is not None
        for checked in evidence_of(answer)
    ]
    return WhatWasFound(made.sources, tuple(checks))


def data_files(of: Material, found: WhatWasFound) -> Iterator[FolderFile]:
    """Everything but the README and the metadata."""
    made = from_answers(of.answers, of.title)
    yield FolderFile(
        "answers.md", "Answers", "Each question with its answer, to read; its citations are footnotes.",
        "text/markdown", as_gfm(made, "").encode(),
    )  # fmt: skip
    lines = b"".join(
        msgspec.json.encode({"row": row.place + 1, "saved": to_saved(answer)}) + b"\n"
        for row in of.rows
        if (answer := row.answer or row.partial) is not None
    )
    yield FolderFile(
        "answers.jsonl", "Answers as data",
        "One answer a line as pplx_notebook saves it, with its sources and their snippets; "
        "pplx-notebook export answers.jsonl reads it.",
        "application/jsonl", lines,
    )  # fmt: skip
    yield FolderFile(
        "methods.jsonl", "Methods record",
        "One line a question: when, of whom and with which settings it was asked, who answered, cost.",
        "application/jsonl", "".join(map(record, of.rows)).encode(),
    )  # fmt: skip
    sources = list(found.sources)
    if sources:
        yield FolderFile(
            "sources.bib", "Sources as BibTeX", "The pages the answers cite.",
            "application/x-bibtex", f"{BIB_MARK}\n\n{as_bibtex(sources)}\n".encode(),
        )  # fmt: skip
        yield FolderFile(
            "sources.json", "Sources as CSL-JSON", "The same pages for Zotero and Pandoc.",
            "application/vnd.citationstyles.csl+json", f"{as_csl(sources)}\n".encode(),
        )  # fmt: skip
    yield FolderFile(
        "checks.csv", "Checks",
        "Each cited sentence and what the snippets of its sources say of it, by rules, offline.",
        "text/csv", checks_csv(found).encode(),
    )  # fmt: skip
    yield FolderFile(
        "environment.json", "Environment", "The Python and the packages this folder was written with.",
        "application/json", (json.dumps(environment(), indent=1) + "\n").encode(),
    )  # fmt: skip


CHECKED = ("number", "verdict", "together", "sentence", "passage", "differs", "url", "cited")


def checks_csv(found: WhatWasFound) -> str:
    """``row,number,verdict,…``; a cell that a spreadsheet would run is led by an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("row", *CHECKED))
    for row, checked in found.checks:
        cells = (str(getattr(checked, name)) for name in CHECKED)
        writer.writerow([row, *("'" + cell if FORMULA.match(cell) else cell for cell in cells)])
    return text.getvalue()


def write_files(folder: Path, files: list[FolderFile]) -> tuple[Path, ...]:
    """The files on the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        (folder / file.path).write_bytes(file.data)
    return tuple(folder / file.path for file in files)
