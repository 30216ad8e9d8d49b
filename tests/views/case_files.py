"""Cases in plain text files: a title, a line with a dot, the input, a dot, the output, a dot."""

from __future__ import annotations

from pathlib import Path

from pplx_notebook.document.parser import read_markdown
from pplx_notebook.protocol import Answer
from pplx_notebook.protocol.answer import Citation
from pplx_notebook.views.faces.html_blocks import blocks_html

SAME = ' target="_blank" rel="noopener noreferrer nofollow"'
ANSWER = Answer(
    citations=(
        Citation(number=1, url="https://example.org/one", title="One & only"),
        Citation(number=2, url="https://www.example.com/two"),
        Citation(number=3, url="", title="report.pdf"),
    )
)


def cases(path: Path) -> list[tuple[str, str, str]]:
    """(title, input, output) of each case of a file."""
    parts = path.read_text("utf-8").split("\n\n", 1)[1].split("\n.\n")
    return [
        (parts[at].strip(), parts[at + 1], parts[at + 2].strip("\n")) for at in range(0, len(parts) - 2, 3)
    ]


def html_of(source: str) -> str:
    """The blocks of a text, one per line, without what all links have in common."""
    return "\n".join(blocks_html(read_markdown(source, ANSWER))).replace(SAME, "").strip("\n")
