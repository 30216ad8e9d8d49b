"""One page from its address to its bytes: limits, robots.txt, few at a time, nothing of the reader's sent along."""

from __future__ import annotations

import asyncio
import threading
import time
import tracemalloc
from collections.abc import Iterable

import pytest
from local_server import LocalServer, Seen
from served_pages import LOOPBACK, admitting, all_fetched, fetched, page, resolver_of, serving

from pplx_notebook.network.pages.address_rule import AddressRule
from pplx_notebook.network.pages.caps import Caps
from pplx_notebook.network.pages.fetched import Head
from pplx_notebook.network.pages.fetching import PageFetcher

SMALL = Caps(most_bytes=100_000)
SHORT = Caps(most_bytes=100_000, read_s=0.3, page_s=1.5)  # for what never comes


def caps_for(why: str) -> Caps:
    """Short times only where time is to run out: a busy machine is slow at everything else."""
    return SHORT if why == "timed out" else SMALL


def robots(text: str) -> list[str]:
    return page(text.replace("\n", "\\n"))


def test_a_page_is_fetched_with_our_name_and_nothing_of_the_readers() -> None:
    with serving({"/p?q=1": ["head 200 text/html | set-cookie: a=b", "raw <p>Hello</p>", "end"]}) as server:
        first, again = all_fetched(server, [f"{server.url}/p?q=1#part", f"{server.url}/p?q=1"])
        sent = [seen.headers for seen in server.seen]
    assert first.body == again.body == b"<p>Hello</p>"
    assert first.content_type == "text/html"
    for headers in sent:
        assert headers["user-agent"].startswith("pplx-notebook (")
        assert set(headers) == {"host", "user-agent", "accept", "accept-encoding"}
    assert server.asked().count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        (["reply 404 text/html", "body gone"], "HTTP 404"),
        (["reply 500 text/html", "body oh"], "HTTP 500"),
        (["reply 403 text/html", "body no"], "HTTP 403"),
        (["head 302 | location: /p", "end"], "too many redirects"),
        (["reply 204", "body "], "HTTP 204"),
        (["head 200 text/html | content-encoding: gzip", "raw this is not gzip", "end"], "its body is not what its headers say"),
        (["head 200 text/html | content-encoding: gzip, br", "raw x", "end"], "its body is not what its headers say"),
        (["head 200 text/html", "raw some", "reset"], "the connection broke"),
        (["wire this is no HTTP\\r\\n\\r\\n", "close"], "the connection broke"),
        (["head 200 text/html", "stall"], "timed out"),
        (["stall"], "timed out"),
        (["head 200 text/html", "drip x"], "timed out"),
        (["head 200 text/html", "endless <p>"], "larger than 0.1 MB"),
        (["wire HTTP/1.1 200 OK\\r\\ncontent-length: 99999999\\r\\n\\r\\n", "stall"], "larger than 0.1 MB"),
        (["head 200 text/html | content-encoding: gzip", "bomb gzip 50", "end"], "larger than 0.1 MB"),
        (["head 200 text/html | content-encoding: br", "burst br 200", "end"], "larger than 0.1 MB"),
        (["head 200 text/html | content-encoding: zstd", "bomb zstd 50", "end"], "larger than 0.1 MB"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_a_reason(steps: list[str], why: str) -> None:
    with serving({"/p": steps}) as server:
        got = fetched(server, "/p", caps=caps_for(why))
    assert got.reason == why
    assert not got.body


def test_a_bomb_is_never_unpacked_whole() -> None:
    with serving({"/p": ["head 200 text/html | content-encoding: br", "burst br 200", "end"]}) as server:
        fetched(server, "/p", caps=SMALL)  # its bytes are made once
        tracemalloc.start()
        fetched(server, "/p", caps=SMALL)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 20_000_000


def test_a_compressed_page_is_unpacked() -> None:
    with serving(
        {"/p": ["head 200 text/html | content-encoding: br", "coded br <p>Grüße</p>", "end"]}
    ) as server:
        assert fetched(server, "/p").body.decode("utf-8", "replace").startswith("<p>Gr")


def test_there_is_no_such_host_and_nobody_listens() -> None:
    with serving({}) as server:
        port = server.port
    got = asyncio.run(_one(f"http://127.0.0.1:{port}/", port))
    assert got == "no connection"


async def _one(url: str, port: int) -> str:
    fetcher = PageFetcher(admitting(port), SMALL)
    try:
        return (await fetcher.page(url)).reason
    finally:
        await fetcher.aclose()


@pytest.mark.parametrize(
    ("said", "path", "why"),
    [
        (robots("User-agent: *\nDisallow: /private"), "/private/x", "its robots.txt asks programs to stay away"),
        (robots("User-agent: *\nDisallow: /private"), "/open", ""),
        (robots("User-agent: *\nDisallow: /\nAllow: /open"), "/open", ""),  # the longest match
        (robots("User-agent: *\nDisallow: /*.pdf$"), "/x.pdf", "its robots.txt asks programs to stay away"),
        (robots("User-agent: *\nDisallow: /\n\nUser-agent: pplx-notebook\nDisallow:"), "/open", ""),
        (robots("User-agent: PPLX-Notebook\nDisallow: /"), "/open", "its robots.txt asks programs to stay away"),
        (robots("\\xef\\xbb\\xbfUser-agent: *\nDisallow: /"), "/open", "its robots.txt asks programs to stay away"),
        (["reply 404 text/html", "body <p>none"], "/open", ""),
        (["reply 403 text/html", "body <p>no"], "/open", ""),
        (["reply 500 text/html", "body oh"], "/open", "its robots.txt cannot be read, so it is left alone"),
        (["reply 503 text/html", "body oh"], "/open", "its robots.txt cannot be read, so it is left alone"),
        (["stall"], "/open", "timed out"),
        (["head 302 | location: /other.txt", "end"], "/open", "its robots.txt asks programs to stay away"),
        (["head 302 | location: /robots.txt", "end"], "/open", "its robots.txt cannot be read, so it is left alone"),
        (["head 302 | location: http://10.0.0.1/robots.txt", "end"], "/open", "refused address: it is in a private network"),
    ],
)  # fmt: skip
def test_robots_txt_is_kept_to(said: list[str], path: str, why: str) -> None:
    other = robots("User-agent: *\nDisallow: /")
    with serving({"/robots.txt": said, "/other.txt": other, path: page("text")}) as server:
        got = fetched(server, path, caps=caps_for(why))
        assert (path in server.asked()) is not bool(why)
    assert got.reason == why


def test_a_robots_txt_of_any_size_is_read_to_its_limit_without_holding_others_up() -> None:
    lines = "User-agent: *\\n" + "Disallow: /*a*b*c*d*e$\\n" * 30_000 + "Disallow: /open\\n"
    with serving(
        {"/robots.txt": ["head 200 text/plain", f"raw {lines}", "end"], "/open": page("text")}
    ) as server:
        assert fetched(server, "/open").body == b"text"  # its last line is beyond 500 KiB


@pytest.mark.parametrize(("hosts", "all_at_once"), [(1, 2), (4, 4)])
def test_few_pages_at_a_time(hosts: int, all_at_once: int) -> None:
    """Two of a host, four in all: counted by the server while they wait."""
    under_way: list[str] = []
    most = {"all": 0, "host": 0}
    lock = threading.Lock()

    def script(seen: Seen) -> Iterable[str]:
        if seen.path == "/robots.txt":
            return ["reply 404 text/plain", "body x"]
        host = seen.headers["host"]
        with lock:
            under_way.append(host)
            most["all"] = max(most["all"], len(under_way))
            most["host"] = max(most["host"], under_way.count(host))
        return _counted(under_way, host, lock)

    names = [f"h{n}.example" for n in range(hosts)]
    with LocalServer(script) as server:
        urls = [f"http://{name}:{server.port}/{n}" for n in range(12 // hosts) for name in names]
        pages = all_fetched(
            server, urls, resolve=dict.fromkeys(names, LOOPBACK), caps=Caps(at_once=4, per_host=2)
        )
    assert [got.body for got in pages] == [b"x"] * 12
    assert most["all"] == all_at_once
    assert most["host"] <= 2


def _counted(under_way: list[str], host: str, lock: threading.Lock) -> Iterable[str]:
    yield "pause 0.03"
    with lock:
        under_way.remove(host)
    yield "reply 200 text/plain"
    yield "body x"


def test_the_time_of_a_page_does_not_run_while_it_waits_for_its_turn() -> None:
    with serving({f"/{n}": ["pause 0.5", *page("x")] for n in range(6)}) as server:
        urls = [f"{server.url}/{n}" for n in range(6)]
        pages = all_fetched(server, urls, caps=Caps(per_host=1, page_s=2.5))
    assert [got.reason for got in pages] == [""] * 6


def test_no_page_is_fetched_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with serving({"/": page("x")}) as server:
        got = fetched(server, "/", host="one.example", resolve={"one.example": LOOPBACK})
        assert server.asked() == []
    assert "proxy" in got.reason


def _asked_for(server: LocalServer, path: str) -> None:
    while not any(seen.path == path for seen in server.seen):
        time.sleep(0.01)


def test_a_cancelled_fetch_leaves_nothing_open() -> None:
    async def run(server: LocalServer) -> None:
        fetcher = PageFetcher(admitting(server.port))
        task = asyncio.create_task(fetcher.page(f"{server.url}/p"))
        await asyncio.to_thread(_asked_for, server, "/p")
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await fetcher.aclose()

    with serving({"/p": ["head 200 text/html", "stall"]}) as server:
        asyncio.run(run(server))
        until = time.monotonic() + 5
        while not server.seen[-1].gone.is_set() and time.monotonic() < until:
            time.sleep(0.01)
        assert server.seen[-1].gone.is_set()


def test_a_head_is_asked_for_without_its_body_and_redirects_are_told() -> None:
    async def run(server: LocalServer) -> tuple[Head, Head]:
        fetcher = PageFetcher(
            AddressRule(also=frozenset({("gate.lan", server.port)})),
            resolve=resolver_of({"gate.lan": LOOPBACK}),
        )
        try:
            url = f"http://gate.lan:{server.port}/t"
            return await fetcher.head(url, further={"Accept-Datetime": "now"}), await fetcher.head(
                "http://other.lan/"
            )
        finally:
            await fetcher.aclose()

    with serving({"/t": ["head 302 | location: http://10.0.0.1/ | memento-datetime: then", "end"]}) as server:
        told, refused = asyncio.run(run(server))
        assert [(seen.method, seen.headers["accept-datetime"]) for seen in server.seen] == [("HEAD", "now")]
    assert (told.status, told.headers["location"], told.headers["memento-datetime"]) == (
        302,
        "http://10.0.0.1/",
        "then",
    )
    assert refused.reason == "refused address: it is in a private network"
