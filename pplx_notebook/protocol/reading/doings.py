"""What a server does besides writing: searches, tools it wants, what it tells of in a line, and what it sends
that nobody can read."""

from __future__ import annotations

from collections.abc import Iterable

from pplx_notebook.protocol import chunks as c
from pplx_notebook.protocol.answer import Step

_MAX_STEPS = 1_000
_MAX_WARNINGS = 20
_MAX_NOTICES = 12  # a long run reads a hundred files


class Doings:
    """The steps of one answer, each once, in the order they were told."""

    def __init__(self, asked_so: Iterable[str]) -> None:
        self._asked_so = tuple(asked_so)
        self._noticed: dict[str, None] = {}
        self._steps: dict[c.ReasoningStep, Step] = {}
        self._tools: dict[str, None] = {}
        self._warnings: list[str] = []
        self._passed_over = 0
        self.thought_characters = 0

    def add_step(self, step: c.ReasoningStep) -> bool:
        """A search or a page read; False for one that is known."""
        if step in self._steps or len(self._steps) >= _MAX_STEPS:
            return False
        self.thought_characters += len(step.thought)
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

    def pass_over(self, why: str) -> bool:
        """An event that could not be read."""
        self._passed_over += 1
        if self._passed_over <= _MAX_WARNINGS:
            self._warnings.append(why)
        return True

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

    def cut_thoughts(self, left_bytes: int) -> int:
        """Keep the steps whose thoughts fit, and say how much room that leaves."""
        for step in list(self._steps):
            size = len(step.thought.encode())
            if size > left_bytes:
                del self._steps[step]
            else:
                left_bytes -= size
        return left_bytes

    @property
    def notices(self) -> tuple[str, ...]:
        """How it was asked, then what the server did."""
        return (*self._asked_so, *_with_more(list(self._noticed)[:_MAX_NOTICES], len(self._noticed)))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Why events were passed over."""
        return _with_more(self._warnings, self._passed_over)


def _with_more(lines: list[str], count: int) -> tuple[str, ...]:
    """The lines that were kept of ``count``, and how many more there were."""
    return (*lines, f"and {count - len(lines)} more") if count > len(lines) else tuple(lines)
