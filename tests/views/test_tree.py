"""The tree every face walks: what each piece of Markdown becomes, what is read when, and in which order parts stand."""

from __future__ import annotations

import msgspec
import pytest

from pplx_notebook.document.endings import quiet_line
from pplx_notebook.document.growing_tree import GrowingTree
from pplx_notebook.document.nodes import (
    Block,
    Break,
    Code,
    CodeSpan,
    Display,
    Formula,
    Heading,
    ImageSpan,
    Inline,
    Item,
    Link,
    List,
    MarkerSpan,
    NoteMark,
    Paragraph,
    Quote,
    Rule,
    Span,
    Styled,
    Table,
    Text,
)  # fmt: skip
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.document.sections import how_found_heading, sections
from pplx_notebook.document.source_rows import SourceRows
from pplx_notebook.protocol.answer import Answer, Image, SearchResult, Step, Usage, Video
from pplx_notebook.views.faces.html import answer_html
from pplx_notebook.views.faces.markdown import answer_markdown
from pplx_notebook.views.faces.text import answer_text

RESULTS = (SearchResult(title="A", url="https://a.org"), SearchResult(title="B", url="https://b.org"))
ANSWER = Answer(
    prompt="Asked",
    text="Text of it [1].",
    reasoning="Thought of it.",
    search_results=RESULTS,
    images=(Image(image_url="https://a.org/i.png", title="Picture of it"),),
    videos=(Video(url="https://a.org/v", title="Video of it"),),
    related_questions=("Question of it?",),
    notices=("Notice of it",),
    status="cut off",
    model="Model of it",
    usage=Usage({"total_tokens": 7}),
)
WHOLE = msgspec.structs.replace(ANSWER, status="done")
BLOCKS: dict[str, type[Block]] = {
    "words": Paragraph, "# head": Heading, "```py\nx\n```": Code, "    x": Code, "---": Rule, "$$\nx\n$$": Display,
    "> said": Quote, "- one": List, "3. three": List, "| a |\n|---|\n| b |": Table,
}  # fmt: skip
SPANS: dict[str, type[Span]] = {
    "words": Text, "`x`": CodeSpan, "$x$": Formula, "*x*": Styled, "**x**": Styled, "~~x~~": Styled,
    "[x](https://a.org)": Link, "![x](https://a.org/i.png)": ImageSpan, "[1]": MarkerSpan, "[^n]\n\n[^n]: note": NoteMark,
}  # fmt: skip


def one(text: str) -> Block:
    """The first block of a text."""
    return read_markdown(text, WHOLE).blocks[0]


def spans(text: str) -> tuple[Span, ...]:
    """The spans of a text's first paragraph."""
    block = one(text)
    assert isinstance(block, Paragraph)
    return block.inline.spans


@pytest.mark.parametrize("text", BLOCKS)
def test_a_block_is_a_node_of_its_kind(text: str) -> None:
    assert type(one(text)) is BLOCKS[text]


@pytest.mark.parametrize("text", SPANS)
def test_a_span_is_a_node_of_its_kind(text: str) -> None:
    assert SPANS[text] in map(type, spans(text))


def test_what_a_face_has_to_know_stands_in_the_node() -> None:
    assert msgspec.structs.astuple(one("3. three\n4. four"))[1:] == (True, 3)
    table = one("| a | b |\n|:--|--:|\n| c | d |")
    assert isinstance(table, Table)
    assert (table.aligns, len(table.head), len(table.rows)) == (("left", "right"), 2, 1)
    tight = one("- one\n- two")
    assert isinstance(tight, List)
    assert all(isinstance(item, Item) and item.tight for item in tight.items)
    assert spans("a\\\nb")[1] == Break(hard=True)
    assert spans("a\nb")[1] == Break(hard=False)


def test_an_address_is_gated_once_when_its_node_is_made() -> None:
    link = spans("[x](javascript:alert)")[0]
    assert isinstance(link, Link)
    assert (link.target.url, link.target.refused) == ("", "javascript:alert")
    image = spans("![x](https://a.org/i.png)")[0]
    assert isinstance(image, ImageSpan)
    assert (image.target.url, image.target.hint) == ("https://a.org/i.png", "a.org")


def test_only_a_harmless_formula_says_so() -> None:
    assert spans("$x^2$")[0] == Formula("x^2", display=False, harmless=True)
    assert spans(r"$\href{javascript:x}{y}$")[0] == Formula(
        r"\href{javascript:x}{y}", display=False, harmless=False
    )


