"""How samples are coloured: ``%%pplx`` is a command, the rest of its cell a question in somebody's words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from IPython.lib.lexers import IPython3Lexer
from pygments.lexer import Lexer
from pygments.token import Comment, Keyword, Name, Text, _TokenType
from sphinx.application import Sphinx

PARTS = re.compile(
    r"(?P<magic>\A%%pplx)|(?P<option>(?<=[ ])--[\w-]+)|(?P<variable>\{\{\w+\}\})|(?P<rest>.|\n)"
)
TOKENS = {"magic": Keyword, "option": Name.Attribute, "variable": Name.Variable, "rest": Text}


class Cells(Lexer):
    """Python as a notebook takes it."""

    name = "notebook cells"

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """Places, kinds and texts."""
        if not text.startswith("%%"):
            yield from IPython3Lexer().get_tokens_unprocessed(text)
            return
        if not text.startswith("%%pplx"):  # another cell magic: its body is anything
            first, line, rest = text.partition("\n")
            yield 0, Comment.Preproc, first + line
            yield len(first) + len(line), Text, rest
            return
        for part in PARTS.finditer(text):
            yield part.start(), TOKENS[str(part.lastgroup)], part.group()


def setup(app: Sphinx) -> None:
    """For ``python`` blocks and for the cells of notebooks."""
    app.add_lexer("python", Cells)
    app.add_lexer("ipython3", Cells)
    app.add_lexer("ipython", Cells)
