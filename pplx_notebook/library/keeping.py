"""What a client keeps of its questions: their costs always, history and cache where they are wanted.

Rules of this file: both are off until somebody wants them, and until then nothing of the store is loaded;
what is asked in private is neither kept nor looked for (``store.kept`` says what else is not).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pplx_notebook.library.costs import Belongs, Costs, CountedQuestion
from pplx_notebook.library.store import place
from pplx_notebook.settings import Settings

if TYPE_CHECKING:
    from pplx_notebook.library.store.kept import StoredQuestion
    from pplx_notebook.library.store.request import ReadyCall

    class KeptQuestion(StoredQuestion, CountedQuestion, Protocol):
        """A question under way, as far as anything is kept of it."""


class Replays(Protocol):
    """What may answer a question in place of a server."""

    @property
    def replay(self) -> object: ...


class Keeping:
    """What one client keeps."""

    def __init__(self) -> None:
        self.costs = Costs()
        self._stores = False  # a question of this client went to the store

    def begin(
        self, live: KeptQuestion, call: ReadyCall, tape: Replays | None, settings: Settings, study: str = ""
    ) -> None:
        """A question is about to be sent: the cache answers it (then it is done), or it is counted and, where
        that is wanted, kept. ``UsageProblem`` where it may cost more than ``max_cost_usd`` leaves; a study
        has a limit of its own. A replay (``tape``) costs nothing and is kept already."""
        if tape is not None and tape.replay is not None:
            return
        budget, belongs = settings.max_cost_usd if not study else None, Belongs(settings.thread, study)
        remembers = settings.history if settings.history is not None else place.is_on()
        if settings.private or not (remembers or settings.cache is not None):
            self.costs.note(live, belongs, budget)
            return
        from pplx_notebook.library.store.kept import answer_from_cache, keep
        from pplx_notebook.library.store.request import sent_of
        from pplx_notebook.library.store.rows import About

        self._stores, sent, path = True, sent_of(call), place.path_of(settings.history)
        known = answer_from_cache(sent, path, settings.cache) if settings.cache is not None else None
        if known is not None:
            live.answered(known, sent.earlier)
        self.costs.note(live, belongs, budget)
        if known is None:
            about = About(sent, settings.thread, study, None, settings.in_cell)
            keep(live, about, path, None if remembers else settings.cache)

    def flush(self) -> None:
        """Wait until what is over is written, at most 2 s."""
        if self._stores:
            from pplx_notebook.library.store.writers import flush

            flush()
