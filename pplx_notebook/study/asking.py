"""One question of a study, asked in this process: through the client, with its connections, limits and
retries.

The one file of this room that knows the client's insides: a thousand questions are prepared and asked without
the checks and exceptions of a thousand calls.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from pplx_notebook.network.question.attempts import ask_until_done, pending
from pplx_notebook.network.question.call import Call
from pplx_notebook.network.question.pending_answer import PendingAnswer
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.settings import Settings

if TYPE_CHECKING:
    from pplx_notebook.client import Client

WAITING = "waiting for a slot"


class Ready(msgspec.Struct, frozen=True):
    """A question made ready to be asked, as the client makes it: the ``call``, and the ``tape`` on which it
    is recorded or which answers it."""

    call: Call
    tape: Any = None


class Asking(Protocol):
    """A way of asking one question after the other, many at once."""

    def prepared(self, question: str, /) -> Ready:
        """The question made ready; UsageProblem where it cannot be sent."""

    async def ended(self, ready: Ready, /) -> tuple[Answer, bool]:
        """Ask once and wait for the end, good or bad: the answer says which, and True whether asking again
        may help. Raises bugs only."""

    def waiting(self) -> int:
        """How many of those under way wait for their turn."""

    def stop(self) -> None:
        """End what is under way, within ``grace_s``; what has arrived stays."""

    @property
    def closed(self) -> bool:
        """True when nothing more can be asked: its client has been closed."""

    @property
    def grace_s(self) -> float:
        """How long what is under way may take to say its last word when it is stopped."""


class Here:
    """Asks in this process; ``study`` is its name."""

    grace_s = 2.0

    def __init__(self, client: Client, settings: Settings, study: str) -> None:
        self.client, self.settings, self.study = client, settings, study
        self._under_way: set[PendingAnswer] = set()

    @property
    def closed(self) -> bool:
        """True once the client is."""
        return self.client._closed

    def prepared(self, question: str) -> Ready:
        """The question made ready."""
        return Ready(*self.client._prepared(question, self.settings))

    async def ended(self, ready: Ready) -> tuple[Answer, bool]:
        """Ask once within the client's limits."""
        call = msgspec.structs.replace(ready.call, retries=0)
        live, task = pending(call, self.settings), asyncio.current_task()
        self.client.keeping.begin(live, call, ready.tape, self.settings, study=self.study)
        if live.done:  # the cache had it
            return live.answer, False
        live.cancel = task.cancel if task is not None else None
        self._under_way.add(live)
        try:
            await ask_until_done(
                live, call, self.client._means(call, self.settings, ready.tape, watched=False)
            )
        finally:
            self._under_way.discard(live)
        if live.bug is not None:
            raise live.bug
        return live.answer, live.may_come_again

    def waiting(self) -> int:
        """Those in line for a slot."""
        return sum(live.said == WAITING for live in list(self._under_way))

    def stop(self) -> None:
        """Close their connections."""
        for live in list(self._under_way):
            live.stop()
