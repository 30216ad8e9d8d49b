"""A study in three faces: the same rows in each, nothing that acts, announced at its begin and its end only."""

from __future__ import annotations

import re

from allow_list import violations
from markdown_it import MarkdownIt

from pplx_notebook.views.study.bundle import counts_bundle, study_bundle
from pplx_notebook.views.study.html import counts_html, study_html
from pplx_notebook.views.study.table import Counts, ShownStudy, shown_row, span
from pplx_notebook.views.study.text import counts_text, cut

HOSTILE = '<img src=x onerror=alert(1)>|[a](javascript:alert(1)) `x` $y$ \x1b[31m\u202e"'
HALF_WAY = Counts(total=500, done=127, running=3, waiting=366, failed=4, cost_usd=0.64, left_s=40.2)
# what a study has and an answer has not: a bar for the eye, lines that are said, a box of its own
OWN = ("progress", "role", "aria-hidden", "outside the box")


def study(rows: int) -> ShownStudy:
    """So many rows, the third of which failed."""
    made = [
        shown_row(
            n, f"Question {n}? {HOSTILE}", "failed" if n == 3 else "done", f"Answer {n}. {HOSTILE}", 0.01
        )
        for n in range(1, rows + 1)
    ]
    return ShownStudy(
        facts="499 of 500 answered · 1 failed · $5.00", reason="stopped <b>early</b>", notices=("a <notice>",),
        rows=tuple(made), troubles=tuple(made[2:3]), failed=1, more=500 - rows, costly=True,
    )  # fmt: skip


def others(html: str) -> list[str]:
    """What the safety rules forbid, but for what is a study's own."""
    return [said for said in violations(html) if not any(word in said for word in OWN)]


def test_nothing_from_a_question_or_an_answer_acts_in_any_face() -> None:
    faces = study_bundle(study(30))
    assert others(faces["text/html"]) == []
    assert "<img" not in faces["text/html"]
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(faces["text/markdown"])
    assert re.findall(r"<(?!/?(?:p|table|thead|tbody|tr|th|td|strong|em|code)\b)[^>]*>", page) == []
    assert not re.search(r"[\x1b\u202e]", "".join(faces.values()))


def test_all_faces_show_the_same_rows() -> None:
    faces = study_bundle(study(30))
    for number in range(1, 31):
        assert all(f"Question {number}?" in face for face in faces.values())
    assert all("499 of 500 answered" in face and "470 more" in face for face in faces.values())


def test_a_page_folds_what_is_long_and_gathers_what_failed() -> None:
    html = study_html(study(30))
    assert re.findall("<summary>(.*?)</summary>", html) == ["1 failed", "Rows 11 to 30"]


def test_a_screen_reader_hears_its_begin_and_its_end_and_nothing_between() -> None:
    assert counts_html(HALF_WAY, first=True).count('role="status"') == 1
    assert 'role="status"' not in counts_html(HALF_WAY)
    assert "aria-live" not in counts_html(HALF_WAY)
    assert study_html(study(3)).count('role="status"') == 1


def test_a_study_under_way_is_a_bar_and_a_table() -> None:
    html = counts_html(HALF_WAY)
    assert '<progress max="500" value="131" aria-hidden="true"></progress>' in html
    cells = re.findall(r"<t[hd]><div[^>]*>(.*?)</div>", html)
    assert cells == [
        "done", "failed", "time left", "cost", "running", "waiting",
        "127\u00a0of\u00a0500", "4", "41 s", "$0.6400", "3", "366",
    ]  # fmt: skip
    assert "resume=" in counts_bundle(HALF_WAY)["text/plain"]


def test_in_a_terminal_it_is_one_line() -> None:
    line = "[█████···············] 127 of 500 done · 3 running · 366 waiting · 4 failed · $0.6400 · about 41 s left"
    assert counts_text(HALF_WAY) == line
    assert cut(line, 40) == "[█████···············] 127 of 500 done…"
    assert cut("日本語日本語", 7) == "日本語…"


def test_time_is_said_in_two_units_at_most() -> None:
    assert [span(s) for s in (0, 59.2, 60, 61, 3599, 3600, 7500)] == [
        "0 s",
        "1 min",
        "1 min",
        "1 min 1 s",
        "59 min 59 s",
        "1 h 0 min",
        "2 h 5 min",
    ]
