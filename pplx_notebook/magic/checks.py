"""``--check``: how the answer of a line is looked up in its sources, while its text stands there.

What was sent of the sources comes first, in milliseconds; then the pages, if they may be fetched, and a
model where one is named. Stopped, a check keeps what it had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pplx_notebook.document.findings.values import Findings
    from pplx_notebook.magic.cell_magic import CellMagic
    from pplx_notebook.magic.line.options import Asked
    from pplx_notebook.protocol.answer import Answer
    from pplx_notebook.views.screens.view import Check


def check_of(magic: CellMagic, asked: Asked, *, may_ask: bool = True) -> Check | None:
    """How the answer of this line is checked; None where nobody asked for it. ``may_ask``: the reader is
    there to say whether pages may be fetched."""
    wanted = asked.switches & {"check", "fetch"} or asked.get("check-with") is not None
    if not (magic.check or wanted):
        return None
    from pplx_notebook.magic.commands.check_arguments import check_arguments

    arguments = check_arguments(asked, magic)
    if not may_ask:
        arguments.setdefault("fetch", magic.fetch == "always")
    return partial(found, arguments=arguments)


def found(answer: Answer, tell: Callable[[str], None], *, arguments: dict[str, Any]) -> Iterator[Findings]:
    """What the sources say of an answer, as much as is known so far. One that is JSON says nothing in
    sentences."""
    if answer.schema:
        return
    from pplx_notebook.checks.consent import would_fetch
    from pplx_notebook.errors import CheckStopped
    from pplx_notebook.magic.shown.evidence import shown

    yield shown(answer, answer.check(fetch=False, offer=arguments["offer"]))
    may_fetch = arguments["fetch"] if "fetch" in arguments else would_fetch()
    if not (may_fetch or "check_with" in arguments):
        return

    def told(done: int, total: int) -> None:
        tell(f"{done:,} of {total:,} pages" if total else "")

    try:
        yield shown(answer, answer.check(progress=told, **arguments))
    except CheckStopped as stopped:
        yield shown(answer, stopped.evidence)
