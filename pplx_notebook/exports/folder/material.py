"""What a study folder is made of: the questions with what came of them, whatever they came from.

Rules of this file: what was asked in private is left out whole; keys are masked in every text.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from pplx_notebook.document.clean import one_line
from pplx_notebook.exports.writeups.masking import masked
from pplx_notebook.exports.writeups.writing import answers_of, is_notebook, read
from pplx_notebook.library.notebooks import answers_in_notebook
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.saved import from_dict, to_dict
from pplx_notebook.study.row import StudyRow


class Material(msgspec.Struct, frozen=True):
    """The rows in order, numbered anew; ``private`` is how many were left out; where they came from."""

    rows: tuple[StudyRow, ...]
    title: str
    private: int = 0
    beside: Path = Path()
    reason: str = ""

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers that are there, partial ones too."""
        return tuple(answer for row in self.rows if (answer := row.answer or row.partial) is not None)


def material(what: Any, title: str | None = None) -> Material:
    """The rows of a notebook, a study or answers; ``UsageProblem`` for anything else."""
    if is_notebook(what):
        answers = [answer for _, answer in read(answers_in_notebook, what)]
        return _of(map(_row, answers), one_line(title or Path(what).stem), Path(what).parent)
    rows = getattr(what, "rows", None)
    if isinstance(rows, list) and all(isinstance(row, StudyRow) for row in rows):
        return _of(rows, one_line(title or "Study"), Path(), getattr(what, "reason", ""))
    answers, name, beside = answers_of(what)
    return _of(map(_row, answers), one_line(title or name), beside)


def _row(answer: Answer) -> StudyRow:
    """An answer by itself as a row."""
    if answer.status == "done":
        return StudyRow(0, answer.prompt, answer)
    return StudyRow(0, answer.prompt, None, answer.error, answer)


def _of(rows: Iterable[StudyRow], title: str, beside: Path, reason: str = "") -> Material:
    kept: list[StudyRow] = []
    private = 0
    for row in rows:
        answer = row.answer or row.partial
        if answer is not None and answer.private:
            private += 1
            continue
        kept.append(_without_keys(row, len(kept)))
    return Material(tuple(kept), masked(title), private, beside, masked(reason))


def _without_keys(row: StudyRow, place: int) -> StudyRow:
    error = row.error
    if error is not None:
        error = msgspec.structs.replace(error, message=masked(error.message))
    return StudyRow(place, masked(row.question), _clean(row.answer), error, _clean(row.partial))


def _clean(answer: Answer | None) -> Answer | None:
    """The answer without keys in any of its texts, and without the turns before it."""
    if answer is None:
        return None
    bare = msgspec.structs.replace(answer, earlier=(), parsed=None, exchange=None)
    clean = from_dict(_masked(to_dict(bare)))
    return msgspec.structs.replace(clean, archived=answer.archived)


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, list | tuple):
        return [_masked(each) for each in value]
    return {name: _masked(each) for name, each in value.items()} if isinstance(value, dict) else value


def usual_folder(of: Material) -> Path:
    """Where it is written if nobody says."""
    from pplx_notebook.exports.writeups.from_notebook import slug

    return of.beside / f"{slug(of.title)}-study" if os.fspath(of.beside) else Path(f"{slug(of.title)}-study")
