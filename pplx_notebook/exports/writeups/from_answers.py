"""Answers as a write-up: each question as a heading, its answer below; those of a study, a thread, the
history, or any."""

from __future__ import annotations

from collections.abc import Iterable

from pplx_notebook.exports.writeups.citing import pages_cited
from pplx_notebook.exports.writeups.headings import levelled
from pplx_notebook.exports.writeups.parts import WriteUp, answered, left_literal
from pplx_notebook.protocol.answer import Answer


def from_answers(answers: Iterable[Answer], title: str) -> WriteUp:
    """What the answers say, in order, but for private ones."""
    given = list(answers)
    told = [answer for answer in given if not answer.private]
    private = len(given) - len(told)
    notices = (f"left out: {private} private answer{'s' * (private != 1)}",) if private else ()
    pieces = levelled(answered(answer, as_heading=True) for answer in told)
    return WriteUp(title, pieces, pages_cited(enumerate(told, 1)), (*notices, *left_literal(pieces)))
