"""A growing answer as blocks: what has been shown stays, marks are never seen, the end equals the one-shot rendering."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from allow_list import parsed
from hypothesis import given, settings
from hypothesis import strategies as st

from pplx_notebook.document.parser import read_markdown
from pplx_notebook.protocol import Answer, read_answer
from pplx_notebook.protocol.answer import Citation
from pplx_notebook.views.faces.changed_blocks import BlockRenderer
from pplx_notebook.views.faces.html_blocks import blocks_html

CASES = Path(__file__).parents[1] / "cases" / "views"
SPEC = json.loads((CASES / "commonmark-0.31.2.json").read_text("utf-8"))["examples"]
ANSWERS = (CASES / "growing.md").read_text("utf-8").split("\n%%%\n")[1:]
CITATIONS = tuple(Citation(number=n, url=f"https://example.org/{n}") for n in (1, 2, 3))
GFM = [
    "| a | b |\n| --- | :-: |\n| c | d |\n",
    "a | b\n--|--\nc\n\nafter\n",
    "para\n| a |\n|---|\n| b |\n> quote\n",
    "| a |\n|---|---|\n| not a table |\n",
    "~~gone~~ ~one~ ~~~three~~~\n\n~~not\n\ngone~~\n",
    "- [ ] a\n- [x] b\n  - [X] c\n- [ ]d\n",
    "a[^1] b[^2]\n\n[^2]: two\n[^1]: one\n\n    more\n\nafter[^1]\n",
    "[^1]: note first\n\nthen[^1] and [^2]\n\n> [^2]: nested\n",
    "see [1] and [ref]\n\n[1]: https://example.org/definition\n[ref]: https://example.org\n",
    "[a]: https://example.org\n'title\nin lines'\n\n[a]\n",
    "- a\n\n- b\n- c\n\n\n- d\n\nend\n",
    "1. a\n2\n3. b\n\n10) c\n",
    "$$\na\n$$\nb $c$ \\(d\\) \\[\ne\n\\]\n$f\n\ng$\n",
    "```\nopen fence\n``\n",
    "text\r\n\r\n- item\r\rlast\r\n",
]


def grown(text: str, step: int = 1) -> tuple[BlockRenderer, list[str]]:
    """A renderer fed in pieces, and what a page shows that only ever applied the changes."""
    renderer = BlockRenderer()
    page: list[str] = []
    for end in range(step, len(text) + step, step):
        change = renderer.update(Answer(text=text[:end], citations=CITATIONS))
        if change is not None:
            page = page[: change.index] + change.blocks
    return renderer, page


def finished(text: str, step: int = 1) -> list[str]:
    """What the page shows in the end."""
    renderer, page = grown(text, step)
    change = renderer.finish(Answer(text=text, citations=CITATIONS))
    return page if change is None else page[: change.index] + change.blocks


def one_shot(text: str) -> list[str]:
    return blocks_html(read_markdown(text, Answer(citations=CITATIONS)))


@pytest.mark.parametrize("number", range(len(SPEC)))
def test_a_commonmark_example_fed_by_character_ends_as_if_read_at_once(number: int) -> None:
    """All 652 examples, with definitions, loose lists and underlined headings that reach back."""
    text = SPEC[number][1]
    assert finished(text) == one_shot(text)


@pytest.mark.parametrize("text", [*GFM, *ANSWERS])
@pytest.mark.parametrize("step", [1, 2, 3, 7, 40])
def test_an_extension_fed_in_pieces_ends_as_if_read_at_once(text: str, step: int) -> None:
    """Tables, notes, tasks, formulas, markers and line ends of every kind, cut anywhere."""
    assert finished(text, step) == one_shot(text)


MARKS = [
    *"*_`~[]()!$|<>\\#-+=&:.1a é\t\n\r",
    "**",
    "$$",
    "\\(",
    "\\)",
    "[1]",
    "[1, 2]",
    "x [1-3]",
    "【1】",
    "【2†L3-L5】",
    "[citation:1]",
    "[^1]",
    "[^1]: ",
    "[a]: ",
    "[ ] ",
    *"「中한、",
    "<br>",
    "<sub>",
    "</sub>",
    "\\begin{align}",
    "\\end{align}",
    "\\\\[6pt]",
    "\\alpha",
]
LINES = [
    "\n\n",
    "\r\n",
    "\n---\n",
    "```\n",
    "~~~\n",
    "- ",
    "1. ",
    "> ",
    "    ",
    "| a |",
    "|---|",
    "| `a|b` | $c|d$ |\n",
    "\n\\[\n",
    "\n\\]\n",
    "word ",
    "http://a.example",
]
FORWARD = {565, 570}  # two definitions compete for one text, and the one that counts comes last
PIECES = st.sampled_from(MARKS + LINES)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.integers(1, 5))
def test_random_markdown_ends_as_if_read_at_once(text: str, step: int) -> None:
    """Whatever the text and wherever it is cut."""
    assert finished(text, step) == one_shot(text)


BROKEN_OFF = Answer(citations=CITATIONS, status="interrupted")


def broken_off(text: str) -> list[str]:
    return blocks_html(read_markdown(text, BROKEN_OFF))


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_broken_off_anywhere_stays_what_the_live_view_showed(text: str) -> None:
    """Stopped, cut off, failed: the output has no raw mark that was not there while it was written."""
    for end in range(1, len(text)):
        assert without_colours(broken_off(text[:end])) == without_colours(grown(text[:end], end)[1])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_random_markdown_broken_off_stays_what_the_live_view_showed(text: str) -> None:
    """Whatever the text."""
    assert without_colours(broken_off(text)) == without_colours(grown(text, len(text) or 1)[1])


def without_colours(blocks: list[str]) -> list[str]:
    """Code that is being written is coloured less often than a finished block."""
    colours = re.compile(r"</?(?:span|strong|em)[^>]*>")
    return [colours.sub("", block) if "highlight" in block else block for block in blocks]


def test_the_end_repairs_hardly_anything() -> None:
    """Of 652 examples two need the repair at the end; the blocks of all others were right all along."""
    repaired = set()
    for number, (_, text, _) in enumerate(SPEC, 1):
        whole = text.rstrip("\n") + "\n\nend\n\nend\n"
        if grown(whole)[1] != one_shot(whole):
            repaired.add(number)
    assert repaired == FORWARD


@pytest.mark.parametrize("text", [text for text in GFM if "[ref]: " not in text])
def test_extensions_need_no_repair_when_an_empty_line_follows(text: str) -> None:
    """What an extension becomes is right as soon as the next paragraph has begun."""
    whole = text.rstrip("\r\n") + "\n\nend\n\nend\n"
    assert grown(whole)[1] == one_shot(whole)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.integers(1, 4))
def test_finished_blocks_are_only_repaired_where_something_reaches_back(text: str, step: int) -> None:
    """Without definitions and notes, every block but the last two of the live view is already the final one."""
    if "]:" in text or "[^" in text:
        return
    _, page = grown(text + "\n\nlast", step)
    assert page[:-2] == one_shot(text + "\n\nlast")[: max(len(page) - 2, 0)]


def seen(blocks: list[str]) -> str:
    """What a reader sees of blocks, without white space, host hints and TeX delimiters."""
    html = re.sub(r'<span class="pplx-host">.*?</span>', "", "".join(blocks))
    return re.sub(r"\s|\\[()\[\]]|…", "", "".join(parsed(html).itertext()))


@pytest.mark.parametrize("text", ANSWERS)
def test_a_reader_only_ever_sees_the_beginning_of_the_final_text(text: str) -> None:
    """No half mark, bracket, fence, row, formula or entity is shown and taken away again, at no character."""
    final = seen(one_shot(text))
    renderer = BlockRenderer()
    for end in range(1, len(text) + 1):
        renderer.update(Answer(text=text[:end], citations=CITATIONS))
        shown = seen(renderer.blocks)
        assert final.startswith(shown), text[:end]


@pytest.mark.parametrize("text", [text for text in ANSWERS if "[^" not in text])
def test_at_most_a_line_is_held_back(text: str) -> None:
    """Text appears as it comes: never more than a table's head or one formula waits."""
    renderer = BlockRenderer()
    final = seen(one_shot(text))
    for end in range(1, len(text) + 1):
        renderer.update(Answer(text=text[:end], citations=CITATIONS))
        complete = text[:end].rsplit("\n\n", 1)[0] if "\n\n" in text[:end] else ""
        assert len(seen(renderer.blocks)) >= min(len(seen(one_shot(complete))), len(final)) - 2


