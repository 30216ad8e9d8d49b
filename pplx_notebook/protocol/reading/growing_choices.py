"""The choices of one answer while they grow: most have one, more where ``n`` > 1 was asked for."""

from __future__ import annotations

from pplx_notebook.protocol.answer import Choice
from pplx_notebook.protocol.reading.growing_text import GrowingText
from pplx_notebook.protocol.reading.thinking import split_thinking


class GrowingChoice:
    """The content of one choice (thinking included) and how it ended."""

    def __init__(self) -> None:
        self.content = GrowingText()
        self.reason: str | None = None
        self.finished = False


class GrowingChoices(dict[int, GrowingChoice]):
    """The choices by index; one that is asked for is there."""

    def __missing__(self, index: int) -> GrowingChoice:
        choice = self[index] = GrowingChoice()
        return choice

    @property
    def finished(self) -> bool:
        """Whether every choice seen has ended."""
        return bool(self) and all(choice.finished for choice in self.values())

    def rows(self, ended: bool) -> tuple[Choice, ...]:
        """All of them in their order, where there are several."""
        if len(self) < 2:
            return ()
        return tuple(
            Choice(
                index=index,
                text=split_thinking(choice.content.value(ended=ended), ended=ended)[1],
                finish_reason=choice.reason,
            )
            for index, choice in sorted(self.items())
        )
