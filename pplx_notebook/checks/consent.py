"""Whether cited pages are fetched: ``%config Pplx.fetch = "ask"``, ``"always"`` or ``"never"``.

Rules of this file: *ask* asks once a session, before the first page; where nobody can answer (nbclient,
papermill, Voilà, a script, a terminal without a keyboard) it is *never*. In the browser's kernel no
program may read other sites' pages, so nothing is fetched there at all.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from pplx_notebook.errors import UsageProblem
from pplx_notebook.processes import IN_BROWSER

NOT_IN_BROWSER = (
    "in the browser no page of another site can be fetched: check() without fetch reads the snippets."
)
YES = ("y", "yes")
_NAMED = 3  # hosts in the question


class _Session:
    """What this session was told."""

    mode = "ask"
    said: bool | None = None


def turned(mode: str) -> None:
    """``%config Pplx.fetch`` says so from now on; what was answered before is forgotten."""
    _Session.mode, _Session.said = mode, None


def in_browser() -> bool:
    """Whether this Python runs in a page."""
    return IN_BROWSER


def refuse_in_browser() -> None:
    """UsageProblem, one line, where nothing can be fetched."""
    if in_browser():
        raise UsageProblem(NOT_IN_BROWSER)


def would_fetch() -> bool:
    """Whether ``check()`` would fetch pages, or ask whether it may."""
    if in_browser() or _Session.mode == "never":
        return False
    if _Session.mode == "always":
        return True
    return somebody_can_answer() if _Session.said is None else _Session.said


def agreed(urls: Sequence[str]) -> bool:
    """Whether these pages may be fetched; asks where that was not said yet."""
    if not would_fetch():
        return False
    if _Session.mode == "ask" and _Session.said is None:
        _Session.said = _asked(urls)
    return _Session.mode == "always" or bool(_Session.said)


def somebody_can_answer() -> bool:
    """Whether there is a person at a keyboard: a notebook page that takes input, IPython in a terminal."""
    if "IPython" not in sys.modules:
        return False
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    if shell is None:
        return False
    if getattr(shell, "kernel", None) is None:
        return bool(sys.stdin is not None and sys.stdin.isatty())
    from pplx_notebook.views.screens.choose_view import request_part

    return bool(request_part().get("allow_stdin"))


def _asked(urls: Sequence[str]) -> bool:
    hosts = list(dict.fromkeys((urlsplit(url).hostname or "").removeprefix("www.") for url in urls))
    more = f" and {len(hosts) - _NAMED} more" if len(hosts) > _NAMED else ""
    pages, them = (f"the {len(urls)} cited pages", "them") if len(urls) > 1 else ("the cited page", "it")
    question = f"Fetch {pages} to check {them} ({', '.join(hosts[:_NAMED])}{more})? Asked once. [y/N] "
    try:
        return input(question).strip().lower() in YES
    except (
        EOFError,
        OSError,
        RuntimeError,
    ):  # IPython's StdinNotImplementedError is a RuntimeError or an OSError
        return False
