"""Answers read back from a saved notebook: nothing is executed, and nothing in it is believed."""

from __future__ import annotations

import warnings
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from pplx_notebook.document.links import safe_url
from pplx_notebook.document.sources.same_page import same_page
from pplx_notebook.evidence.identifiers.beside import ARCHIVED_MIME, ArchivedPage, archived_in
from pplx_notebook.evidence.results.kept import evidence_in
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.asking.transcript import Transcript
from pplx_notebook.protocol.lenient_json import UnreadableJSONError, read_json
from pplx_notebook.protocol.saved import MIME, from_saved

MOST_TURNS = 100  # questions of one conversation that are looked up; whoever asks more has them in memory


def answers_in_notebook(path: str | Path) -> Iterator[tuple[int, Answer]]:
    """(cell number from 1, answer) for every answer saved in a notebook, each once; nothing is executed.

    An answer that was shown again stands in several cells: it is given for the one it was asked in, where
    that is known, else for the first. Of copies the most whole one counts: a page that was reloaded midway
    keeps a beginning.

    OSError when the file cannot be read, ValueError when it is not a notebook; a damaged answer is passed
    over with a warning that names its cell. What other programs write beside our answers does no harm: a
    byte order mark, ``NaN``, numbers beyond any float, halves of surrogate pairs.
    """
    cells = cells_in(path)
    kept: dict[Any, tuple[int, Answer]] = {}
    copies = {same_page(copy.url): copy for copy in _archived(cells)}
    for number, count, answer in _saved(cells, copies):
        asking = _asking(answer)
        before = kept.get(asking)
        if before is None:
            kept[asking] = (number, answer)
            continue
        at_home = count is not None and answer.asked is not None and answer.asked.execution_count == count
        whole = answer if _wholeness(answer) > _wholeness(before[1]) else before[1]
        kept[asking] = (number if at_home else before[0], whole)
    yield from _with_conversations(sorted(kept.values(), key=lambda each: each[0]))


def cells_in(path: str | Path) -> list[Any]:
    """The cells of a notebook as its JSON has them; OSError, ValueError as ``answers_in_notebook``."""
    try:
        cells = part(read_json(Path(path).read_bytes().removeprefix(BOM_UTF8)), "cells")
    except UnreadableJSONError:
        cells = None
    if not isinstance(cells, list):
        raise ValueError(f"{path} is not a notebook: expected JSON with cells.")
    return cells


def _with_conversations(found: list[tuple[int, Answer]]) -> Iterator[tuple[int, Answer]]:
    """Each answer with the turns before it, as far as the answers it went on from stand in the notebook."""
    by_time = {answer.asked.at: answer for _, answer in found if answer.asked is not None}
    for number, answer in found:
        before: dict[str, Answer] = {}
        asked = answer.asked
        while asked is not None and asked.continues in by_time and len(before) < MOST_TURNS:
            if asked.continues in before:  # a circle: somebody wrote that by hand
                break
            before[asked.continues] = by_time[asked.continues]
            asked = before[asked.continues].asked
        transcript = Transcript()
        for earlier in reversed(before.values()):
            transcript = transcript.then(earlier)
        yield number, replace(answer, earlier=transcript.turns) if before else answer


def _asking(answer: Answer) -> Any:
    """What copies of one answer share and no other answer has: when and where it was asked, else its id
    (which some servers use twice) and question, else all it says."""
    asked = answer.asked
    if asked is not None and asked.at:
        return asked.at, asked.host, asked.execution_count, answer.prompt
    return (answer.id, answer.prompt) if answer.id else answer


def _wholeness(answer: Answer) -> tuple[bool, int]:
    """How much of an answer a copy has."""
    return answer.status == "done", len(answer.text)


def _saved(cells: list[Any], copies: dict[str, ArchivedPage]) -> Iterator[tuple[int, Any, Answer]]:
    """(cell number, its In [n], answer) of every output, with the copies of its pages."""
    for number, cell in enumerate(cells, 1):
        outputs = part(cell, "outputs")
        for output in outputs if isinstance(outputs, list) else ():
            saved = part(part(output, "data"), MIME)
            if saved is None:
                continue
            try:
                answer = from_saved(saved)
                kept = tuple(copies[page] for page in _pages_of(answer) if page in copies) if copies else ()
                answer = replace(answer, evidence=evidence_in(part(saved, "evidence")), archived=kept or None)
                yield number, part(cell, "execution_count"), answer
            except ValueError as error:
                warnings.warn(f"cell {number}: {error}", stacklevel=3)


def _archived(cells: list[Any]) -> Iterator[ArchivedPage]:
    """Every copy of a page that an output tells of: an answer's, or archived addresses by themselves."""
    for cell in cells:
        outputs = part(cell, "outputs")
        for output in outputs if isinstance(outputs, list) else ():
            data = part(output, "data")
            for kind in (MIME, ARCHIVED_MIME):
                yield from archived_in(part(part(data, kind), "references"))


def _pages_of(answer: Answer) -> Iterator[str]:
    """The pages an answer lists."""
    urls = [c.url for c in answer.citations] + [r.url for r in answer.search_results]
    yield from dict.fromkeys(same_page(url) for url in map(safe_url, urls) if url)


def part(value: Any, name: str) -> Any:
    """``value[name]``, None where anybody's file holds something else in its place."""
    return value.get(name) if isinstance(value, dict) else None
