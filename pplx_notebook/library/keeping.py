"""What a client keeps of its questions: their costs always, history and cache where they are wanted.

Rules of this file: both are off until somebody wants them; what is asked in private is neither kept nor
looked for; only whole answers of a server are given again, never those of the demo engine, and only to the
same request (``store.request``).
"""

from __future__ import annotations

import time
from typing import Protocol

from msgspec.structs import replace

from pplx_notebook.library.costs import Costs, CountedQuestion
from pplx_notebook.library.store import place, writers
from pplx_notebook.library.store.request import ReadyCall, Sent, sent_of
from pplx_notebook.library.store.rows import About
from pplx_notebook.library.store.writer import WatchedQuestion
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.asked import Turn
from pplx_notebook.settings import Settings
from pplx_notebook.spans import in_words, seconds_of

TRAVEL = (
    "stream",
    "stream_mode",
    "stream_options",
)  # how the answer comes: we choose, and servers may refuse
FLUSH_S = 0.5


class KeptQuestion(WatchedQuestion, CountedQuestion, Protocol):
    """A question under way, as far as anything is kept of it."""

    def answered(self, known: Answer, earlier: tuple[Turn, ...]) -> None: ...


class Replays(Protocol):
    """What may answer a question in place of a server."""

    @property
    def replay(self) -> object: ...


class Keeping:
    """What one client keeps."""

    def __init__(self) -> None:
        self.costs = Costs()

    def begin(
        self, live: KeptQuestion, call: ReadyCall, tape: Replays | None, settings: Settings, study: str = ""
    ) -> None:
        """A question is about to be sent: the cache answers it (then it is done), or it is counted and, where
        that is wanted, kept. ``UsageProblem`` where it may cost more than ``max_cost_usd`` leaves; a study
        has a limit of its own. A replay (``tape``) costs nothing and is kept already."""
        if tape is not None and tape.replay is not None:
            return
        sent = sent_of(call)
        known = self._known(sent, settings)
        if known is not None:
            live.answered(known, sent.earlier)
        self.costs.note(live, settings.thread, settings.max_cost_usd if not study else None)
        if known is None:
            self._keep(live, sent, settings, study)

    def _known(self, sent: Sent, settings: Settings) -> Answer | None:
        """What the cache has for it."""
        if settings.cache is None or settings.private or not place.may_keep() or sent.is_demo:
            return None
        from pplx_notebook.library.store.database import reading
        from pplx_notebook.library.store.faults import StoreFault
        from pplx_notebook.library.store.queries import of_request

        path = place.path_of(settings.history)
        writers.flush(path, FLUSH_S)
        try:
            with reading(path) as db:
                known = of_request(db, sent.name, seconds_of("cache", settings.cache))
        except (OSError, StoreFault):  # the writer says what is wrong with it
            return None
        return _marked(*known) if known is not None else None

    def _keep(self, live: KeptQuestion, sent: Sent, settings: Settings, study: str) -> None:
        """Keep what comes of it, for the history or for the cache alone."""
        is_on = settings.history if settings.history is not None else place.is_on()
        if settings.private or not (is_on or (settings.cache is not None and not sent.is_demo)):
            return
        if not place.may_keep():
            live.note((place.NEVER_HERE,))
            return
        until_s = None
        if not is_on and settings.cache is not None:
            until_s = time.time() + seconds_of("cache", settings.cache)
        about = About(sent, settings.thread, study, until_s, settings.in_cell)
        writers.writer_of(place.path_of(settings.history)).note(live, about)


def _marked(answer: Answer, age_s: float) -> Answer:
    """An answer that is given again says so."""
    at = answer.asked.at[:16].replace("T", " ") if answer.asked is not None else ""
    line = f"from the cache: answered {in_words(age_s)} ago{f' ({at} UTC)' if at else ''}, nothing was paid"
    return replace(answer, cache_age_s=round(age_s, 1), notices=(*answer.notices, line))
