"""What models write and CommonMark reads otherwise: each rule of ``document/rules``, in every face, also while it grows."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from case_files import ANSWER, cases, html_of
from markdown_it import MarkdownIt
from msgspec.structs import replace

from pplx_notebook.document.parser import read_markdown
from pplx_notebook.views.faces.changed_blocks import BlockRenderer
from pplx_notebook.views.faces.html_blocks import blocks_html
from pplx_notebook.views.faces.markdown_blocks import document_markdown
from pplx_notebook.views.faces.text_blocks import Style, TextWriter

CASES = Path(__file__).parents[1] / "cases" / "views"
FILES = {"emphasis": 12, "formulas-in-text": 26, "tables": 11, "tags": 8}
ALL = [
    pytest.param(source, expected, id=f"{name}: {title}")
    for name in FILES
    for title, source, expected in cases(CASES / f"{name}.txt")
]


@pytest.mark.parametrize(("source", "expected"), ALL)
def test_what_models_write_becomes_this_html(source: str, expected: str) -> None:
    """Each case of the files, exactly."""
    assert html_of(source) == expected


@pytest.mark.parametrize(("source", "expected"), ALL)
def test_it_grows_into_the_same(source: str, expected: str) -> None:
    """Character by character, alone and between other blocks, nothing is left for the repair at the end."""
    for text in (source, f"Before.\n\n{source}\n\nAfter.\n\nEnd.\n\nEnd"):
        renderer = BlockRenderer()
        for end in range(1, len(text) + 1):
            renderer.update(replace(ANSWER, text=text[:end]))
        whole = blocks_html(read_markdown(text, ANSWER))
        if text != source and "[^" not in source:
            assert renderer.blocks == whole
        renderer.finish(replace(ANSWER, text=text))
        assert renderer.blocks == whole


def test_the_files_of_cases_are_read_whole() -> None:
    """No case is skipped silently."""
    assert {name: len(cases(CASES / f"{name}.txt")) for name in FILES} == FILES


MARKDOWN = [
    ("| a | b |\n|---|---|\n| x<br>y | `c|d` |", "| a | b |\n| --- | --- |\n| x<br>y | `c\\|d` |"),
    (
        "| a |\n|---|\n| $P(A|B)$ and $\\|x\\|$ |",
        "| a |\n| --- |\n| $P(A\\vert B)$ and $\\Vert x\\Vert$ |",
    ),
    ("| a |\n|---|\n| $\\text{a|b}$ |", "| a |\n| --- |\n| `\\text{a\\|b}` |"),
    ("a<br>b", "a\\\nb"),
    ("# a<br>b", "# a<br>b"),
    ("H<sub>2</sub>O<sup>**x**</sup> <b>", "H<sub>2</sub>O<sup>**x**</sup> &lt;b&gt;"),
    ("$\\ce{A <=> B}$ $\\ce{A <script>}$", "$\\ce{A <=> B}$ $\\ce{A \\lt script>}$"),
    ("\\[\na\n\nb\n\\]", "$$a\nb$$"),
    ("は**「強調」**です**a**b", "は&#8203;**「強調」**&#8203;です**a**b"),
    ("**注：***文*、*a*__b__", "**注：**&#8203;*文*、*a*__b__"),
]


@pytest.mark.parametrize(("source", "expected"), MARKDOWN)
def test_the_markdown_face_says_it_so_that_every_viewer_shows_it(source: str, expected: str) -> None:
    """No pipe of a formula ends a cell there either; a break has the only form that a cell knows."""
    assert document_markdown(read_markdown(source, ANSWER)) == expected


@pytest.mark.parametrize(("source", "_"), [case for case in ALL if "emphasis" in str(case.id)])
def test_a_viewer_without_our_rule_shows_the_same_emphasis(source: str, _: str) -> None:
    """Jupyter's own Markdown follows CommonMark; what we write beside a mark cannot be seen."""
    viewer = MarkdownIt("commonmark").enable(["strikethrough"])
    theirs = viewer.render(document_markdown(read_markdown(source, ANSWER))).replace("\u200b", "")
    assert emphasis_of(theirs) == emphasis_of(html_of(source))


def emphasis_of(html: str) -> str:
    """What is emphasised of a page, its other tags left out."""
    return "".join(re.sub(r"</?(?!strong|em|s\b)[a-z][^>]*>", "", unescape(html)).split())


TEXT = [
    ("| a | b |\n|---|--:|\n| x<br>yy | `c|d` |\n| $P(A|B)$ | z<br>w [1] |", [
        "a      │     b",
        "───────┼──────",
        "x      │   c|d",
        "yy     │",
        "P(A|B) │     z",
        "       │ w [1]",
    ]),
    ("a<br>b", ["a", "b"]),
    ("H<sub>2</sub>O 10<sup>-6</sup> x<sup>n+1</sup>", ["H2O 10^-6 x^(n+1)"]),
    ("x<sub>max</sub> x<sub>i,j</sub> e<sup>k</sup> e<sup>-kt</sup>", ["x_max x_(i,j) e^k e^-kt"]),
    ("2<sup>nd</sup> a fact<sup>[1]</sup>", ["2nd a fact[1]"]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "lines"), TEXT)
def test_the_text_face_says_it_in_letters(source: str, lines: list[str]) -> None:
    """A cell may have several lines; 10^6 is never 106."""
    assert TextWriter(Style(), 60).document(read_markdown(source, ANSWER)).split("\n") == lines


def test_a_table_too_wide_for_the_screen_keeps_its_breaks() -> None:
    shown = TextWriter(Style(), 8).document(read_markdown("| a | b |\n|---|---|\n| one<br>two | three |"))
    assert shown.split("\n") == ["a: one", "two", "b: three"]


def test_a_long_formula_with_an_empty_line_is_held_back_no_longer_than_a_formula_may_be() -> None:
    """An opening bracket that nobody closes hides no page."""
    text = "\\[\n\n" + "x = 1\n\n" * 400
    renderer = BlockRenderer()
    renderer.update(replace(ANSWER, text=text[:1_000]))
    assert renderer.blocks == []
    renderer.update(replace(ANSWER, text=text))
    assert len(renderer.blocks) == 401


@pytest.mark.parametrize(
    ("written", "typeset"),
    [
        (r"\color{white}{x}", "{x}"),
        (r"\textcolor[RGB]{1,2,3}{x}", "{x}"),
        (r"\colorbox{black}{x}", r"\text {x}"),
        (r"\label{mjx-a} x", "x"),
        (r"\color{red}{x}", r"\color{red}{x}"),
    ],
)
def test_a_typesetter_gets_no_label_and_no_colour_that_hides(written: str, typeset: str) -> None:
    """What is left out is no reason to show the formula as code."""
    assert f"\\({typeset}\\)" in html_of(f"${written}$")
