"""What models write and CommonMark reads otherwise: each rule of ``document/rules``, in every face, also while it grows."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_files import ANSWER, cases, html_of
from msgspec.structs import replace

from pplx_notebook.document.parser import read_markdown
from pplx_notebook.views.faces.changed_blocks import BlockRenderer
from pplx_notebook.views.faces.html_blocks import blocks_html

CASES = Path(__file__).parents[1] / "cases" / "views"
FILES = {"emphasis": 12}
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
