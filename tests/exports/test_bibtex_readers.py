"""BibTeX as its readers take it: bibtexparser, pybtex and, where it is installed, bibtex itself.

The entries are those of ``tests/cases/shared/citations.json``, which the command line and the page both write.
"""

from __future__ import annotations

import calendar
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import CASES
from pybtex.database import parse_string

from pplx_notebook.exports.bibtex import as_bibtex
from pplx_notebook.library.sources import Source

SOURCES = json.loads((CASES / "shared" / "citations.json").read_text("utf-8"))
ENTRIES = ["\n".join(case["bibtex"]) for case in SOURCES]
KEYS = [re.search("{(.*),", entry)[1] for entry in ENTRIES]  # type: ignore[index]
EACH_ONCE = [entry for at, entry in enumerate(ENTRIES) if KEYS[at] not in KEYS[:at]]
MONTHS = {short.lower(): long for short, long in zip(calendar.month_abbr, calendar.month_name, strict=True)}
FIELD = re.compile(r"^  (\w+) = (?:\{(.*)\}|(\w+)),?$", re.MULTILINE)
Fields = dict[str, dict[str, str]]

# all bibtex is asked to do: say what it has read
STYLE = """ENTRY { author howpublished month note title url urldate year } {} {}
MACRO {jan} {"jan"} MACRO {feb} {"feb"} MACRO {mar} {"mar"} MACRO {apr} {"apr"} MACRO {may} {"may"} MACRO {jun} {"jun"}
MACRO {jul} {"jul"} MACRO {aug} {"aug"} MACRO {sep} {"sep"} MACRO {oct} {"oct"} MACRO {nov} {"nov"} MACRO {dec} {"dec"}
FUNCTION {said} { duplicate$ missing$ { pop$ pop$ } { swap$ "=" * swap$ * write$ newline$ } if$ }
FUNCTION {misc} { "@" cite$ * write$ newline$
  "author" author said "howpublished" howpublished said "month" month said "note" note said "title" title said
  "url" url said "urldate" urldate said "year" year said }
FUNCTION {default.type} { "@not-a-misc" write$ newline$ }
READ
ITERATE {call.type$}
"""


def written(text: str) -> Fields:
    """The fields of each entry as they were meant, by its key."""
    return {
        entry[6 : entry.index(",")]: {name: value or month for name, value, month in FIELD.findall(entry)}
        for entry in text.split("\n\n")
    }


def read_by_bibtexparser(text: str) -> Fields:
    """Every block is an entry, and none failed."""
    library = bibtexparser.parse_string(text)
    assert len(library.blocks) == len(library.entries) + len(library.comments)
    assert not library.comments
    assert not library.failed_blocks
    return {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}


def read_by_pybtex(text: str) -> Fields:
    """A mistake in the file raises; a person would be an author that nobody wrote."""
    database = parse_string(text, "bibtex")
    assert not any(entry.persons for entry in database.entries.values())
    short = {long: name for name, long in MONTHS.items()}
    return {
        key: {name: short.get(value, value) for name, value in entry.fields.items()}
        for key, entry in database.entries.items()
    }


def read_by_bibtex(text: str, folder: Path) -> Fields:
    """What the program itself found, and that it found no fault."""
    (folder / "sources.bib").write_text(text, "utf-8")
    (folder / "said.bst").write_text(STYLE)
    (folder / "file.aux").write_text("\\citation{*}\n\\bibdata{sources}\n\\bibstyle{said}\n")
    where = os.environ | {"BIBINPUTS": ".", "BSTINPUTS": ".", "max_print_line": "100000"}
    done = subprocess.run(
        ["bibtex", "file"], cwd=folder, capture_output=True, text=True, check=False, env=where
    )
    assert done.returncode == 0, done.stdout
    found: Fields = {}
    for line in re.sub(r"\n +", " ", (folder / "file.bbl").read_text("utf-8")).splitlines():
        if line.startswith("@"):
            fields = found[line[1:]] = {}
        else:
            name, _, fields[name] = line.partition("=")
    return found


def without_gaps(fields: Fields) -> Fields:
    """bibtex makes one blank of several, and breaks long lines at blanks."""
    return {key: {name: " ".join(text.split()) for name, text in of.items()} for key, of in fields.items()}


@pytest.mark.parametrize("entry", ENTRIES, ids=[case["case"] for case in SOURCES])
def test_an_entry_is_read_as_it_was_meant(entry: str) -> None:
    assert without_gaps(read_by_bibtexparser(entry)) == without_gaps(written(entry))
    assert without_gaps(read_by_pybtex(entry)) == without_gaps(written(entry))


def test_all_entries_stand_in_one_file() -> None:
    text = "\n\n".join(EACH_ONCE)
    assert len(written(text)) == len(EACH_ONCE) > 10
    assert without_gaps(read_by_bibtexparser(text)) == without_gaps(written(text))
    assert without_gaps(read_by_pybtex(text)) == without_gaps(written(text))


@pytest.mark.skipif(not shutil.which("bibtex"), reason="bibtex is not installed")
def test_bibtex_itself_reads_the_file(tmp_path: Path) -> None:
    text = "\n\n".join(EACH_ONCE)
    assert without_gaps(read_by_bibtex(text, tmp_path)) == without_gaps(written(text))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.sampled_from(list("{}\\\"'@,=#%()~ ab1")), max_size=25), min_size=1, max_size=3))
def test_no_title_reaches_beyond_its_field(titles: list[str]) -> None:
    sources: list[Any] = [
        Source(url=f"https://a.example/{n}", title=title, date="2024", accessed="2026-11-30")
        for n, title in enumerate(titles)
    ]
    for found in (read_by_bibtexparser(as_bibtex(sources)), read_by_pybtex(as_bibtex(sources))):
        assert [entry["howpublished"] for entry in found.values()] == [
            f"\\url{{{source.url}}}" for source in sources
        ]
        fields = {"title", "howpublished", "urldate", "note", "year"}
        assert all(entry.keys() == fields for entry in found.values())


@pytest.mark.parametrize(
    "url", ["https://a.example/}, author={x", "https://a.example/{{", "https://a.example/\\}"]
)
def test_braces_in_an_address_stay_in_their_field(url: str) -> None:
    """Whatever has let them through: they are percents."""
    text = as_bibtex([Source(url=url, title="t")])
    for read in (read_by_bibtexparser, read_by_pybtex):
        (fields,) = read(text).values()
        assert set(fields) == {"title", "url"}
        assert not set("{}\\") & set(fields["url"])
