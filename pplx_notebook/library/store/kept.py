"""A question and the store: what the cache has for it, and what is kept of it.

Rules of this file: only whole answers of a server are given again, never those of the demo engine, and only
to the same request (``request``); what the cache alone asked for is kept as long as that says.
"""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from pplx_notebook.library.store import place, writers
from pplx_notebook.library.store.request import Sent
from pplx_notebook.library.store.rows import About
from pplx_notebook.library.store.writer import WatchedQuestion
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.asked import Turn
from pplx_notebook.spans import in_words, seconds_of

FLUSH_S = 0.5


class StoredQuestion(WatchedQuestion, Protocol):
    """A question under way that the cache may answer."""

    def answered(self, known: Answer, earlier: tuple[Turn, ...]) -> None: ...


def answer_from_cache(sent: Sent, path: Path, span: str | timedelta) -> Answer | None:
    """What the cache has for it that is not older than ``span``."""
    if not place.may_keep() or sent.is_demo:
        return None
    from pplx_notebook.library.store.database import reading
    from pplx_notebook.library.store.faults import StoreFault
    from pplx_notebook.library.store.queries import of_request

    writers.flush(path, FLUSH_S)
    try:
        with reading(path) as db:
            known = of_request(db, sent.name, seconds_of("cache", span))
    except (OSError, StoreFault):  # the writer says what is wrong with it
        return None
    return _marked(*known) if known is not None else None


def keep(live: StoredQuestion, about: About, path: Path, span: str | timedelta | None) -> None:
    """Keep what comes of it: for the history, or where a ``span`` is given for the cache alone."""
    if span is not None and about.sent is not None and about.sent.is_demo:
        return
    if not place.may_keep():
        live.note((place.NEVER_HERE,))
        return
    if span is not None:
        about = replace(about, kept_until_s=time.time() + seconds_of("cache", span))
    writers.writer_of(path).note(live, about)


def _marked(answer: Answer, age_s: float) -> Answer:
    """An answer that is given again says so."""
    at = answer.asked.at[:16].replace("T", " ") if answer.asked is not None else ""
    line = f"from the cache: answered {in_words(age_s)} ago{f' ({at} UTC)' if at else ''}, nothing was paid"
    return replace(answer, cache_age_s=round(age_s, 1), notices=(*answer.notices, line))