def test_finished_blocks_are_never_sent_again() -> None:
    """Each change begins at or behind the last block but one of what the page shows."""
    text = "\n\n".join(f"Paragraph {n} with **bold** text and a marker [1]." for n in range(40))
    renderer = BlockRenderer()
    for end in range(1, len(text) + 1, 5):
        before = len(renderer.blocks)
        change = renderer.update(Answer(text=text[:end], citations=CITATIONS))
        assert change is None or change.index >= before - 1


def test_sources_that_come_late_make_links_of_markers_already_shown() -> None:
    """When citations arrive after the first sentence, its marker becomes a link while the text still grows."""
    renderer = BlockRenderer()
    renderer.update(Answer(text="First [1].\n\nSec"))
    assert "href" not in "".join(renderer.blocks)
    change = renderer.update(
        Answer(text="First [1].\n\nSecond sentence [2].\n\nThird, and on.", citations=CITATIONS)
    )
    assert change is not None
    assert change.index == 0
    assert 'href="https://example.org/1"' in renderer.blocks[0]


def test_a_text_that_is_replaced_is_drawn_anew() -> None:
    """A server that corrects itself: the page shows the new text only."""
    renderer = BlockRenderer()
    renderer.update(Answer(text="Old text.\n\nMore old text.\n\nEnd"))
    renderer.update(Answer(text="New text"))
    assert renderer.blocks == ["<p>New text</p>"]


def test_a_recorded_stream_grows_into_its_one_shot_rendering(shared: Path) -> None:
    """A genuine Perplexity stream, cut into 300 snapshots."""
    answer = read_answer([(shared / "streams" / "sonar-full-2026-06-10-ruby.sse").read_bytes()])
    renderer = BlockRenderer()
    for end in range(1, len(answer.text), max(1, len(answer.text) // 300)):
        renderer.update(Answer(text=answer.text[:end], citations=answer.citations))
    renderer.finish(answer)
    assert renderer.blocks == blocks_html(read_markdown(answer.text, answer))
    assert 'class="pplx-marker"' in renderer.blocks[0]
