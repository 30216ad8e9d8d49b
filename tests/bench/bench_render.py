"""CPU of rendering an answer while it grows, beside rendering the whole text anew at each flush.

Run: python tests/bench/bench_render.py        (no network, about 20 s)

Each row: characters, flushes, CPU seconds of all updates, of the last repair, of the bundle with all faces, of
the same flushes by the naive way (parse and write everything each time; only up to 20,000 characters), and the
characters of HTML handed on. The last lines give the growth exponent from 2,000 to 100,000 characters.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from pplx_notebook.document.parser import read_markdown
from pplx_notebook.protocol import Answer
from pplx_notebook.protocol.answer import Citation
from pplx_notebook.views.faces.bundle import bundle
from pplx_notebook.views.faces.changed_blocks import BlockRenderer
from pplx_notebook.views.faces.html_blocks import blocks_html

CITATIONS = tuple(
    Citation(number=n, url=f"https://example.org/{n}", title=f"Source {n}") for n in range(1, 9)
)
PARAGRAPH = (
    "The **James Webb** telescope [1][2] observes in the infrared, with a primary mirror of 6.5 m, `code` and "
    "*emphasis* in many words of plain text that go on for a while [3]. It costs $10 billion and $x^2$ more.\n\n"
)
LIST = (
    "".join(f"- **Item {n}**: some words about the item and a marker [{n % 7 + 1}]\n" for n in range(8))
    + "\n"
)
TABLE = (
    "| Name | Value |\n|---|---|\n" + "".join(f"| row {n} | **{n * 3.14:.2f}** |\n" for n in range(8)) + "\n"
)
CODE = (
    "```python\n"
    + "".join(f"def f{n}(x):\n    # comment\n    return x ** {n}\n" for n in range(6))
    + "```\n\n"
)
SECTION = "## A heading\n\n" + PARAGRAPH * 2 + LIST + PARAGRAPH + TABLE + PARAGRAPH * 2 + CODE
SHAPES = {
    "mixed": SECTION,
    "one list": "- item **bold** and more words here [1]\n",
    "one paragraph": "word **bold** and more ",
    "one fence": "",
}


def text_of(shape: str, length: int) -> str:
    """An answer of a shape, ``length`` characters long."""
    unit = SHAPES[shape] or "def f(x): return x  # comment\n"
    head = "" if SHAPES[shape] else "```python\n"
    return (head + unit * (length // len(unit) + 1))[:length]


def cpu_s(work: Callable[[], object]) -> float:
    began_s = time.process_time()
    work()
    return time.process_time() - began_s


def grow(text: str, step: int) -> tuple[float, float, int]:
    """CPU of all updates, CPU of the end, characters of HTML handed on."""
    renderer, handed_on, spent_s = BlockRenderer(), 0, 0.0
    for end in range(step, len(text) + step, step):
        answer = Answer(text=text[:end], citations=CITATIONS)
        began_s = time.process_time()
        change = renderer.update(answer)
        spent_s += time.process_time() - began_s
        handed_on += sum(map(len, change.blocks)) if change else 0
    return spent_s, cpu_s(lambda: renderer.finish(Answer(text=text, citations=CITATIONS))), handed_on


def naive(text: str, step: int) -> float:
    """CPU of the usual loop."""
    answers = [Answer(text=text[:end], citations=CITATIONS) for end in range(step, len(text) + step, step)]
    return cpu_s(lambda: [blocks_html(read_markdown(answer.text, answer)) for answer in answers])


def row(shape: str, length: int, step: int) -> float:
    text = text_of(shape, length)
    spent_s, end_s, handed_on = grow(text, step)
    faces_s = cpu_s(lambda: bundle(Answer(text=text, citations=CITATIONS)))
    usual = f"{naive(text, step):8.2f}" if length <= 20_000 else "       -"
    print(
        f"{shape:14} {length:9,} {math.ceil(length / step):6,}"
        f" {spent_s:8.3f} {end_s:7.3f} {faces_s:7.3f} {usual} {handed_on:11,}"
    )
    return spent_s


def main() -> None:
    row("mixed", 2_000, 60)  # imports and lexers are loaded here
    print(
        f"{'shape':14} {'chars':>9} {'flush':>6} {'updates':>8} {'end':>7} {'faces':>7} {'naive':>8} {'HTML chars':>11}"
    )
    row("mixed", 12_000, 60)
    row("mixed", 20_000, 50)
    for shape in SHAPES:
        row(shape, 20_000, 500)
        row(shape, 100_000, 500)
    row("mixed", 1_000_000, 5_000)
    for step in (50, 500):
        short, long = (grow(text_of("mixed", length), step)[0] for length in (2_000, 100_000))
        print(f"growth exponent at {step} characters per flush: {math.log(long / short, 50):.2f}")


if __name__ == "__main__":
    main()
