"""A check that looks at the pages themselves: what they say, why some cannot be had, what is kept, who says that it may."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import hostile
import pytest
from places import ROOT
from served_pages import PageServer, admitting, page, serving

from pplx_notebook.checks import consent
from pplx_notebook.checks.page_texts import PageTexts
from pplx_notebook.errors import CheckStopped, UsageProblem
from pplx_notebook.evidence.results.checked import Evidence
from pplx_notebook.library.store import place, tables
from pplx_notebook.library.store.history import History
from pplx_notebook.network.pages.caps import Caps
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult
from pplx_notebook.protocol.saved import to_saved

BRIDGE = (
    "<html><head><title>The bridge of Altenau</title></head><body><article><h1>The bridge</h1>"
    "<p>The bridge of Altenau was opened on 12 March 1996 by the mayor of the town, in heavy rain.</p>"
    "<p>It is 1,842 metres long and 24 metres wide, and lorries over 40 tonnes are not allowed on it.</p>"
    "<p>Building it took four years, since the winter of 1994 was long and very cold in all of the valley.</p>"
    "</article></body></html>"
)
HTML = ["head 200 text/html; charset=utf-8", f"raw {BRIDGE}", "end"]
LONG = "The bridge of Altenau is 1,842 metres long."
WRONG = "The bridge of Altenau was opened on 12 May 1996 by the mayor."
JAZZ = "Penguins of the southern ocean prefer jazz to opera."


def answer(
    server: PageServer, *cited: tuple[str, str], snippets: tuple[str, ...] = (), **fields: Any
) -> Answer:
    """Sentences, each with the path of the page it cites."""
    paths = list(dict.fromkeys(path for _, path in cited))
    urls = [f"{server.url}{path}" for path in paths]
    return Answer(
        text=" ".join(f"{text}[{paths.index(path) + 1}]" for text, path in cited),
        citations=tuple(Citation(number=n, url=url, title="") for n, url in enumerate(urls, 1)),
        search_results=tuple(
            SearchResult(url=url, snippet=snippets[n] if n < len(snippets) else "Nothing of it.")
            for n, url in enumerate(urls)
        ),
        status="done",
        **fields,
    )


def checked(
    server: PageServer, *cited: tuple[str, str], snippets: tuple[str, ...] = (), **more: Any
) -> Evidence:
    return answer(server, *cited, snippets=snippets).check(
        fetch=True, address_rule=admitting(server.port), **more
    )


def verdicts(found: Evidence) -> list[tuple[str, str, str]]:
    return [(row.verdict, row.seen, row.reason) for row in found]


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


def test_without_a_rule_of_ones_own_no_page_of_this_machine_is_fetched() -> None:
    with serving({"/b": HTML}) as server:
        found = answer(server, (LONG, "/b")).check(fetch=True)
        assert server.seen == []
    assert verdicts(found) == [("unreachable", "", "refused address: it is this machine")]


def test_a_script_fetches_nothing_unless_told_to() -> None:
    with serving({"/b": HTML}) as server:
        found = answer(server, (LONG, "/b")).check()
        assert server.seen == []
    assert found.offer == "check(fetch=True) looks at the pages"
    assert found.summary.endswith(
        "(snippets alone answer one in seven: check(fetch=True) looks at the pages)"
    )


def test_always_and_never_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consent._Session, "mode", "ask")
    with serving({"/b": HTML}) as server:
        one = answer(server, (LONG, "/b"))
        consent.turned("always")
        assert consent.would_fetch()
        assert one.check(address_rule=admitting(server.port))[0].verdict == "supported"
        consent.turned("never")
        assert not consent.would_fetch()
        one = answer(server, (LONG, "/b"))  # what an answer's last check found is kept on it
        assert one.check(address_rule=admitting(server.port))[0].verdict == "not fetched"


def test_the_sources_of_the_demo_engine_are_never_fetched() -> None:
    with serving({"/b": HTML}) as server:
        one = answer(server, (LONG, "/b"), provider="demo")
        found = one.check(fetch=True, address_rule=admitting(server.port))
        assert server.seen == []
    assert found.notes == ("sources of the demo engine are samples: their pages are not fetched",)
    assert str(found).endswith(found.notes[0])
    assert not found.offer


def test_in_the_browser_fetching_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({"/b": HTML}) as server:
        one = answer(server, (LONG, "/b"))
        monkeypatch.setattr(consent, "in_browser", lambda: True)
        with pytest.raises(
            UsageProblem, match=r"in the browser no page of another site can be fetched"
        ) as caught:
            one.check(fetch=True)
        assert "\n" not in str(caught.value)
        consent.turned("always")
        assert one.check()[0].verdict == "not fetched"
        consent.turned("ask")
        assert not one.check().offer


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


def test_pages_that_the_reader_has_at_hand_are_looked_at_and_not_fetched() -> None:
    with serving({"/b": HTML, "/c": HTML}) as server:
        one = answer(server, (LONG, "/b"), (JAZZ, "/b"), (WRONG, "/c"), provider="demo")
        found = one.check(pages={f"{server.url}/b": f"{LONG} It rained."})
        assert server.seen == []
        both = answer(server, (LONG, "/b"), (WRONG, "/c")).check(
            pages={f"{server.url}/b": f"{LONG} It rained."}, fetch=True, address_rule=admitting(server.port)
        )
        assert "/b" not in server.asked()
    assert verdicts(found) == [("quoted", "page", ""), ("not found", "", ""), ("not fetched", "", "")]
    assert [row.verdict for row in both] == ["quoted", "differs"]


def test_many_pages_are_cut() -> None:
    texts = PageTexts([f"https://example.org/{n}" for n in range(5)], caps=Caps(most_pages=2))
    assert [page.reason for page in texts.pages.values()] == ["more than 2 pages are cited"] * 3


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(place, "may_keep", lambda: True)
    return tmp_path / "history.sqlite3"


def test_where_a_history_is_kept_a_page_is_fetched_once_a_week(kept: Path) -> None:
    with serving({"/b": HTML}) as server:
        first = checked(server, (LONG, "/b"), history=kept)
        again = checked(server, (WRONG, "/b"), history=kept)
        assert server.asked().count("/b") == 1
        with closing(sqlite3.connect(kept, isolation_level=None)) as db:
            db.execute("UPDATE pages SET fetched_s = fetched_s - 8 * 86400")
        checked(server, (LONG, "/b"), history=kept)
        assert server.asked().count("/b") == 2
    assert first.notes == ()
    assert [row.verdict for row in again] == ["differs"]
    assert again.notes[0].startswith("1 of 1 pages as kept here, the oldest fetched ")


@pytest.mark.parametrize("how", ["private answer", "private check", "no history", "unreachable"])
def test_what_leaves_nothing(kept: Path, how: str) -> None:
    with serving({"/b": HTML}) as server:
        one = answer(
            server, (LONG, "/gone" if how == "unreachable" else "/b"), private=how == "private answer"
        )
        more: dict[str, Any] = {"history": kept} if how != "no history" else {}
        one.check(fetch=True, address_rule=admitting(server.port), private=how == "private check", **more)
    assert not kept.exists()


def test_forgetting_all_forgets_the_pages_and_an_old_file_gets_their_table(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as old:
        old.setattr(tables, "STEPS", tables.STEPS[:1])
        old.setattr(tables, "VERSION", 1)
        with closing(sqlite3.connect(kept, isolation_level=None)) as db:
            tables.bring_up(db)
    with serving({"/b": HTML}) as server:
        checked(server, (LONG, "/b"), history=kept)
    with closing(sqlite3.connect(kept)) as db:
        assert db.execute("SELECT title FROM pages").fetchall() == [("The bridge of Altenau",)]
        assert db.execute("PRAGMA user_version").fetchone() == (tables.VERSION,)
    History(lambda: kept).forget("all")
    with closing(sqlite3.connect(kept)) as db:
        assert db.execute("SELECT count(*) FROM pages").fetchone() == (0,)
    assert b"lorries over 40 tonnes" not in kept.read_bytes()


def notebook_of(one: Answer, path: Path) -> Path:
    output = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"application/vnd.pplx.answer+json": to_saved(one), "text/plain": one.text},
    }
    cell = {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {},
        "source": "%%pplx\nq",
        "outputs": [output],
    }
    path.write_text(
        json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "utf-8"
    )
    return path


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pplx_notebook", "check", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
    )


def test_the_command_fetches_when_it_is_told_to(tmp_path: Path) -> None:
    with serving({"/b": HTML}) as server:
        saved = notebook_of(answer(server, (LONG, "/b")), tmp_path / "saved.ipynb")
        plain, fetched = command(str(saved)), command(str(saved), "--fetch")
        assert server.seen == []  # it is this machine
    assert "--fetch looks at the pages" in plain.stdout
    assert "⊘ unreachable" in fetched.stdout
    assert "refused address: it is this machine" in fetched.stdout
    assert (plain.returncode, fetched.returncode) == (0, 0)
    assert fetched.stderr == ""


def test_a_plain_check_loads_neither_the_fetcher_nor_the_client() -> None:
    program = (
        "import sys\nfrom pplx_notebook.protocol.answer import Answer\nAnswer(text='x').check()\n"
        "print([m for m in sys.modules if 'network' in m or m.endswith('.client') or m in ('httpcore', 'asyncio.events', 'sqlite3')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "network.pages" not in done.stdout
    assert "client" not in done.stdout
    assert "httpcore" not in done.stdout
