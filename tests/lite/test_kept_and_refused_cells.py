"""What a browser keeps, what works in it, and what says in a line that it cannot; all on demand."""

from __future__ import annotations

import pytest
from cells_page import CellsPage, open_cells
from playwright.sync_api import Browser

pytestmark = pytest.mark.matrix


def test_the_history_survives_a_reload_and_what_was_forgotten_does_not(
    mode: str, site: str, chromium: Browser
) -> None:
    page = chromium.new_page()
    names = "print([answer.prompt for answer in pplx.history])"
    first = open_cells(page, site)
    first.run("%config Pplx.history = True", "%%pplx\nWhat is a black hole?", "%%pplx\nWhat is DNA?")
    (kept,) = first.run(names)
    assert kept.printed == "['What is a black hole?', 'What is DNA?']\n"
    page.wait_for_timeout(1000)
    second = open_cells(page, site)
    gone, left = second.run(
        "try: print(pplx.history.forget(1))\nexcept pplx.PplxError as problem: print(problem)", names
    )
    if mode == "without":
        assert "run this cell once more" in gone.printed
        gone, left = second.run("print(pplx.history.forget(1))", names)
    assert (gone.printed, left.printed) == ("1\n", "['What is DNA?']\n")
    page.wait_for_timeout(1000)
    third = open_cells(page, site)
    third.run("try: len(pplx.history)\nexcept pplx.PplxError: pass")
    (after,) = third.run(names)
    assert after.printed == "['What is DNA?']\n"
    page.context.close()


REFUSED = {
    "pplx.ask('What is DNA?').sources.to_pandas()": "to_pandas() needs pandas",
    "from concurrent.futures import ThreadPoolExecutor\n"
    "pplx.ask_many(['What is DNA?'], executor=ThreadPoolExecutor(2))": "executor",
    "from pplx_notebook.__main__ import main\nmain(['serve'])": "browser",
}


@pytest.mark.parametrize("cell", REFUSED)
def test_what_cannot_be_here_says_so_in_one_line(cell: str, cells: CellsPage) -> None:
    (refused,) = cells.run(cell)
    assert REFUSED[cell] in refused.error + refused.printed
    assert len((refused.error or refused.printed).splitlines()) == 1


def test_inspector_check_study_and_recordings_work(cells: CellsPage) -> None:
    inspected, checked, many, _, study, taken, again = cells.run(
        "%%pplx --inspect\nWhat is a black hole?",
        "%%pplx --check\nWhat is a black hole?",
        "print([row.status for row in pplx.ask_many(['What is DNA?', 'What is gravity?'], progress=False).answers])",
        "topics = ['DNA', 'gravity']",
        "%%pplx --each topics --into study\nWhat is {{topics}}?",
        "%%pplx --record one.har\nWhat is DNA?",
        "%%pplx --replay one.har\nWhat is DNA?",
    )
    for output in (inspected, checked, many, study, taken, again):
        assert output.error == ""
    assert inspected.status == checked.status == taken.status == again.status == "done"
    assert many.printed == "['done', 'done']\n"
    assert study.kinds
    assert again.text == taken.text
