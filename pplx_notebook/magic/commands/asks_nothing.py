"""What stands on a line of ``%pplx`` and asks nothing: keys, templates, threads, history, references, models,
the last answer again. One branch a command; what it does is a module beside this one, loaded when it is
wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.error import UsageError

from pplx_notebook.magic.commands import templates
from pplx_notebook.magic.line.option_table import KEY_COMMANDS

if TYPE_CHECKING:
    from pplx_notebook.magic.cell_magic import CellMagic
    from pplx_notebook.magic.line.options import Asked


def run(magic: CellMagic, asked: Asked, cell: str | None) -> bool:
    """Carry it out; False where the line asks a question."""
    if commands := [name for name in KEY_COMMANDS if name in asked.switches]:
        _about_keys(magic, commands, asked, cell)
    elif commands := templates.named_in(asked):
        templates.run(commands, asked, cell)
    elif "last" in asked.switches:
        _show_last(magic, asked, cell)
    elif "threads" in asked.values:
        from pplx_notebook.magic.commands import threads

        threads.run(asked, cell, magic.view_of(asked))
    elif "history" in asked.switches or "forget" in asked.switches:
        from pplx_notebook.magic.commands import history

        history.run(magic, asked, cell)
    elif "archive" in asked.switches or "archive" in asked.values:
        from pplx_notebook.magic.commands import archive

        archive.run(magic, asked, cell)
    elif "bibliography" in asked.values:
        from pplx_notebook.magic.commands import bibliography

        bibliography.run(magic, asked, cell)
    elif "models" in asked.switches:
        from pplx_notebook.magic.commands import models

        models.run(asked.text + (cell or ""), magic.arguments(asked))
    else:
        return False
    return True


def _about_keys(magic: CellMagic, commands: list[str], asked: Asked, cell: str | None) -> None:
    """``--login``, ``--status``, ``--logout``."""
    if len(commands) > 1:
        raise UsageError(f"--{' and --'.join(commands)} are two cells: one after the other.")
    from pplx_notebook.magic.commands import keys

    keys.run(
        commands[0],
        asked.text + (cell or ""),
        provider=asked.get("provider") or magic.provider,
        base_url=asked.get("base-url") or magic.base_url,
        model=asked.get("model") or magic.model,
        max_cost_usd=magic.max_cost_usd,
    )


def _show_last(magic: CellMagic, asked: Asked, cell: str | None) -> None:
    """Show the last answer again, for example when its page was reloaded while it was being written; with
    ``--check`` as its sources have it."""
    if asked.text or (cell or "").strip():
        raise UsageError("--last asks nothing: leave out the question, or leave out --last.")
    if magic.last is None:
        raise UsageError("--last has nothing to show: this kernel has no answer yet.")
    from pplx_notebook.magic.checks import check_of
    from pplx_notebook.magic.shown.evidence import findings_on
    from pplx_notebook.views.screens.show_again import show_again

    if (check := check_of(magic, asked)) is not None:
        for _ in check(magic.last, lambda _: None):
            pass  # what it finds stays on the answer
    show_again(magic.last, magic.view_of(asked), magic.sources_of(asked), findings_on(magic.last))
