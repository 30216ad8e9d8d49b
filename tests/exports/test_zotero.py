"""Zotero takes our references: every field we write has a field of Zotero's, as its translators' sources say.

``tests/cases/exports/zotero-fields.toml`` holds what was read there. A field of ours that is not in it, one of
it that is ours no longer, a type or an archive Zotero does not know: each fails here.
"""

from __future__ import annotations

import json
import re
import tomllib

import bibtexparser
from kinds import archived, sources
from places import CASES

from pplx_notebook.exports.formats import FORMATS

KNOWN = tomllib.loads((CASES / "exports" / "zotero-fields.toml").read_text("utf-8"))
ALL = [*sources(), *archived()]
EACH = [*sources()], [*archived()]


def entries(form: str) -> list[tuple[str, dict[str, str]]]:
    """(type, fields) of every entry, as Zotero looks at them: in lower case."""
    found = [entry for rows in EACH for entry in bibtexparser.parse_string(FORMATS[form](rows)).entries]
    return [(each.entry_type, {f.key.lower(): str(f.value) for f in each.fields}) for each in found]


BOTH = entries("bibtex") + entries("biblatex")
RIS = [re.findall(r"^(\w\w)  - (.*)$", entry, re.MULTILINE)
       for rows in EACH for entry in re.findall(r"TY  .*?ER  - ", FORMATS["ris"](rows), re.DOTALL)]  # fmt: skip
CSL = [item for rows in EACH for item in json.loads(FORMATS["csl"](rows))]


def test_every_field_of_ours_is_one_of_zoteros_and_the_other_way_round() -> None:
    assert {name for _, fields in BOTH for name in fields} == set(KNOWN["bibtex"]["fields"])
    assert {tag for entry in RIS for tag, _ in entry} == set(KNOWN["ris"]["fields"])
    assert {name for item in CSL for name in item} == set(KNOWN["csl"]["fields"])


def test_so_is_every_type() -> None:
    assert {kind for kind, _ in BOTH} == set(KNOWN["bibtex"]["types"])
    assert {value for entry in RIS for tag, value in entry if tag == "TY"} == set(KNOWN["ris"]["types"])
    assert {item["type"] for item in CSL} == set(KNOWN["csl"]["types"])
    archives = {fields["eprinttype"] for _, fields in BOTH if "eprinttype" in fields}
    assert archives == set(KNOWN["bibtex"]["eprinttypes"])
    assert all(("eprint" in fields) == ("eprinttype" in fields) for _, fields in BOTH)


def test_the_address_arrives_as_the_address() -> None:
    """But from BibTeX's own styles' ``howpublished``, which Zotero keeps in "extra"."""
    linked = [source.url for source in ALL if source.url]
    assert [fields["url"] for _, fields in entries("biblatex") if "url" in fields] == linked
    assert [value for entry in RIS for tag, value in entry if tag == "UR"] == linked
    assert [item["URL"] for item in CSL if "URL" in item] == linked
    old = [fields for _, fields in entries("bibtex")]
    assert sum("url" in fields or "howpublished" in fields for fields in old) == len(linked)


def test_a_copy_in_an_archive_arrives_with_every_type() -> None:
    """As a note, as an attached link; of CSL, where the type has an archive."""
    copies = [source.archived_url for source in archived()]
    assert all(copies)
    for form in ("bibtex", "biblatex"):
        notes = [fields["note"] for _, fields in entries(form) if "Archived " in fields.get("note", "")]
        assert len(notes) == len(copies)
    assert [value for entry in RIS for tag, value in entry if tag == "L2"] == copies
    assert [item["archive_location"] for item in CSL if "archive_location" in item] == copies
