"""A local server with pages, and one page fetched from it under a rule that admits just its port."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable, Mapping, Sequence

from local_server import LocalServer, Seen

from pplx_notebook.network.pages.address_rule import AddressRule
from pplx_notebook.network.pages.caps import Caps
from pplx_notebook.network.pages.checked_backend import Resolve
from pplx_notebook.network.pages.fetched import Fetched
from pplx_notebook.network.pages.fetching import PageFetcher

LOOPBACK = "127.0.0.1"
NOT_THERE = ["reply 404 text/html", "body none"]


def page(text: str, kind: str = "text/plain") -> list[str]:
    """A page with a content-length."""
    return [f"reply 200 {kind}", f"body {text}"]


class PageServer(LocalServer):
    """Serves ``pages`` by path; robots.txt is one of them, 404 where it is not."""

    def __init__(self, pages: Mapping[str, Iterable[str]], tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Iterable[str]] = dict(pages)
        super().__init__(self._script, tls)

    def _script(self, seen: Seen) -> Iterable[str]:
        return self.pages.get(seen.path, NOT_THERE)

    def asked(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [seen.path for seen in self.seen]


def serving(pages: Mapping[str, Iterable[str]]) -> PageServer:
    return PageServer(pages)


def admitting(port: int, *others: str) -> AddressRule:
    return AddressRule(also=frozenset((address, port) for address in (LOOPBACK, *others)))


def resolver_of(names: Mapping[str, str]) -> Resolve:
    async def resolve(host: str, _: int) -> Sequence[str]:
        return names.get(host, host).split()

    return resolve


def fetched(
    server: LocalServer,
    path: str,
    *,
    host: str = LOOPBACK,
    resolve: Mapping[str, str] = {},
    resolver: Resolve | None = None,  # read only
    caps: Caps | None = None,
    also: Sequence[str] = (),
) -> Fetched:
    """One page."""
    return all_fetched(
        server,
        [f"http://{host}:{server.port}{path}"],
        resolve=resolve,
        resolver=resolver,
        caps=caps,
        also=also,
    )[0]


def all_fetched(
    server: LocalServer,
    urls: Sequence[str],
    *,
    resolve: Mapping[str, str] = {},
    resolver: Resolve | None = None,  # read only
    caps: Caps | None = None,
    also: Sequence[str] = (),
) -> list[Fetched]:
    """Some pages at once."""

    async def run() -> list[Fetched]:
        fetcher = PageFetcher(admitting(server.port, *also), caps, resolver or resolver_of(resolve))
        try:
            return list(await asyncio.gather(*map(fetcher.page, urls)))
        finally:
            await fetcher.aclose()

    return asyncio.run(run())
