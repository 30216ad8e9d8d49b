"""What the line of ``%%pplx --check`` says of the check: ``--fetch`` and ``--check-with``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pplx_notebook.magic.commands.costs import dollars

if TYPE_CHECKING:
    from pplx_notebook.magic.cell_magic import CellMagic
    from pplx_notebook.magic.line.options import Asked

OFFER = "--fetch looks at the pages"


def check_arguments(asked: Asked, magic: CellMagic) -> dict[str, Any]:
    """What ``answer.check`` takes; the budget is that of the cell, else of the session."""
    arguments: dict[str, Any] = {"offer": OFFER}
    if "fetch" in asked.switches:
        arguments["fetch"] = True
    if (name := asked.get("check-with")) is not None:
        arguments["check_with"] = name
        limit = dollars("max-cost-usd", asked.get("max-cost-usd")) or magic.max_cost_usd
        if limit is not None:
            arguments["max_cost_usd"] = limit
    return arguments
