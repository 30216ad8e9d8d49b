"""Addresses of cited pages to their texts: from the store where they are fresh, else fetched and read.

Rules of this file: what could be had stays, however the rest ends; a page that could not be had says
why; nothing is kept of an answer that was asked in private, or where no history is kept.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from pplx_notebook.errors import PplxError
from pplx_notebook.evidence.texts.looked_up import SeenPage
from pplx_notebook.library.store import place
from pplx_notebook.network.pages.address_rule import AddressRule
from pplx_notebook.network.pages.caps import Caps
from pplx_notebook.network.pages.fetched import TIMED_OUT
from pplx_notebook.network.pages.fetching import PageFetcher
from pplx_notebook.pages.apart import Reader

TOO_MANY = "more than {} pages are cited"


class PageTexts:
    """The pages of one check: ``pages`` fills as they come, by address."""

    def __init__(
        self,
        urls: Sequence[str],
        *,
        rule: AddressRule | None = None,
        caps: Caps | None = None,
        store: Path | None = None,
    ) -> None:
        self.caps = caps or Caps()
        self.total = len(urls)
        self.pages: dict[str, SeenPage] = {}
        self.notes: list[str] = []
        self._rule, self._store = rule, store
        self._urls = urls[: self.caps.most_pages]
        for url in urls[self.caps.most_pages :]:
            self.pages[url] = SeenPage(reason=TOO_MANY.format(self.caps.most_pages))

    @property
    def read(self) -> int:
        """How many could be read."""
        return sum(not page.reason for page in list(self.pages.values()))

    async def fill(self, told: Callable[[], None]) -> None:
        """Have them all; ``told`` after each one."""
        fresh = await asyncio.to_thread(self._from_store)
        told()
        reader, fetcher = Reader(), PageFetcher(self._rule, self.caps)
        tasks = [
            asyncio.create_task(self._one(url, fetcher, reader, told))
            for url in self._urls
            if url not in fresh
        ]
        try:
            async with asyncio.timeout(self.caps.all_s):
                await asyncio.gather(*tasks)
        except TimeoutError:
            for url in self._urls:
                self.pages.setdefault(url, SeenPage(reason=TIMED_OUT))
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            reader.close()
            await fetcher.aclose()
            with suppress(asyncio.CancelledError):
                await asyncio.shield(asyncio.to_thread(self._into_store, fresh))

    async def _one(self, url: str, fetcher: PageFetcher, reader: Reader, told: Callable[[], None]) -> None:
        try:
            got = await fetcher.page(url)
            page = SeenPage(reason=got.reason)
            if not got.reason:
                text, title, reason = await asyncio.to_thread(reader.read, got.body, got.content_type)
                page = SeenPage(text, title, reason)
        except PplxError as problem:  # of the setting: certificates that cannot be read
            page = SeenPage(reason=str(problem))
        self.pages[url] = page
        told()

    def _from_store(self) -> set[str]:
        """Those that are there."""
        if self._store is None:
            return set()
        from pplx_notebook.library.kept_pages import kept_pages
        from pplx_notebook.spans import in_words

        found = kept_pages(self._store, self._urls)
        for url, kept in found.items():
            self.pages[url] = SeenPage(kept.text, kept.title, age_s=kept.age_s)
        if found:
            oldest = in_words(max(kept.age_s for kept in found.values()))
            self.notes.append(
                f"{len(found)} of {self.total} pages as kept here, the oldest fetched {oldest} ago"
            )
        return set(found)

    def _into_store(self, fresh: set[str]) -> None:
        """What was read just now."""
        if self._store is None:
            return
        from pplx_notebook.library.kept_pages import KeptPage, keep_pages

        new = [
            KeptPage(url, page.title, page.text)
            for url, page in self.pages.items()
            if not page.reason and url not in fresh
        ]
        if new and (why := keep_pages(self._store, new)):
            self.notes.append(f"the pages are not kept: {why}")


def store_of(*, private: bool, history: object = None) -> Path | None:
    """Where fetched pages are kept, None where they are not."""
    wanted = bool(history) if history is not None else place.is_on()
    return place.path_of(history) if wanted and not private and place.may_keep() else None
