"""Markdown to HTML, case by case from plain text files, and the lists the writer obeys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from case_files import ANSWER, cases, html_of
from markdown_it import MarkdownIt

from pplx_notebook.document.harmless_tex import as_typeset, is_harmless
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.protocol import Answer
from pplx_notebook.protocol.answer import Citation, SearchResult
from pplx_notebook.views.faces.highlight import LANGUAGES, LIMIT_CHARACTERS, GrowingCode, code_html
from pplx_notebook.views.faces.html_blocks import blocks_html, element, link
from pplx_notebook.views.faces.markdown import answer_markdown

CASES = Path(__file__).parents[1] / "cases" / "views"
FORMULAS = (CASES / "formulas.txt").read_text("utf-8").splitlines()
HOSTILE = json.loads((CASES / "hostile.json").read_text("utf-8"))["refused_formulas"]


@pytest.mark.parametrize(
    ("source", "expected"), [pytest.param(i, o, id=t) for t, i, o in cases(CASES / "markdown.txt")]
)
def test_markdown_becomes_this_html(source: str, expected: str) -> None:
    """Each case of the file, exactly."""
    assert html_of(source) == expected


def test_the_file_of_cases_is_read_whole() -> None:
    """The reader of the file finds every title, so that no case is skipped silently."""
    assert len(cases(CASES / "markdown.txt")) == 42


@pytest.mark.parametrize("formula", FORMULAS)
def test_ordinary_mathematics_is_typeset(formula: str) -> None:
    """Formulas as models write them pass the list of allowed commands."""
    assert is_harmless(as_typeset(formula))
    assert "mathjax_process" in html_of(f"\\({formula}\\)")


@pytest.mark.parametrize("formula", HOSTILE)
def test_anything_else_is_not(formula: str) -> None:
    """Links, styles, definitions, moves and unknown commands do not pass."""
    assert not is_harmless(formula)
    assert not is_harmless(as_typeset(formula))


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ("script", {}),
        ("p", {"style": "x"}),
        ("p", {"onclick": "x"}),
        ("a", {"href": "javascript:x"}),
        ("svg", {}),
    ],
)
def test_the_writer_refuses_what_is_not_in_its_lists(tag: str, attributes: dict[str, str]) -> None:
    """A programming error that would write a forbidden element, attribute or address raises."""
    with pytest.raises(ValueError, match="allow-list"):
        element(tag, "", **attributes)


def test_a_link_to_a_refused_address_cannot_be_written() -> None:
    """Not even by a caller that forgot to ask."""
    with pytest.raises(ValueError, match="allow-list"):
        link("data:text/html,x", "x")


def test_a_marker_names_the_search_result_it_points_to_by_id() -> None:
    """In the Agent API's dialect [7] is the result with id 7, not the seventh."""
    results = (
        SearchResult(id=9, url="https://nine.example/"),
        SearchResult(id=7, url="https://seven.example/"),
    )
    html = "".join(blocks_html(read_markdown("x [7]", Answer(search_results=results))))
    assert 'href="https://seven.example/"' in html


def test_cited_sources_come_in_the_order_of_their_numbers_each_once() -> None:
    """However often and in whatever order the text points to them."""
    cited = read_markdown("b [2] a [1] b [2] code `[3]`", ANSWER).cited
    assert [source.number for source in cited] == [1, 2]


def test_an_answer_longer_than_the_limit_says_so() -> None:
    """Two million characters are shown, and a sentence instead of the rest."""
    document = read_markdown("word " * 400_001)
    assert "The rest is left out" in blocks_html(document)[-1]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_we_colour_has_a_lexer(language: str) -> None:
    """No name in the list is unknown to Pygments, and no text is lost by colouring."""
    from html import unescape
    from re import sub

    source = 'if x < 1 & "y": # z\n\treturn 2 // 3\n'
    assert unescape(sub(r"<[^>]*>", "", code_html(source, language))) == source


def test_long_code_is_not_coloured() -> None:
    """Beyond 20,000 characters a lexer may take longer than a reader waits."""
    assert "<" not in code_html("if x:\n" * (LIMIT_CHARACTERS // 6 + 1), "python")


def test_growing_code_is_coloured_as_finished_code_line_by_line() -> None:
    """What is coloured while a fence is open is what the finished fence has there."""
    source = "".join(f"def f{n}(x):  # note\n    return x + {n}\n" for n in range(20))
    growing = GrowingCode()
    shown = [growing.html(source[:end], "python") for end in range(1, len(source) + 1, 9)]
    assert sum('<strong class="k">' in html for html in shown) > 80
    assert code_html(source, "python").startswith(shown[-1][:200])


def test_an_exclamation_before_a_link_or_a_marker_makes_no_picture() -> None:
    """``![…](…)`` would be fetched by whoever shows the Markdown face."""
    answer = Answer(
        text="Wow\\![x](https://a.example/b.png), so![1] and **so!**[1] and `so!`[1]",
        citations=(Citation(number=1, url="https://a.example/1"),),
    )
    tokens = MarkdownIt().parse(answer_markdown(answer))
    inside = [child.type for token in tokens for child in token.children or ()]
    assert "image" not in inside
    assert inside.count("link_open") == 5  # four in the text, one in the table