def test_inline_content_of_a_growing_text_is_read_when_somebody_looks() -> None:
    growth = GrowingTree(SourceRows(ANSWER)).grown("One *two* [1].\n\nThree [2]")
    assert growth.env["cited"] == {}
    for block in growth.open.blocks:
        assert isinstance(block, Paragraph)
        assert isinstance(block.inline, Inline)
        assert block.inline.spans is block.inline.spans
    assert set(growth.env["cited"]) == {1, 2}


def test_what_can_no_longer_change_is_settled() -> None:
    tree = GrowingTree(SourceRows(ANSWER))
    growth = tree.grown("One.\n\nTwo")
    assert len(growth.settled.blocks) == 0
    growth = tree.grown("One.\n\nTwo\n\nThree\n")
    assert [len(growth.settled.blocks), len(growth.open.blocks)] == [2, 1]
    tree.settle(growth)
    assert tree.stable == "One.\n\nTwo\n\n"


ORDER = [
    "asked",
    "reasoning",
    "text",
    "trouble",
    "citations",
    "results",
    "images",
    "videos",
    "related",
    "usage",
]


def test_the_parts_of_an_answer_stand_in_one_order() -> None:
    assert [part.name for part in sections(ANSWER, folds=True)] == ORDER
    flat = ["notices", *ORDER[2:-1], "reasoning", "usage"]  # the question is read in its cell
    assert [part.name for part in sections(ANSWER, folds=False)] == flat
    assert [part.name for part in sections(Answer(text="x", status="done"), folds=True)] == ["text"]


@pytest.mark.parametrize("face", [answer_html, answer_markdown, answer_text], ids=lambda face: face.__name__)
def test_every_face_says_every_part_in_that_order(face: object) -> None:
    shown = face(ANSWER)  # type: ignore[operator]
    notice = ["Notice"]  # beside the last line where what else there is can be folded away
    words = [
        *([] if face is answer_html else notice),
        "Text",
        "Cut off",
        "Citations",
        "earch results",
        "Picture",
        "Video",
        "Question",
        "Model",
        *(notice if face is answer_html else []),
    ]
    places = [shown.index(word) for word in words]
    assert places == sorted(places)
    assert "Thought" in shown


def found(reasoning: str, *steps: Step) -> Answer:
    """An answer with this way to it."""
    return Answer(text="x", reasoning=reasoning, steps=steps, status="done")


LOOKED = Step(thought="Looking.", queries=("a", "b"))
READ = Step(queries=("b", "c"), urls=("https://a.org",))


@pytest.mark.parametrize(
    ("answer", "heading"),
    [
        (found("Hm."), "Reasoning"),
        (found("Found it.", Step(thought="Found it.")), "Reasoning"),
        (found("Looking.", LOOKED), "2 searches"),
        (found("", Step(queries=("a",))), "1 search"),
        (found("Looking.", LOOKED, READ), "3 searches, 1 page read"),
        (found("Looking.\nHm.", LOOKED), "2 searches, reasoning"),
        (found("Hm.", Step(urls=("https://a.org", "https://b.org"))), "2 pages read, reasoning"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_log_of_searches_is_not_called_reasoning(answer: Answer, heading: str) -> None:
    """Every face says what was done, query by query."""
    (part,) = [part for part in sections(answer, folds=True) if part.name == "reasoning"]
    assert part.heading == heading
    for face in (answer_html, answer_markdown, answer_text):
        assert heading in face(answer)
    searched = [query for step in answer.steps for query in step.queries]
    assert all(f"searched for “{query}”" in answer_html(answer) for query in searched)
    assert answer.reasoning in answer_html(answer)


def test_how_long_it_was_waited_for_is_told_from_a_second_on() -> None:
    answer = found("Looking.", LOOKED)
    headings = [
        how_found_heading(msgspec.structs.replace(answer, first_text_s=waited_s)) for waited_s in (0.4, 12.2)
    ]
    assert headings == ["2 searches", "2 searches in 12 s"]
    plain = Answer(text="x", model="m", status="done")
    took = [msgspec.structs.replace(plain, first_text_s=s, total_s=s) for s in (0.04, 0.4, 1.2)]
    lines = [quiet_line(answer) for answer in took]
    assert lines == ["m", "m · 0.4 s", "m · first text after 1.2 s · 1.2 s"]
