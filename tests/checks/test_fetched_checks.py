"""A check that looks at the pages themselves: what they say, why some cannot be had, how far it has come."""

from __future__ import annotations

import asyncio

import hostile
import pytest
from cited_bridge import HTML, JAZZ, LONG, WRONG, answer, checked, verdicts
from served_pages import admitting, page, serving

from pplx_notebook.checks.page_texts import PageTexts
from pplx_notebook.errors import CheckStopped
from pplx_notebook.network.pages.caps import Caps


def test_the_pages_say_what_their_snippets_do_not() -> None:
    with serving({"/b": HTML}) as server:
        before = answer(server, (LONG, "/b"), (WRONG, "/b"), (JAZZ, "/b")).check(fetch=False)
        found = checked(server, (LONG, "/b"), (WRONG, "/b"), (JAZZ, "/b"))
        assert server.asked() == ["/robots.txt", "/b"]
    assert [row.verdict for row in before] == ["not fetched"] * 3
    assert verdicts(found) == [("supported", "page", ""), ("differs", "page", ""), ("not found", "", "")]
    assert found[1].differs == "date: 12 May 1996 – source: 12 March 1996"
    assert "lorries over 40 tonnes" in found[0].passage
    assert found.fetched == 1
    assert found.summary == "1 of 3 cited sentences found in their sources; 1 date differs; 1 not found"
    assert not found.offer


def test_a_pdf_and_plain_text_are_read_too() -> None:
    pdf = hostile.pdf(hostile.lines("The bridge of Altenau is 1,842", "metres long. It rained."))
    escaped = "".join(f"\\x{byte:02x}" for byte in pdf)
    with serving(
        {"/p": ["reply 200 application/pdf", f"body {escaped}"], "/t": page("Lorries use the bridge.")}
    ) as server:
        found = checked(server, (LONG, "/p"), ("Lorries use the bridge.", "/t"))
    assert [row.verdict for row in found] == ["quoted", "quoted"]


def test_what_a_snippet_settles_is_not_fetched() -> None:
    with serving({"/b": HTML, "/c": HTML}) as server:
        found = checked(server, (LONG, "/b"), (LONG, "/c"), snippets=(f"{LONG} And wide.", ""))
        assert "/b" not in server.asked()
    assert verdicts(found) == [("quoted", "snippet", ""), ("supported", "page", "")]


def test_why_a_page_cannot_be_had_is_said() -> None:
    pages = {
        "/robots.txt": page(r"User-agent: *\nDisallow: /kept"),
        "/large": ["head 200 text/html | content-length: 99999999", "close"],
        "/png": page("x", "image/png"),
        "/out": ["head 302 | location: http://10.0.0.1/", "end"],
        "/empty": page("<html><script>x()</script></html>", "text/html"),
    }
    paths = ["/gone", "/kept", "/large", "/png", "/out", "/empty"]
    with serving(pages) as server:
        found = checked(server, *((f"{LONG} {n}.", path) for n, path in enumerate(paths)))
    assert {row.verdict for row in found} == {"unreachable"}
    assert [row.reason for row in found] == [
        "HTTP 404",
        "its robots.txt asks programs to stay away",
        "larger than 5 MB",
        "not text (image/png)",
        "refused address: it is in a private network",
        "no text stands there without its scripts",
    ]
    assert "6 unreachable" in found.summary
    assert "HTTP 404" in str(found)


def test_a_snippet_stands_where_its_page_cannot_be_had() -> None:
    with serving({}) as server:
        found = checked(
            server, (WRONG, "/gone"), snippets=("It was opened on 12 March 1996 by the mayor of Altenau.",)
        )
    assert verdicts(found) == [("differs", "snippet", "HTTP 404")]


def test_what_was_sent_of_a_page_stands_where_the_page_says_it_no_more() -> None:
    sent = "Its towers were painted red in 1971 by volunteers from the village."
    with serving({"/b": HTML}) as server:
        found = checked(
            server,
            ("Volunteers from the village painted its towers red in 1971.", "/b"),
            (JAZZ, "/b"),
            snippets=(sent,),
        )
    assert verdicts(found) == [("supported", "snippet", ""), ("not found", "", "")]


def test_a_coroutine_gives_the_same_rows() -> None:
    seen: list[tuple[int, int]] = []
    with serving({"/b": HTML, "/c": HTML}) as server:
        cited = ((LONG, "/b"), (WRONG, "/c"), (JAZZ, "/b"))
        rule = admitting(server.port)
        waited = checked(server, *cited)
        one = answer(server, *cited)
        awaited = asyncio.run(
            one.acheck(fetch=True, address_rule=rule, progress=lambda *count: seen.append(count))
        )
    assert awaited.rows == waited.rows
    assert (seen[0], seen[-1]) == ((0, 2), (2, 2))


def test_the_count_of_pages_is_told_on_the_callers_thread() -> None:
    import threading

    told: list[tuple[int, int, bool]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total, threading.current_thread() is threading.main_thread()))

    with serving({"/b": HTML, "/c": ["pause 0.3", *HTML]}) as server:
        checked(server, (LONG, "/b"), (WRONG, "/c"), progress=progress)
    assert told[0][:2] == (0, 2)
    assert told[-1][:2] == (2, 2)
    assert all(main for *_, main in told)


def test_a_check_that_is_stopped_keeps_what_it_had() -> None:
    def progress(done: int, _: int) -> None:
        if done:
            raise KeyboardInterrupt

    with serving({"/b": page(LONG), "/c": ["stall"]}) as server, pytest.raises(CheckStopped) as caught:
        checked(server, (LONG, "/b"), (WRONG, "/c"), progress=progress)
    assert [row.verdict for row in caught.value.evidence] == ["quoted", "not fetched"]
    assert str(caught.value) == "stopped; 1 of 2 cited pages read"


def test_many_pages_are_cut() -> None:
    texts = PageTexts([f"https://example.org/{n}" for n in range(5)], caps=Caps(most_pages=2))
    assert [page.reason for page in texts.pages.values()] == ["more than 2 pages are cited"] * 3
