"""Texts of pages that were fetched for a check, so that the next one need not fetch them again.

Rules of this file: only what was read is kept, never why a page could not be had; it lives beside the
history, is given for a week, and gone after a month; what cannot be kept or read is no fault of the
check.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import msgspec

from pplx_notebook.library.store.database import open_store, reading, transaction
from pplx_notebook.library.store.faults import StoreFault, fault_of

FRESH_S = 7 * 86_400.0
KEPT_S = 30 * 86_400.0
MOST_PAGES = 2_000  # some 100 MB at the very most; the oldest go


class KeptPage(msgspec.Struct, frozen=True):
    """The text of a page: where it was asked for, its ``title``, and its ``age_s`` in seconds."""

    url: str
    title: str
    text: str
    age_s: float = 0.0


def kept_pages(path: Path, urls: Iterable[str]) -> Mapping[str, KeptPage]:
    """Those of some pages that are there and fresh, by address."""
    found: dict[str, KeptPage] = {}
    now_s = time.time()
    try:
        with reading(path) as db:
            for url in urls:
                row = db.execute("SELECT title, text, fetched_s FROM pages WHERE url = ?", (url,)).fetchone()
                if row is not None and 0 <= now_s - row[2] <= FRESH_S:
                    found[url] = KeptPage(url, row[0], row[1], now_s - row[2])
    except (OSError, StoreFault, sqlite3.Error):  # none yet, or of a version that had no pages
        return found
    return found


def keep_pages(path: Path, pages: Iterable[KeptPage]) -> str:
    """Keep what was read just now; why that is not possible, in words, "" where it is."""
    now_s = time.time()
    try:
        with closing(open_store(path)[0]) as db, transaction(db):
            db.executemany(
                "INSERT OR REPLACE INTO pages (url, title, text, fetched_s) VALUES (?, ?, ?, ?)",
                [(page.url, page.title, page.text, now_s - page.age_s) for page in pages],
            )
            db.execute("DELETE FROM pages WHERE fetched_s < ?", (now_s - KEPT_S,))
            db.execute(
                "DELETE FROM pages WHERE url IN"
                " (SELECT url FROM pages ORDER BY fetched_s DESC LIMIT -1 OFFSET ?)",
                (MOST_PAGES,),
            )
    except (OSError, StoreFault, sqlite3.Error) as problem:
        return fault_of(problem).why
    return ""
