"""``%pplx what is this?`` ends in a question mark and is no request for help."""

from __future__ import annotations

from typing import Any

from IPython.core.inputtransformer2 import TokenTransformBase


class QuestionMark(TokenTransformBase):
    """``%pplx what is a black hole?`` is a question for us; IPython would take it for a request for help.

    ``%pplx?`` stays help. One step ahead of IPython's own HelpEnd (priority 5).
    """

    priority = 4

    def __init__(self, start: tuple[int, int], end_line: int) -> None:
        super().__init__(start)  # type: ignore[no-untyped-call]  # IPython's transformers carry no types
        self.end_line = end_line

    @classmethod
    def find(cls, tokens_by_line: list[list[Any]]) -> QuestionMark | None:
        """The first ``%pplx words?`` of the cell, told by its tokens and so never one inside a string."""
        for line in tokens_by_line:
            words = [token for token in line if token.string.strip()]
            strings = [token.string for token in words]
            if strings[:2] == ["%", "pplx"] and strings[-1] == "?" and set(strings[2:]) != {"?"}:
                return cls(words[0].start, words[-1].start[0])
        return None

    def transform(self, lines: list[str]) -> list[str]:
        """Those lines as the call IPython makes of any other line magic."""
        text = "".join(lines[self.start_line : self.end_line])
        indent, rest = text[: self.start_col], text[self.start_col :]
        question = rest.removeprefix("%pplx").strip()
        call = f"{indent}get_ipython().run_line_magic('pplx', {question!r})\n"
        return [*lines[: self.start_line], call, *lines[self.end_line :]]
