"""``%pplx --history [WORDS]``, ``%pplx --history ID``, ``%pplx --forget WHAT``: what is kept.

Rules of this file: a number alone is an answer's, which is shown as it was and bound like a new one; whatever
else is searched for; ``"1984"`` in quotes is a word.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError

from pplx_notebook.errors import UsageProblem, printable

if TYPE_CHECKING:
    from pplx_notebook.document.sources.amount import SourcesName
    from pplx_notebook.library.store.history import History
    from pplx_notebook.magic.cell_magic import CellMagic
    from pplx_notebook.magic.line.options import Asked
    from pplx_notebook.protocol.answer import Answer
    from pplx_notebook.views.screens.view import ViewName

COMMANDS = ("history", "forget")
ROWS = 20
OFF = "%config Pplx.history = True keeps the questions of this session from now on."


def named_in(asked: Asked) -> list[str]:
    """Which of them stand on a line."""
    return [name for name in COMMANDS if name in asked.switches]


def run(magic: CellMagic, asked: Asked, cell: str | None) -> None:
    """The one that is there; UsageError, one line, for what cannot be done."""
    commands = named_in(asked)
    if len(commands) > 1:
        raise UsageError("--history and --forget are two cells: one after the other.")
    if (cell or "").strip():
        raise UsageError(f"--{commands[0]} asks nothing: what it is about stands behind it, on its line.")
    words, name = asked.text.strip(), asked.into
    try:
        if commands[0] == "forget":
            _forget(words)
        elif words.isascii() and words.isdigit():
            answer = _history()[int(words)]
            magic.bind(answer, name)
            _again(answer, magic.view_of(asked), magic.sources_of(asked))
        elif name is not None:
            raise UsageError("--into NAME takes one answer of the history: %pplx --into NAME --history ID")
        else:
            _list(words, magic.view_of(asked))
    except UsageProblem as problem:
        raise UsageError(str(problem)) from None


def turned(on: bool) -> None:
    """``%config Pplx.history``: where it is kept, and what."""
    from pplx_notebook.library.store import place

    if on and not place.may_keep():
        _say(f"{place.NEVER_HERE}: it stays off.")
        return
    if on == place.is_on():
        return
    place.turn(on)
    _say(
        f"history on: questions, answers, sources and costs are kept in {place.shown(place.usual_path())}, "
        "for you alone to read; no keys, headers or files. --private leaves one out, --forget deletes."
        if on
        else "history off: nothing more is kept; what is kept already stays until %pplx --forget all."
    )


def table(words: str) -> dict[str, Any]:
    """The last answers that have these words, in three faces."""
    from pplx_notebook.views.faces.tables.history import history_bundle

    history = _history()
    rows = history.rows(words, limit=ROWS + 1)
    kept = [(row.id, row.answer) for row in rows[:ROWS]]
    more = f"These are the last {ROWS}; words behind --history find others." if len(rows) > ROWS else ""
    return history_bundle(kept, nothing=_nothing(history, words), more=more)


def _list(words: str, view: ViewName) -> None:
    from pplx_notebook.views.screens.show_again import show_faces

    show_faces(table(words), view)


def _nothing(history: History, words: str) -> str:
    if words and len(history):
        shown = printable(words)[:60]
        return f"no answer of the history has {shown}: fewer words find more, fus* begins a word."
    return "the history is empty" + (": it begins with the next question." if history.is_on else f": {OFF}")


def _again(answer: Answer, view: ViewName, sources: SourcesName) -> None:
    from pplx_notebook.views.screens.show_again import show_again

    show_again(answer, view, sources)


def _forget(words: str) -> None:
    from pplx_notebook.library.store import place

    history = _history()
    count = history.forget(words)
    if not count and words.isdigit():
        raise UsageError(f"the history has no answer {words}: nothing was forgotten.")
    answers = "1 answer" if count == 1 else f"{count:,} answers"
    _say(f"{answers} forgotten; {len(history):,} left in {place.shown(history.path)}.")


def _history() -> History:
    from pplx_notebook import session

    return session.history


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
