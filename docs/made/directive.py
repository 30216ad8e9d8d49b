"""What every directive here is: Markdown made from the code, read as part of the page."""

from __future__ import annotations

from docutils.nodes import Node
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective


class Made(SphinxDirective):
    """A directive whose content is written by ``markdown``."""

    optional_arguments = 1
    final_argument_whitespace = True

    def markdown(self) -> str:
        """The page's text in its place."""
        raise NotImplementedError

    def run(self) -> list[Node]:
        """The nodes of that text."""
        place = f"<{self.name}>"
        lines = self.markdown().splitlines()
        return self.parse_text_to_nodes(StringList(lines, source=place), allow_section_headings=True)

    @property
    def named(self) -> str:
        """The word behind the directive's name."""
        return self.arguments[0] if self.arguments else ""


def cell(text: str) -> str:
    """A text as one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table of Markdown."""
    lines = [head, tuple("---" for _ in head), *(tuple(map(cell, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
