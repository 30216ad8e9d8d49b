"""When a check fetches nothing: nobody said that it may, the address is refused, or the page is at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cited_bridge import HTML, JAZZ, LONG, WRONG, answer, verdicts
from places import ROOT
from served_pages import admitting, serving

from pplx_notebook.checks import consent
from pplx_notebook.errors import UsageProblem
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.saved import to_saved


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
