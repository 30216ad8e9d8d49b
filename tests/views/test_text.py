"""The text face: fits its width, obeys what the terminal allows, lists the sources."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pplx_notebook.protocol import Answer
from pplx_notebook.protocol.answer import Citation, SearchResult
from pplx_notebook.views.faces.text import answer_text
from pplx_notebook.views.faces.text_width import OWN_SEQUENCE, pad, width_of, wrap
from pplx_notebook.views.screens.terminal_view import TerminalView

ANSWER = Answer(
    text="# Head\n\nSome **bold** text with a [link](https://example.org/page) and a marker [1].\n\n- one\n- two\n\n"
    "| a | b |\n|---|--:|\n| x | 1 |\n| 日本 | 22 |\n\n> quoted\n\n```\ncode\n```\n\n1. first\n\n   more",
    citations=(Citation(number=1, url="https://example.org/one", title="One"),),
    search_results=(
        SearchResult(title="One", url="https://example.org/one", date="2026-01-02"),
        SearchResult(title="Two", url="https://example.org/two"),
    ),
    status="done",
)
EXPECTED = """\
Head
====

Some bold text with a link
<https://example.org/page> and a marker
[1].

• one
• two

a    │  b
─────┼───
x    │  1
日本 │ 22

│ quoted

    code

1. first

   more

Citations:
 [1] One — example.org (2026-01-02)
     https://example.org/one

More search results:
  -  Two — example.org
     https://example.org/two"""


def test_an_answer_in_forty_columns() -> None:
    """Headings, wrapped text, lists, a table with wide characters, code and numbered sources."""
    assert answer_text(ANSWER, width=40) == EXPECTED


def test_without_a_width_lines_are_not_broken() -> None:
    """A notebook's text/plain leaves wrapping to the reader's window."""
    assert "Some bold text with a link <https://example.org/page> and a marker [1]." in answer_text(ANSWER)


def test_no_escape_sequence_unless_asked_for() -> None:
    """A dumb terminal, a log file and text/plain get characters only."""
    assert "\x1b" not in answer_text(ANSWER, width=60)


def test_bold_and_links_are_our_own_sequences_only() -> None:
    """With both allowed, nothing but our sequences is added, and the host of a link stays visible."""
    shown = answer_text(ANSWER, width=60, ansi=True, links=True)
    assert "\x1b[1mbold\x1b[22m" in shown
    assert "\x1b]8;;https://example.org/page\x1b\\link\x1b]8;;\x1b\\ (example.org)" in shown
    assert "\x1b" not in OWN_SEQUENCE.sub("", shown)


def test_a_table_too_wide_becomes_lines() -> None:
    """Each row as "header: cell"."""
    text = "| Name | Explanation |\n|---|---|\n| x | " + "word " * 12 + "|"
    lines = answer_text(Answer(text=text), width=30).splitlines()
    assert lines[0] == "Name: x"
    assert lines[1].startswith("Explanation: word")
    assert all(width_of(line) <= 30 for line in lines)


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("日本", 4), ("e\u0301", 1), ("\x1b[1mx\x1b[22m", 1), ("👍", 2), ("", 0)],
)
def test_columns_of_a_text(text: str, columns: int) -> None:
    """East Asian characters and emoji take two, combining marks and our own sequences none."""
    assert width_of(text) == columns


def test_padding_counts_columns_not_characters() -> None:
    """So that a column of a table stays straight."""
    assert pad("日", 4) == "日  "
    assert pad("x", 3, "right") == "  x"
    assert pad("x", 3, "center") == " x "


@example("\u0301  aaa", 4)
@given(st.text(alphabet="ab 日é\u0301👍", max_size=60), st.integers(4, 20))
def test_wrapped_lines_fit_and_lose_nothing(text: str, columns: int) -> None:
    """Every line fits its columns and the characters are all there."""
    lines = wrap(text, columns)
    assert all(width_of(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_notice_that_comes_late_stands_below_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    """What a server says it did after the text had begun is not lost, and nothing is said twice."""
    view = TerminalView()
    begun = Answer(text="One.\n\n", notices=("asked so",), status="streaming")
    view.write_up_to(len(begun.text), begun)
    view.end(Answer(text="One.\n\nTwo.", notices=("asked so", "made a file"), status="done"), 1.0)
    written = capsys.readouterr().out
    assert [written.count(line) for line in ("asked so", "made a file")] == [1, 1]
    assert written.index("asked so") < written.index("One.") < written.index("Two.")
    assert written.index("Two.") < written.index("made a file")
