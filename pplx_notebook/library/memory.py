"""What a client remembers while it lives: its last answers, and its conversations by name.

Rules of this file: a question is noted when it is asked and looked at when somebody wants to know
(``under_way``); what was asked in private is not kept. The threads are values (``threads``), kept here in
memory.
"""

from __future__ import annotations

from collections import deque

from msgspec.structs import replace

from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.library.threads import Thread, Threads, checked_name
from pplx_notebook.library.under_way import NotedQuestion, UnderWay
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.settings import Settings

MOST_ANSWERS = 1_000  # of 20 kB each: 20 MB


def in_thread(settings: Settings, memory: Memory) -> Settings:
    """The settings of a question; in a thread it goes on where that stands."""
    if not settings.thread:
        return settings
    if settings.continue_from is not None:
        raise UsageProblem(
            "thread and continue_from both say what a question goes on from: give one of them."
        )
    thread = memory.thread(settings.thread)
    return replace(settings, thread=thread.name, continue_from=thread.last)


class Memory:
    """The answers and threads of one client; any thread may use it."""

    def __init__(self) -> None:
        self._under_way = UnderWay(self._keep)  # with the thread of each
        self._answers: deque[Answer] = deque(maxlen=MOST_ANSWERS)
        self._threads = Threads()

    def note(self, asked: NotedQuestion, thread: str = "") -> None:
        """A question is on its way, in that thread."""
        with self._under_way.lock:
            self._under_way.note(asked, thread)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The last answers, oldest first, whole or as far as they came."""
        with self._under_way.lock:
            self._under_way.settle()
            return tuple(self._answers)

    @property
    def threads(self) -> Threads:
        """The threads, with what has been answered by now."""
        with self._under_way.lock:
            self._under_way.settle()
            return self._threads

    def thread(self, name: str) -> Thread:
        """The thread a next question goes into; ``UsageProblem`` while its last one is under way."""
        name = checked_name(name)
        threads = self.threads
        with self._under_way.lock:
            if name in self._under_way:
                raise UsageProblem(f"thread {printable(name)}: its last question is still being answered.")
        return threads.get(name) or Thread(name)

    def of_cell(self, execution_count: int) -> Answer | None:
        """The last answer asked in the cell In [n]; None where none is known."""
        for answer in reversed(self.answers):
            if answer.asked is not None and answer.asked.execution_count == execution_count:
                return answer
        return None

    def _keep(self, answer: Answer, thread: str) -> None:
        """A question is over. Under the lock."""
        if thread:
            self._threads.put(self._threads.get(thread, Thread(thread)).then(answer))
        if not answer.private:
            self._answers.append(answer)
