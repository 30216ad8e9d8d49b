"""What the page says while a cell runs: its messages to the kernel wait for the end of the cell, those on a
``BroadcastChannel`` do not. Stop and "drawn so far" of a widget, and the notebook's own ■.

Rules of this file: every tab of this site hears the channel, so that a message names its answer (``job``) or
the front end that runs the cell (``session``), and what is nobody's is passed over. Nothing is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.getipython import get_ipython

CHANNEL = "pplx_notebook"  # js/src/shared/jupyter.ts knows it, too

Hear = Callable[[dict[str, Any]], object]
_open: list[Any] = []
_deliver: list[Hear] = []
_on_interrupt: list[Callable[[], object]] = []


def listen(deliver: Hear) -> None:
    """Have the messages that name an answer given to ``deliver``; opens the channel."""
    if deliver not in _deliver:
        _deliver.append(deliver)
    _listen()


@contextmanager
def interrupts_call(told: Callable[[], object]) -> Iterator[None]:
    """While inside, the ■ of this notebook calls ``told``; of several the inmost."""
    _listen()
    _on_interrupt.append(told)
    try:
        yield
    finally:
        _on_interrupt.remove(told)


@contextmanager
def heard_as_interrupt() -> Iterator[None]:
    """While inside, a ■ that nothing else takes is a ``KeyboardInterrupt`` at the end of the wait."""
    asked: list[bool] = []
    if _on_interrupt:  # it is an event there
        yield
        return
    with interrupts_call(lambda: asked.append(True)):
        yield
    if asked:
        raise KeyboardInterrupt


def _listen() -> None:
    if _open:
        return
    from pyodide.ffi import create_proxy

    import js

    channel = js.BroadcastChannel.new(CHANNEL)
    channel.onmessage = create_proxy(_heard)  # a function handed over as it is would be gone by then
    if hasattr(channel, "unref"):  # Node ends a program in spite of it
        channel.unref()
    _open.append(channel)


def _heard(event: Any) -> None:
    message = event.data
    message = message.to_py() if hasattr(message, "to_py") else {}
    match message:
        case {"kind": "interrupt", "session": session} if session == _session() and _on_interrupt:
            _on_interrupt[-1]()
        case {"job": str()}:
            for deliver in _deliver:
                deliver(message)


def _session() -> str:
    """Who asked for the cell that runs, as Jupyter's messaging protocol names a front end."""
    kernel: Any = getattr(get_ipython(), "kernel", None)
    request = kernel.get_parent() if hasattr(kernel, "get_parent") else None
    return str((request or {}).get("header", {}).get("session", ""))
