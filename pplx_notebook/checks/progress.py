"""What a reader sees while pages are fetched: one line that counts, replaced as they come, on a notebook page
or in a terminal; nothing in a script, where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from pplx_notebook.checks.consent import somebody_can_answer

Progress = Callable[[int, int], None]


def progress_here() -> Progress | None:
    """How to tell it where this code runs, None where nobody watches."""
    if not somebody_can_answer():
        return None
    from pplx_notebook.views.screens.choose_view import chosen
    from pplx_notebook.views.screens.output import output_here

    output = output_here()
    if chosen("auto") != "widget" or not output.replaceable:
        return on_terminal if sys.stderr.isatty() else None
    began_s = time.monotonic()

    def on_page(done: int, total: int) -> None:
        line = (
            words(done, total)
            if done < total
            else f"{words(done, total)} in {time.monotonic() - began_s:.1f} s"
        )
        bundle = {"text/plain": line}
        if output.handle is None:
            output.show(bundle)
        else:
            output.replace(bundle)

    return on_page


def on_terminal(done: int, total: int) -> None:
    """A count that is overwritten."""
    sys.stderr.write(f"\r{words(done, total)}" + ("\n" if done == total else ""))
    sys.stderr.flush()


def words(done: int, total: int) -> str:
    """ "3 of 7 cited pages"."""
    return f"{done:,} of {total:,} cited page{'s' * (total != 1)} looked at"
