"""What a growing answer costs on the wire: linear in its length, whatever it consists of."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from pplx_notebook.document.nodes import MarkerSpan
from pplx_notebook.document.source_rows import SourceRow
from pplx_notebook.protocol.answer import Answer, SearchResult
from pplx_notebook.views.faces.changed_blocks import BlockRenderer
from pplx_notebook.views.faces.html_blocks import marker_html
from pplx_notebook.views.screens.short_markers import Shorthand
from pplx_notebook.views.screens.widget import AnswerWidget, common_start

SENTENCE = "Fusion joins light nuclei, and nobody has sold electricity made that way yet 🙂. "
KINDS = {
    "paragraphs": (SENTENCE * 4 + "\n\n") * 400,
    "one paragraph": SENTENCE * 1_300,
    "one list": "".join(f"- point {n}: {SENTENCE}\n" for n in range(1_300)),
    "one table": "| a | b |\n|---|---|\n" + "".join(f"| {n} | {SENTENCE}|\n" for n in range(1_300)),
    "one code block": "```python\n" + "".join(f"number_{n} = {n}  # a line of code\n" for n in range(4_000)),
    "one quotation": "".join(f"> {SENTENCE}\n>\n" for n in range(1_300)),
}
FLUSH = 400  # characters
RESULTS = (SearchResult(title="Fusion", url="https://example.org/fusion"),)


class Recorded(AnswerWidget):
    """A widget whose messages are kept beside being sent."""

    def send(self, content: Any, buffers: Any = None) -> None:
        self.__dict__.setdefault("messages", []).append(content)
        super().send(content, buffers)


def streamed(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The messages for a text that arrives in flushes, and the blocks Python holds at the end."""
    widget, renderer = Recorded(job="a"), BlockRenderer()
    for end in range(FLUSH, len(text) + FLUSH, FLUSH):
        change = renderer.update(Answer(text=text[:end], search_results=RESULTS))
        if change is not None:
            widget.send_blocks("text", change.index, change.blocks, 0)
    blocks = list(widget.checkpoint["text"])
    widget.close()
    return widget.__dict__["messages"], blocks


def drawn(messages: list[dict[str, Any]]) -> list[str]:
    """The blocks a page has after the messages: what js/src/live/store.ts does, in UTF-16 as there."""
    blocks: list[bytes] = []
    for message in messages:
        index, keep = message["index"], 2 * message["keep"]
        kept = blocks[index][:keep] if index < len(blocks) else b""
        new = [block.encode("utf-16-le") for block in message["blocks"]]
        blocks[index:] = [kept + new[0], *new[1:]] if new else []
    return [block.decode("utf-16-le") for block in blocks]


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_ends_with_the_blocks_python_holds(kind: str) -> None:
    messages, blocks = streamed(KINDS[kind][:20_000])
    assert drawn(messages) == blocks


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_grow_linearly_with_the_answer(kind: str) -> None:
    sizes = (2_000, 100_000)
    cost = [len(json.dumps(streamed(KINDS[kind][:size])[0])) for size in sizes]
    exponent = math.log(cost[1] / cost[0]) / math.log(sizes[1] / sizes[0])
    assert exponent <= 1.1, f"{cost[0]} bytes for {sizes[0]} characters, {cost[1]} for {sizes[1]}"


@pytest.mark.parametrize(
    ("before", "after", "shared"),
    [
        ("", "", 0),
        ("abc", "abc", 3),
        ("abc", "abd", 2),
        ("abc", "ab", 2),
        ("🙂x", "🙂y", 2),
        ("é🙂", "é🙃", 1),
    ],
)
def test_a_common_beginning_is_counted_as_a_page_counts(before: str, after: str, shared: int) -> None:
    units, characters = common_start(before, after)
    assert units == shared
    assert before[:characters] == after[:characters]


SOURCES = [
    SourceRow(number=1, title="One", url="https://example.org/1"),
    SourceRow(number=2, title="report.pdf"),
    SourceRow(number=3, title="Three", url="https://example.org/3"),
    SourceRow(number=3, title="Three again", url="https://example.org/again"),
    SourceRow(number=None, title="Not cited", url="https://example.org/none"),
]


@pytest.mark.parametrize(
    ("text", "source", "travels"),
    [
        ("[1]", SOURCES[0], "<a>[1]</a>"),
        ("[web:1]", SOURCES[0], "<a>[web:1]</a>"),
        ("[2]", SOURCES[1], marker_html(MarkerSpan("[2]", SOURCES[1]))),
        ("[3]", SOURCES[2], "<a>[3]</a>"),
        ("[3]", SOURCES[3], marker_html(MarkerSpan("[3]", SOURCES[3]))),
        ("[4]", SOURCES[0], marker_html(MarkerSpan("[4]", SOURCES[0]))),
    ],
    ids=["a number", "with its kind", "an attachment", "two of a number", "the other", "another's number"],
)
def test_a_marker_the_page_can_write_itself_travels_as_its_number(
    text: str, source: SourceRow, travels: str
) -> None:
    before, after = "<p>A fact <strong>", "</strong> &lt;a&gt;[1]&lt;/a&gt;</p>"
    assert (
        Shorthand(SOURCES).of(before + marker_html(MarkerSpan(text, source)) + after)
        == before + travels + after
    )


def test_without_sources_everything_travels_as_it_is() -> None:
    block = marker_html(MarkerSpan("[1]", SOURCES[0]))
    assert Shorthand().of(block) == block
