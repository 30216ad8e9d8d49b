"""What a check found, kept with its answer: in memory on the answer itself, in a notebook beside it.

::

    {"version": 1, "sentences": [str], "urls": {"3": str},
     "rows": [{"sentence": int, "number": int, "verdict": str, "passage": str, "differs": str,
               "together": str, "start": int, "end": int, …}],
     "markers": [int], "uncited": [str], "unbacked": [str], "about": {…}}

``markers`` is the row of each marker of the text in reading order, -1 for none. A row has the fields of
``Checked`` by their names, those at their default left out, its sentence by its place in ``sentences``, its
address only where its number has another in ``urls``; ``about`` those of ``CheckNotes``. A reader ignores
fields it does not know; a form of another version, or a damaged one, is no check at all: what was found can
be found again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import force_setattr

from pplx_notebook.document.clean import one_line
from pplx_notebook.evidence.results.checked import Checked, CheckNotes, Evidence
from pplx_notebook.evidence.sentences import Sentence, Sentences
from pplx_notebook.protocol.answer import Answer

VERSION = 1
MOST_ROWS = 2_000
PASSAGE_CHARACTERS = 400  # of a passage in a notebook
_DEFAULTS: dict[str, Any] = msgspec.to_builtins(Checked(sentence="", number=0, verdict="unclear"))
_NEEDED = ("sentence", "number", "verdict")


def keep(answer: Answer, evidence: Evidence) -> Evidence:
    """Note on an answer what a check of it found. It is no part of what the answer says: answers are equal
    with and without it."""
    force_setattr(answer, "evidence", evidence)
    return evidence


def form_of(evidence: Evidence, markers: Sequence[int]) -> dict[str, Any]:
    """The form a notebook keeps."""
    sentences = list(dict.fromkeys(row.sentence for row in evidence))
    places = {text: place for place, text in enumerate(sentences)}
    urls: dict[str, str] = {}
    for row in evidence:
        urls.setdefault(str(row.number), row.url)
    form = {
        "sentences": sentences,
        "urls": {number: url for number, url in urls.items() if url},
        "rows": [_row(row, places, urls) for row in evidence],
        "markers": list(markers),
        "uncited": [sentence.text for sentence in evidence.uncited],
        "unbacked": list(evidence.unbacked),
        "about": _without_defaults(evidence.about),
    }
    return {"version": VERSION, **{name: value for name, value in form.items() if value}}


def _without_defaults(about: CheckNotes) -> dict[str, Any]:
    usual: dict[str, Any] = msgspec.to_builtins(CheckNotes())
    told: dict[str, Any] = msgspec.to_builtins(about)
    return {name: value for name, value in told.items() if value != usual[name]}


def _row(row: Checked, places: Mapping[str, int], urls: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.to_builtins(row)
    told = {name: value for name, value in values.items() if name in _NEEDED or value != _DEFAULTS[name]}
    told["sentence"] = places[row.sentence]
    if "passage" in told:
        told["passage"] = one_line(row.passage, PASSAGE_CHARACTERS)
    if urls[str(row.number)] == row.url:
        told.pop("url", None)
    return told


def evidence_in(form: Any) -> Evidence | None:
    """The check back from its form; None where there is none that can be read."""
    if not isinstance(form, dict) or form.get("version") != VERSION:
        return None
    try:
        sentences = msgspec.convert(form.get("sentences", []), list[str])
        urls = msgspec.convert(form.get("urls", {}), dict[str, str])
        written = msgspec.convert(form.get("rows", []), list[dict[str, Any]])[:MOST_ROWS]
        rows = [_checked(row, sentences, urls) for row in written]
        uncited = msgspec.convert(form.get("uncited", []), list[str])
        unbacked = msgspec.convert(form.get("unbacked", []), tuple[str, ...])
        about = msgspec.convert(form.get("about", {}), CheckNotes)
    except (msgspec.ValidationError, KeyError, IndexError, TypeError):
        return None
    beside = Sentences(Sentence(text=text) for text in uncited)
    return Evidence(rows, beside, unbacked, **msgspec.structs.asdict(about))


def _checked(row: dict[str, Any], sentences: Sequence[str], urls: Mapping[str, str]) -> Checked:
    number = row["number"]
    told = {"url": urls.get(str(number), ""), **row, "sentence": sentences[row["sentence"]]}
    return msgspec.convert(told, Checked)


def changes(before: Evidence | None, now: Evidence) -> list[str]:
    """What a check finds now that an earlier one of the same answer did not: a line each."""
    said = {(row.sentence, row.number): row.verdict for row in before or ()}
    lines = []
    for row in now:
        old = said.get((row.sentence, row.number), row.verdict)
        if old != row.verdict:
            lines.append(f"[{row.number}] was {old}, is {row.verdict}: {one_line(row.sentence, 80)}")
    return lines
