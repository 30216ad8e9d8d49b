"""``%pplx --again``: the question of an earlier answer asked once more, and below the new answer what
changed.

``--again`` is that of the last answer, ``--again=6`` of cell [6], ``--again=NAME`` of a variable,
``--again=saved.ipynb`` of the last one in a notebook file, ``--again=saved.ipynb#6`` of its cell [6]. After a
restart of the kernel the first two look into the notebook's own file, where its name is known.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError

from pplx_notebook.errors import UsageProblem, printable

if TYPE_CHECKING:
    from pplx_notebook.magic.cell_magic import CellMagic
    from pplx_notebook.magic.line.options import Asked
    from pplx_notebook.prompts.template import Filled
    from pplx_notebook.protocol.answer import Answer
    from pplx_notebook.views.screens.view import ViewName

NOT_WITH = ("background", "each", "continue", "thread", "template", "replay")
AS_SETTING = {"domain": "domains", "set": "extra", "header": "headers"}  # the others are called as they are


def is_wanted(asked: Asked) -> bool:
    """Whether the line says so."""
    return "again" in asked.switches or "again" in asked.values


def answer_before(magic: CellMagic, asked: Asked) -> Answer:
    """The earlier answer; UsageError where there is none, or what else stands on the line does not go
    along."""
    for name in NOT_WITH:
        if name in asked.switches or name in asked.values:
            raise UsageError(f"--again and --{name} do not go together.")
    which = asked.get("again") or ""
    if ".ipynb" in which:
        file, _, cell = which.partition("#")
        return _of_file(Path(file), cell)
    from pplx_notebook.magic.goes_on import answer_named

    try:
        found = answer_named(which, magic.last, magic.namespace, option="again")
    except UsageError:
        own = _own_file(magic.namespace)
        if own is None or not (which.strip("[]").isdigit() or not which):
            raise
        return _of_file(own, which.strip("[]"))
    answer: Answer = getattr(found, "answer", found)
    return answer


def prompt_again(magic: CellMagic, asked: Asked, cell: str | None) -> Filled:
    """The question as it was sent, and what cannot go along."""
    from pplx_notebook.over_time.again import left_out, question_of
    from pplx_notebook.prompts.template import Filled

    if asked.text or (cell or "").strip():
        raise UsageError("--again asks the earlier question: leave out this one, or leave out --again.")
    before = answer_before(magic, asked)
    try:
        question = question_of(before)
    except UsageProblem as problem:
        raise UsageError(str(problem)) from None
    day = before.asked.at[:10] if before.asked is not None else ""
    lost = left_out(before)
    note = f"asked again{f', first on {day}' if day else ''}{f', without {lost}' if lost else ''}"
    return Filled(question, (note,))


def as_then(magic: CellMagic, asked: Asked, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of then; what stands on the line comes first. What the cache holds is no new answer."""
    from pplx_notebook.over_time.again import settings_of

    said = {*asked.values, *asked.lists, *asked.switches}
    on_line = {AS_SETTING.get(name, name.replace("-", "_")) for name in said}
    then = {
        name: value for name, value in settings_of(answer_before(magic, asked)).items() if name not in on_line
    }
    return {**chosen, **then} if "cache" in on_line else {**chosen, **then, "cache": None}


def show_difference(before: Answer, after: Answer, view: ViewName) -> None:
    """Both answers side by side, below the new one."""
    from pplx_notebook.magic.shown.comparison import comparison_bundle
    from pplx_notebook.views.screens.show_again import show_faces

    show_faces(comparison_bundle(before.compare(after)), view)


def _of_file(path: Path, cell: str) -> Answer:
    """The last answer of a notebook file, or that of its cell In [n]."""
    from pplx_notebook.library.notebooks import answers_in_notebook

    shown = printable(path.name)
    try:
        answers = [answer for _, answer in answers_in_notebook(path)]
    except OSError as error:
        raise UsageError(f"--again: {shown} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise UsageError(f"--again: {shown} is no notebook.") from None
    if cell:
        answers = [one for one in answers if one.asked is not None and str(one.asked.execution_count) == cell]
    if not answers:
        raise UsageError(f"--again: {shown} has no answer{f' of cell [{printable(cell)}]' if cell else ''}.")
    return answers[-1]


def _own_file(namespace: Mapping[str, Any]) -> Path | None:
    """The file this notebook is saved in: VS Code names it to the kernel, Jupyter's server to its process."""
    named = namespace.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME", "")
    return (
        Path(named) if isinstance(named, str) and named.endswith(".ipynb") and Path(named).is_file() else None
    )
