"""One check, from its answer to its rows: first what was sent, then the pages, then a model where one is
named.

Rules of this file: nothing is fetched and nobody asked without the reader's word; a page is fetched only
where the snippet does not hold what was said already; the demo engine's sources are samples and never
fetched; stopped, a check keeps what it had.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pplx_notebook.checks import consent
from pplx_notebook.errors import CheckStopped, PplxError, UsageProblem
from pplx_notebook.evidence.checking import evidence_of
from pplx_notebook.evidence.results.checked import Evidence
from pplx_notebook.evidence.results.kept import keep
from pplx_notebook.evidence.texts.looked_up import SeenPage, SourceTexts, page_key
from pplx_notebook.evidence.verdicts import FOUND
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.settings import Settings, changed

if TYPE_CHECKING:  # the network loads with the first page
    from pplx_notebook.checks.page_texts import PageTexts
    from pplx_notebook.network.pages.address_rule import AddressRule

OFFER = "check(fetch=True) looks at the pages"
DEMO = "sources of the demo engine are samples: their pages are not fetched"

Progress = Callable[[int, int], None]


class Wanted(Struct, frozen=True):
    """What a check is to do: ``fetch`` None is as ``%config Pplx.fetch`` says; ``check_with`` names a
    provider or a model, "" for none, and ``settings`` are those it is asked with, beside what is kept.
    ``pages`` are texts of pages that the reader has at hand, by address: those are not fetched, and the
    others only with ``fetch=True``. ``address_rule``: which addresses pages may be fetched from.
    ``offer``: how to have pages fetched, in the words of where it is typed."""

    fetch: bool | None = None
    check_with: str = ""
    settings: Settings = Settings()
    pages: Mapping[str, str] = {}
    address_rule: Any = None
    offer: str = OFFER


def wanted_of(
    fetch: bool | None = None,
    check_with: str = "",
    pages: Mapping[str, str] | None = None,
    address_rule: AddressRule | None = None,
    offer: str = OFFER,
    **settings: Any,
) -> Wanted:
    """What was asked for, checked. UsageProblem for what cannot be."""
    try:
        given = changed(_usual_settings() if settings or check_with else Settings(), settings)
    except PplxError as problem:
        raise problem.with_traceback(None) from None  # the frames below hold a key
    finally:
        settings.clear()  # a key in it must not be in the traceback of an error
    if not isinstance(fetch, bool | None):
        raise UsageProblem("fetch is True, False, or None: as %config Pplx.fetch says.")
    if not isinstance(check_with, str):
        raise UsageProblem(
            'check_with names a provider or a model: "perplexity", "openrouter:MODEL", "sonar".'
        )
    if check_with:
        from pplx_notebook.checks.asking import asked_whom

        asked_whom(check_with)
    return Wanted(fetch, check_with.strip(), given, dict(pages or {}), address_rule, offer)


def _usual_settings() -> Settings:
    """Those of the default client."""
    from pplx_notebook.client import default_client

    return default_client().settings


class Check:
    """A check under way."""

    def __init__(self, answer: Answer, wanted: Wanted) -> None:
        if wanted.fetch:
            consent.refuse_in_browser()
        self._answer, self._wanted = answer, wanted
        self._notes: tuple[str, ...] = ()
        self.texts: PageTexts | None = None
        offer = "" if consent.in_browser() or answer.provider == "demo" else wanted.offer
        self._given = {page_key(url) or url: SeenPage(text) for url, text in wanted.pages.items()}
        self.first = evidence_of(
            answer, SourceTexts(answer, self._given), offer=offer, fetched=len(self._given)
        )
        urls = tuple(url for url in addresses(self.first) if url not in self._given)
        if urls and self._may_fetch(urls):
            from pplx_notebook.checks.page_texts import PageTexts, store_of

            store = store_of(
                private=wanted.settings.private or answer.private, history=wanted.settings.history
            )
            self.texts = PageTexts(urls, rule=wanted.address_rule, store=store)

    @property
    def goes_on(self) -> bool:
        """Whether there is more to do than look at what was sent."""
        return self.texts is not None or bool(self._wanted.check_with)

    @property
    def counts(self) -> tuple[int, int]:
        """How many pages are there, and how many there will be."""
        return (len(self.texts.pages), self.texts.total) if self.texts is not None else (0, 0)

    async def run(self, told: Callable[[], None]) -> Evidence:
        """Fetch, look again, ask; ``told`` after each page."""
        if self.texts is not None:
            await self.texts.fill(told)
        sources = self._sources()
        found = await asyncio.to_thread(self.evidence, sources)
        if self._wanted.check_with:
            from pplx_notebook.checks.asking import ask_about

            found = await ask_about(found, sources, self._wanted.check_with, self._wanted.settings)
        return found

    def evidence(self, sources: SourceTexts | None = None) -> Evidence:
        """What can be said with the pages that have come."""
        texts = self.texts
        if texts is None:
            return self.first.with_rows(self.first.rows, notes=self._notes)
        sources = sources or self._sources()
        come = list(texts.pages.values())  # others may still come
        needs = dict.fromkeys(page.reason for page in come if "pip install" in page.reason)
        notes = (*self._notes, *texts.notes, *needs)
        return evidence_of(self._answer, sources, notes=notes, fetched=texts.read + len(self._given))

    def _sources(self) -> SourceTexts:
        """What there is by now."""
        return SourceTexts(self._answer, self._given | (self.texts.pages if self.texts is not None else {}))

    def _may_fetch(self, urls: tuple[str, ...]) -> bool:
        if self._given and not self._wanted.fetch:
            return False
        if self._answer.provider == "demo":
            self._notes = (
                (DEMO,)
                if self._wanted.fetch or (self._wanted.fetch is None and consent.would_fetch())
                else ()
            )
            return False
        return consent.agreed(urls) if self._wanted.fetch is None else self._wanted.fetch


def addresses(evidence: Evidence) -> tuple[str, ...]:
    """The pages worth fetching: of the pairs that their snippets do not settle, each once."""
    urls = (page_key(row.url) for row in evidence.rows if row.verdict not in FOUND)
    return tuple(dict.fromkeys(url for url in urls if url is not None))


def known_of(answer: Answer, wanted: Wanted) -> Evidence | None:
    """What an earlier check found, where this one asks for no more."""
    known = answer.evidence
    if not isinstance(known, Evidence) or wanted.fetch or wanted.check_with or wanted.pages:
        return None
    could = wanted.fetch is None and not known.fetched and answer.provider != "demo"
    return None if could and consent.would_fetch() else known


def check(answer: Answer, *, progress: Progress | None = None, **wanted: Any) -> Evidence:
    """Check and wait; ``CheckStopped`` when interrupted. ``wanted``: what ``wanted_of`` takes. What was found
    is kept on the answer, and given again to whoever asks for no more."""
    asked = wanted_of(**wanted)
    if (known := known_of(answer, asked)) is not None:
        return known
    under_way = Check(answer, asked)
    if not under_way.goes_on:
        return keep(answer, under_way.evidence())
    from pplx_notebook.network.question.waiting import awaited
    from pplx_notebook.network.question.worker import started

    if progress is None and under_way.texts is not None:
        from pplx_notebook.checks.progress import progress_here

        progress = progress_here()
    seen: list[tuple[int, int]] = []

    def between() -> None:
        if progress is not None and under_way.texts is not None and under_way.counts not in seen[-1:]:
            seen.append(under_way.counts)
            progress(*seen[-1])

    worker = started()
    try:
        found = awaited(worker.submit, lambda: under_way.run(lambda: None), between)
        between()
        return keep(answer, found)
    except KeyboardInterrupt:
        raise CheckStopped(keep(answer, under_way.evidence()), *under_way.counts) from None
    finally:
        worker.close()


async def acheck(answer: Answer, *, progress: Progress | None = None, **wanted: Any) -> Evidence:
    """The same in the running loop."""
    asked = wanted_of(**wanted)
    if (known := known_of(answer, asked)) is not None:
        return known
    under_way = Check(answer, asked)
    if not under_way.goes_on:
        return keep(answer, under_way.evidence())

    def told() -> None:
        if progress is not None:
            progress(*under_way.counts)

    return keep(answer, await under_way.run(told))
