"""Files of a write-up: its text, the ``.bib`` beside it, its pictures.

Rules of this file: the ``.bib`` is BibTeX, which natbib, pybtex (MyST) and Pandoc all read, so that one
beside several formats is the same; a file that is not one of ours is not written over unless that is asked
for: it is named, and nothing is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from pplx_notebook.document.clean import one_line
from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.exports.bibtex import as_bibtex
from pplx_notebook.exports.writeups import docx
from pplx_notebook.exports.writeups.dialects.dialect import MARK
from pplx_notebook.exports.writeups.formats import WriteUpFormat
from pplx_notebook.exports.writeups.from_answers import from_answers
from pplx_notebook.exports.writeups.from_notebook import Only, from_notebook, slug
from pplx_notebook.exports.writeups.parts import WriteUp
from pplx_notebook.library.answer_lines import answers_in_lines
from pplx_notebook.protocol.answer import Answer

BIB_MARK = f"% {MARK}"


class Export(msgspec.Struct, frozen=True):
    """What was written: the ``path``, all ``files``, and what is not in them, a line each."""

    path: Path
    files: tuple[Path, ...]
    notices: tuple[str, ...] = ()

    def __str__(self) -> str:
        return str(self.path)

    def __fspath__(self) -> str:
        return str(self.path)


def _files(made: WriteUp, form: WriteUpFormat, file: Path) -> Iterator[tuple[Path, bytes]]:
    """(file, what is in it) of everything beside a Word file."""
    bib = file.with_name(f"{slug(file.stem)}.bib")
    if made.sources:
        yield bib, f"{BIB_MARK}\n\n{as_bibtex(list(made.sources))}\n".encode()
    for piece in made.pieces:
        if piece.figure is not None:
            yield file.parent / piece.figure.name, piece.figure.data
    if not form.by_pandoc:
        yield file, form.write(made, bib.name).encode()


def made_of(what: Any, only: Only, title: str | None) -> tuple[WriteUp, Path]:
    """The write-up, and the file it would be beside."""
    if is_notebook(what):
        made = read(from_notebook, what, only)
        if title is not None:
            made = msgspec.structs.replace(made, title=one_line(title))
        return made, Path(what)
    answers, name, beside = answers_of(what)
    return from_answers(answers, one_line(title or name)), beside / f"{slug(name)}.md"


def is_notebook(what: Any) -> bool:
    """Whether this is the path of a notebook, and not of JSON lines or no path."""
    return isinstance(what, str | os.PathLike) and Path(what).suffix.lower() != ".jsonl"


def answers_of(what: Any) -> tuple[list[Answer], str, Path]:
    """The answers of whatever has some, what it is called, and the folder it lies in."""
    here = Path()
    if isinstance(what, str | os.PathLike):
        return list(read(answers_in_lines, what)), Path(what).stem, Path(what).parent
    if isinstance(what, Answer):
        return [what], "answer" if what.private else one_line(what.prompt, 80) or "answer", here
    given = getattr(what, "answers", what)
    if not isinstance(given, Iterable) or isinstance(given, bytes):
        raise UsageProblem("export takes the path of a notebook, a Study, a Thread, the history or answers.")
    answers = [answer for answer in given if answer is not None]
    if not all(isinstance(answer, Answer) for answer in answers):
        raise UsageProblem("export takes the path of a notebook, a Study, a Thread, the history or answers.")
    name = getattr(what, "name", None)
    return answers, str(name or ("answers" if given is what else type(what).__name__)), here


def read(reader: Any, path: str | os.PathLike[str], *more: Any) -> Any:
    """What a notebook holds; one line where it cannot be read."""
    try:
        made = reader(path, *more)
        return list(made) if isinstance(made, Iterator) else made
    except OSError as error:
        raise UsageProblem(f"{printable(str(path))} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise UsageProblem(one_line(str(error), 190)) from None


def written(made: WriteUp, form: WriteUpFormat, file: Path, *, force: bool) -> Export:
    """Everything on the disk, the text last."""
    parts = list(_files(made, form, file))
    if not force:
        refuse_others(made_file for made_file, _ in parts)
        refuse_others([file])
    try:
        for part, data in parts:
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
        if form.by_pandoc:
            bib = f"{slug(file.stem)}.bib"
            docx.to_docx(form.write(made, bib), file.parent, file)
    except OSError as error:
        raise UsageProblem(f"{printable(file.name)} cannot be written: {error.strerror}.") from None
    files = dict.fromkeys([*(part for part, _ in parts), file])
    return Export(file, tuple(files), made.notices)


def refuse_others(files: Iterable[Path]) -> None:
    """``UsageProblem`` for the first file that is there and not one of ours; pictures are told by their
    folder."""
    for file in files:
        if file.exists() and not _is_ours(file):
            raise UsageProblem(
                f"{printable(file.name)} is there already and was not written here: "
                "choose another with --output, or --force."
            )


def _is_ours(file: Path) -> bool:
    if file.parent.name.endswith("_files"):
        return True
    if file.suffix == ".docx":
        return docx.is_ours(file)
    return file.is_file() and MARK.encode() in file.read_bytes()[:500]
