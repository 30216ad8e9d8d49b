"""The archived addresses of an answer's sources: a TimeGate is asked for the copy of each page nearest to
when the question was asked.

Rules of this file: nobody is asked without an address that the reader gave (``timegate=``, or ``%config
Pplx.archive``); an archive hears the addresses of the pages, and nothing else; only heads are asked for, at
most 60 pages, eight at a time; the TimeGate's own origin may be near, wherever else it leads must be public.
What went wrong is a row's ``reason``. What was found is noted on the answer, whose sources have it from then
on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from msgspec.structs import force_setattr

from pplx_notebook.document.links import safe_url
from pplx_notebook.errors import UsageProblem
from pplx_notebook.frames import Frame, Kind
from pplx_notebook.library.sources import Source
from pplx_notebook.over_time.mementos import REDIRECTS, Memento, copy_itself, http_date, leads_to
from pplx_notebook.processes import IN_BROWSER
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.row import Row

if TYPE_CHECKING:  # the network loads when somebody is asked
    from pplx_notebook.network.pages.fetched import Head
    from pplx_notebook.network.pages.fetching import PageFetcher

MOST_PAGES, AT_ONCE, MOST_HOPS = 60, 8, 5
NEEDED = (
    'an archived address is asked of a Memento TimeGate: archive(timegate="https://…"), in a notebook '
    '%config Pplx.archive = "https://…".'
)
NOT_IN_BROWSER = "in the browser no archive can be asked: its pages allow no other site's programs."
NONE_KEPT = "the archive has no copy"


class ArchivedSource(Row, frozen=True, kw_only=True):
    """One page with its copy: ``number`` as in ``[n]``, ``title``, ``url``; ``archived_url`` and
    ``archived_at`` (UTC, ISO 8601, when the copy was taken), "" where there is none, and ``reason`` says
    why."""

    number: int | None = None
    title: str = ""
    url: str = ""
    archived_url: str = ""
    archived_at: str = ""
    reason: str = ""


class Archived(Frame[ArchivedSource]):
    """The sources of an answer with their archived addresses; a data frame, too. ``to_html()`` and
    ``to_markdown()`` write robust links: the page, and its copy with its date."""

    columns: ClassVar[Mapping[str, Kind]] = {
        "number": "count", "title": "text", "url": "text",
        "archived_url": "text", "archived_at": "text", "reason": "text",
    }  # fmt: skip

    @property
    def summary(self) -> str:
        """ "5 of 6 sources have an archived address"."""
        if not len(self):
            return "no source to archive"
        found = sum(1 for row in self.rows if row.archived_url)
        noun = "source has" if len(self) == 1 else "sources have"
        return f"{found:,} of {len(self):,} {noun} an archived address"

    def to_html(self) -> str:
        """A list of robust links (robustlinks.mementoweb.org): the page's address with ``data-versionurl``
        and ``data-versiondate``, and the copy behind it."""
        from pplx_notebook.exports import robust_links

        return robust_links.html(self.rows)

    def to_markdown(self) -> str:
        """The same as a Markdown list: the page, and its copy as a second link."""
        from pplx_notebook.exports import robust_links

        return robust_links.markdown(self.rows)

    def __str__(self) -> str:
        told = []
        for row in self.rows:
            mark = f"[{row.number}] " if row.number is not None else ""
            copy = f"{row.archived_url} {row.archived_at[:10]}" if row.archived_url else row.reason
            told.append(f"{mark}{row.title or row.url}\n    {copy}")
        return "\n".join((*told, self.summary))

    __repr__ = __str__


def archived(answer: Answer, timegate: str = "", *, reach: Any = None) -> Archived:
    """The cited pages of an answer, each with its copy nearest to when it was asked; waits for the archive.

    ``reach`` is the address rule of everything beyond the TimeGate's own origin, public addresses by default.
    ``UsageProblem`` without a TimeGate, or for an address that is none."""
    gate = checked_gate(timegate)
    from pplx_notebook.network.question.waiting import awaited
    from pplx_notebook.network.question.worker import started

    worker = started()
    try:
        return awaited(worker.submit, lambda: aarchived(answer, gate, reach=reach))
    finally:
        worker.close()


async def aarchived(answer: Answer, timegate: str = "", *, reach: Any = None) -> Archived:
    """The same in the running loop."""
    gate = checked_gate(timegate)
    if IN_BROWSER:
        raise UsageProblem(NOT_IN_BROWSER)
    from pplx_notebook.network.pages.fetching import PageFetcher

    linked = [row for row in answer.sources if row.url]
    sources = [row for row in linked if row.cited] or linked
    at = http_date(answer.asked.at) if answer.asked is not None else ""
    fetcher, turns = PageFetcher(reach if reach is not None else _rule(gate)), asyncio.Semaphore(AT_ONCE)

    async def one(source: Source) -> ArchivedSource:
        async with turns:
            found, reason = await _copy_of(fetcher, gate, source.url, at)
        memento = found or Memento(url="")
        return ArchivedSource(
            number=source.number, title=source.title, url=source.url,
            archived_url=memento.url, archived_at=memento.at, reason=reason,
        )  # fmt: skip

    try:
        found = Archived(await asyncio.gather(*map(one, sources[:MOST_PAGES])))
    finally:
        await fetcher.aclose()
    force_setattr(answer, "archived", found)  # no part of what it says: equal with and without it
    return found


def checked_gate(timegate: str) -> str:
    """The TimeGate as a page's address is put behind it, with a slash or "=" at its end."""
    if not timegate:
        raise UsageProblem(NEEDED)
    url = safe_url(timegate) if isinstance(timegate, str) else None
    if url is None or urlsplit(url).scheme not in ("http", "https"):
        raise UsageProblem("a TimeGate is an http or https address that a page's address is put behind.")
    return url if url.endswith(("/", "=")) else f"{url}/"


def _rule(gate: str) -> Any:
    """Public addresses, and the TimeGate's own origin, which the reader named."""
    from pplx_notebook.network.pages.address_rule import AddressRule

    parts = urlsplit(gate)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return AddressRule(also=frozenset({(parts.hostname or "", port)}))


async def _copy_of(fetcher: PageFetcher, gate: str, page: str, at: str) -> tuple[Memento | None, str]:
    """The copy of a page, or why there is none."""
    asked, known = f"{gate}{page}", Memento(url="")
    for _ in range(MOST_HOPS):
        head: Head = await fetcher.head(asked, further={"Accept-Datetime": at} if at else None)
        if (found := copy_itself(asked, head.headers)) is not None and head.status == 200:
            return found, ""
        if head.status not in REDIRECTS:
            return (known, "") if known.at else (None, _reason(head))
        target = leads_to(asked, head.headers)
        if target is None:
            return None, "the archive's redirect cannot be read"
        if (here := copy_itself(asked, head.headers)) is not None:  # a copy of a page that redirects
            return here, ""
        asked, known = target.url, target
    return None, "the archive redirects too often"


def _reason(head: Head) -> str:
    if head.reason:
        return f"the archive cannot be asked: {head.reason}"
    if head.status == 404:
        return NONE_KEPT
    if head.status == 200:
        return "the archive's copy has no date"
    return f"the archive answers HTTP {head.status}"
