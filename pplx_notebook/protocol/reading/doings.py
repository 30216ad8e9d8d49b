"""What a server does besides writing: searches, tools it wants, what it tells of in a line."""

from __future__ import annotations

from collections.abc import Iterable

from pplx_notebook.protocol import chunks as c
from pplx_notebook.protocol.answer import Step

_MAX_STEPS = 1_000
_MAX_NOTICES = 12  # a long run reads a hundred files


class Doings:
    """The steps of one answer, each once, in the order they were told."""

    def __init__(self, asked_so: Iterable[str]) -> None:
        self._asked_so = tuple(asked_so)
        self._noticed: dict[str, None] = {}
        self._steps: dict[c.ReasoningStep, Step] = {}
        self._tools: dict[str, None] = {}

    def add_step(self, step: c.ReasoningStep) -> bool:
        """A search or a page read; False for one that is known."""
        if step in self._steps or len(self._steps) >= _MAX_STEPS:
            return False
        self._steps[step] = Step(thought=step.thought, queries=step.queries, urls=step.urls)
        return True

    def want_tool(self, name: str) -> bool:
        """The model wants a tool that only a program can run; a reader sees nothing of it yet."""
        self._tools[name or "without a name"] = None
        return False

    def notice(self, line: str) -> bool:
        """Something the reader should know; False for what was said before."""
        known = line in self._noticed
        self._noticed[line] = None
        return not known

    @property
    def steps(self) -> tuple[Step, ...]:
        """Searches and pages read."""
        return tuple(self._steps.values())

    @property
    def tools(self) -> tuple[str, ...]:
        """The names of the tools that were wanted."""
        return tuple(self._tools)

    @property
    def thoughts(self) -> list[str]:
        """What was thought at the steps."""
        return [step.thought for step in self._steps if step.thought]

    @property
    def notices(self) -> tuple[str, ...]:
        """How it was asked, then what the server did."""
        return (*self._asked_so, *with_more(list(self._noticed)[:_MAX_NOTICES], len(self._noticed)))


def with_more(lines: list[str], count: int) -> tuple[str, ...]:
    """The lines that were kept of ``count``, and how many more there were."""
    return (*lines, f"and {count - len(lines)} more") if count > len(lines) else tuple(lines)
