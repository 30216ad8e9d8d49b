"""``%%pplx --each NAME``: the question once for each row of a variable, its columns in ``{{ }}``.

What is typed goes in, a ``Study`` comes out, bound before anything is raised: by ``--into``, and as
``_pplx``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError

from pplx_notebook.errors import PplxError
from pplx_notebook.magic.line.options import Asked
from pplx_notebook.magic.names import Names, names_in_sight
from pplx_notebook.protocol.scrub import holds_key

if TYPE_CHECKING:
    from pplx_notebook.magic.cell_magic import CellMagic
    from pplx_notebook.study.study import Study

OPTIONS = ("max-active", "requests-per-minute", "resume")
HISTORY = "history"  # --resume history; a file of this name is ./history
NOT_WITH = ("background", "check", "dry-run", "inspect")


def check(asked: Asked) -> None:
    """UsageError for what does not go together."""
    if asked.get("each") is None:
        alone = [name for name in OPTIONS if asked.get(name) is not None]
        if alone:
            raise UsageError(f"--{alone[0]} goes with --each NAME, which asks the question for each row.")
        return
    for name in NOT_WITH:
        if name in asked.switches:
            raise UsageError(f"--each and --{name} do not go together.")


def ask_each(magic: CellMagic, asked: Asked, template: str, name: str | None) -> None:
    """Ask for each row, show how far it is, bind what has come however it ends; raises what ended it."""
    from pplx_notebook.client import default_client
    from pplx_notebook.how_many import HowMany
    from pplx_notebook.magic.waiting import notebook_wait
    from pplx_notebook.study.ask_many import prepared, waited
    from pplx_notebook.study.plan import Variables, planned

    def bind(study: Study) -> None:
        magic.namespace.update(dict.fromkeys(("_pplx", name or "_pplx"), study))

    names = names_in_sight(magic.namespace)
    rows = rows_named(str(asked.get("each")), names)
    resume = asked.get("resume")
    how = HowMany(
        template=template,
        max_active=number(asked, "max-active", int),
        requests_per_minute=number(asked, "requests-per-minute", int),
        max_cost_usd=number(asked, "max-cost-usd", float),
        resume=True if resume == HISTORY else resume,
    )
    variables = Variables() if "verbatim" in asked.switches else Variables(names.known, unclear(names))
    plan = planned(rows, template, variables)
    if any(holds_key(row.question) for row in plan.rows):
        raise UsageError("a question holds what looks like a key: none was sent, take it out.")
    client = default_client()
    run = prepared(client, plan, how, magic.arguments(asked))
    wait = notebook_wait() if magic.cooperative else None
    study = waited(client, run, how, wait=wait, view=magic.view_of(asked), at_end=bind)
    if run.run.failures.enough:
        raise PplxError(f"{study.reason} {study.done} of {len(study)} answers are kept.")


def rows_named(name: str, names: Names) -> Any:
    """The variable with the rows; UsageError where it is none."""
    if reason := names.why_not(name):
        raise UsageError(f"--each {name}: {name} {reason}.")
    if name not in names.known:
        raise UsageError("--each needs the name of a variable with rows: a DataFrame, or a list.")
    return names.known[name]


def unclear(names: Names) -> Mapping[str, str]:
    """Why names are not to be used, for those of which that is known."""
    return {
        name: reason for name in names.known.keys() | names.unclear.keys() if (reason := names.why_not(name))
    }


def number(asked: Asked, name: str, kind: type[int] | type[float]) -> Any:
    """The number behind an option, None where it was not given."""
    text = asked.get(name)
    if text is None:
        return None
    try:
        return kind(text)
    except ValueError:
        raise UsageError(f"--{name} needs a number, for example --{name} 5") from None
