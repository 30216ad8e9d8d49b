"""An answer as a row of the table ``answers``, and back.

Rules of this file: what is kept is the saved form (``protocol.saved``), as it stands in a notebook: no key,
no header's value, no attachment's bytes; prompt and text have columns of their own, once. A question whose
writer is gone was cut off.
"""

from __future__ import annotations

import os
import sqlite3
import time
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from pplx_notebook.library.store.request import Sent
from pplx_notebook.processes import IN_BROWSER
from pplx_notebook.protocol.answer import Answer, AnswerError
from pplx_notebook.protocol.saved import from_saved, to_saved

WITHOUT_WORD_S = 3600.0  # whoever has written nothing for so long is gone, if nothing else tells
CUT_OFF = AnswerError(
    kind="incomplete", message="the program that asked ended before the answer did: this is what had come."
)
FIELDS = "id, thread, study, status, prompt, text, rest, is_over"
MOST_PAGES = 200  # of an answer can be found by their titles
_ASK = os.kill if hasattr(os, "fork") and not IN_BROWSER else None  # whether a process lives
SESSION = uuid.uuid4().hex[:12]


class About(msgspec.Struct, frozen=True):
    """What else is known of a question: what was ``sent``; ``kept_until_s``: it is kept for the cache alone,
    until then, in seconds since 1970; ``timed``: it is shown, so its times belong to it."""

    sent: Sent | None = None
    thread: str = ""
    study: str = ""
    kept_until_s: float | None = None
    timed: bool = False


class KeptAnswer(msgspec.Struct, frozen=True):
    """An answer of the history: its number ``id``, the ``answer``, its ``thread`` and ``study`` ("" for
    none)."""

    id: int
    answer: Answer
    thread: str = ""
    study: str = ""


@lru_cache(1)
def writer_name() -> str:
    """Who writes: the machine, the process and when it began to."""
    import socket

    return f"{socket.gethostname()}:{os.getpid()}:{time.time():.0f}"


def is_gone(writer: str, written_s: float) -> bool:
    """Whether nobody writes a row any more. Of another machine, and on Windows, where to ask a process is to
    end it, its silence tells."""
    import socket

    host, _, rest = writer.rpartition(":")[0].rpartition(":")
    if _ASK is not None and host == socket.gethostname() and rest.isdigit():
        try:
            _ASK(int(rest), 0)
        except ProcessLookupError:
            return True
        except OSError:
            pass
    return time.time() - written_s > WITHOUT_WORD_S


def values_of(answer: Answer, about: About, *, is_over: bool) -> dict[str, Any]:
    """The columns of an answer."""
    saved = to_saved(answer)
    kept: dict[str, Any] = saved["answer"]
    prompt, text = kept.pop("prompt", ""), kept.pop("text", "")
    prompt = about.sent.mask(prompt) if about.sent is not None else prompt
    at = answer.asked.at if answer.asked is not None else ""
    whole = is_over and answer.status == "done" and not answer.parse_error
    return {
        "at": at,
        "day": _day(at),
        "written_s": time.time(),
        "writer": "" if is_over else writer_name(),
        "session": SESSION,
        "thread": about.thread,
        "study": about.study,
        "provider": answer.provider,
        "model": answer.model,
        "status": answer.status,
        "cost_usd": answer.cost_usd,
        "request": about.sent.name if whole and about.sent is not None else "",
        "kept_until_s": about.kept_until_s,
        "prompt": prompt,
        "text": text,
        "pages": _pages(answer),
        "rest": msgspec.json.encode(saved),
        "is_over": int(is_over),
        "question": about.sent.question if whole and about.study and about.sent is not None else "",
    }


def kept_of(row: Mapping[str, Any] | sqlite3.Row) -> KeptAnswer | None:
    """The answer of a row with ``FIELDS``; None for one that nobody can read."""
    try:
        saved = msgspec.json.decode(row["rest"])
        saved["answer"] |= {"prompt": row["prompt"], "text": row["text"]}
        answer = from_saved(saved)
    except (ValueError, KeyError, TypeError, msgspec.DecodeError):
        return None
    if row["is_over"] and answer.status in ("waiting", "streaming"):
        answer = replace(answer, status="cut off", error=CUT_OFF)
    return KeptAnswer(row["id"], answer, row["thread"], row["study"])


def _day(at: str) -> str:
    """The day of the reader's clock."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        moment = datetime.now(UTC)
    return moment.astimezone().date().isoformat()


def today() -> str:
    """This day."""
    return datetime.now(UTC).astimezone().date().isoformat()


def _pages(answer: Answer) -> str:
    """What its sources are found by."""
    cited = [(page.title, page.url) for page in answer.citations]
    others = [(page.title, page.url) for page in answer.search_results]
    seen = dict.fromkeys((title, _host(url)) for title, url in (*cited, *others)[:MOST_PAGES])
    return "\n".join(f"{title} {host}".strip() for title, host in seen)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
