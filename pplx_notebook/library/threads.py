"""Conversations by name: what was asked and answered in each, in order.

Rules of this file: a thread holds whole turns, a question with its answer; one whose answer has no text, for
it failed or was stopped too early, leaves no trace in it, so that no two questions follow each other (servers
refuse that). What was stopped or cut off midway is kept as far as it was read. The answers are kept without
what came before each: the thread is that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pplx_notebook.errors import UsageProblem, nearest, printable
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.asked import Turn
from pplx_notebook.protocol.asking.transcript import Transcript
from pplx_notebook.protocol.lenient_json import UnreadableJSONError, read_json
from pplx_notebook.protocol.scrub import holds_key

LONGEST_NAME = 60  # characters


class Thread(msgspec.Struct, frozen=True):
    """One conversation: its ``name`` and ``answers``, oldest first; each knows its question (``prompt``)."""

    name: str
    answers: tuple[Answer, ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What is sent before the next question."""
        said = ((Turn("user", a.prompt), Turn("assistant", a.text)) for a in self.answers)
        return tuple(turn for pair in said for turn in pair)

    @property
    def transcript(self) -> Transcript:
        """The same, for ``continue_from``."""
        return Transcript(self.turns)

    @property
    def last(self) -> Answer | None:
        """The last answer with all that led to it, None where there is none yet."""
        if not self.answers:
            return None
        return replace(self.answers[-1], earlier=replace(self, answers=self.answers[:-1]).turns)

    def then(self, answer: Answer) -> Thread:
        """The thread with one more turn; itself where either side said nothing."""
        return replace(self, answers=(*self.answers, *turns_among([answer])))

    def __len__(self) -> int:
        return len(self.answers)


def turns_among(answers: Iterable[Answer]) -> Iterator[Answer]:
    """The answers that are turns of a conversation: both sides said something."""
    for answer in answers:
        if answer.prompt.strip() and answer.text.strip():
            yield replace(answer, earlier=()) if answer.earlier else answer


class Threads(Mapping[str, Thread]):
    """Threads by name, in the order they began."""

    def __init__(self, threads: Iterable[Thread] = ()) -> None:
        self._known = {thread.name: thread for thread in threads}

    def put(self, thread: Thread) -> None:
        """Keep a thread in place of one of its name."""
        self._known[thread.name] = thread

    def named(self, name: str) -> Thread:
        """The thread of that name; ``UsageProblem`` with the nearest one where there is none."""
        if name in self._known:
            return self._known[name]
        near = nearest(name, tuple(self._known))
        known = ", ".join(map(printable, list(self._known)[-5:]))
        hint = f"did you mean {near}?" if near else f"known: {known}." if known else "there is none yet."
        raise UsageProblem(f"there is no thread {printable(name)}: {hint}")

    def fork(self, name: str, new: str) -> Thread:
        """A second thread that begins as the first does now; goes its own way from there."""
        thread = self.named(name)
        if checked_name(new) in self._known:
            raise UsageProblem(f"there is a thread {printable(new)} already: give the fork another name.")
        self.put(replace(thread, name=new))
        return self._known[new]

    def trim(self, name: str, count: int) -> Thread:
        """Keep the last ``count`` questions of a thread with their answers."""
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise UsageProblem("a thread is trimmed to a number of questions, 1 or more.")
        thread = self.named(name)
        self.put(replace(thread, answers=thread.answers[-count:]))
        return self._known[name]

    def __getitem__(self, name: str) -> Thread:
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def __repr__(self) -> str:
        return f"Threads({', '.join(f'{thread.name}: {len(thread)}' for thread in self.values())})"


def checked_name(name: str) -> str:
    """The name of a thread if it can be one; ``UsageProblem`` otherwise."""
    if (
        not isinstance(name, str)
        or not name.strip()
        or len(name) > LONGEST_NAME
        or not name.isprintable()
        or '"' in name
    ):
        raise UsageProblem(
            f"a thread is named by a word or a few: at most {LONGEST_NAME} characters, no quotes."
        )
    if name.startswith("-") or holds_key(name):
        raise UsageProblem("a thread's name begins with no dash, and is no key.")
    return name.strip()


def threads_in(answers: Iterable[Answer]) -> Threads:
    """The threads that answers of a notebook tell of: those asked with a name, and under "from [6]" those
    that only went on from an answer."""
    threads: dict[str, list[Answer]] = {}
    name_of: dict[str, str] = {}
    first: dict[str, Answer] = {}
    for answer in answers:
        asked = answer.asked
        given = asked.settings.get("thread") if asked is not None else None
        at, before = (asked.at, asked.continues) if asked is not None else ("", "")
        name = given if isinstance(given, str) and given else name_of.get(before, "")
        if not name and before in first:
            name = _unnamed(first[before])
            threads[name] = [first[before]]
        if name:
            threads.setdefault(name, []).append(answer)
            name_of[at] = name
        elif at:
            first[at] = answer
    return Threads(Thread(name, tuple(turns_among(answers))) for name, answers in threads.items())


def _unnamed(answer: Answer) -> str:
    count = answer.asked.execution_count if answer.asked is not None else None
    return f"from [{count}]" if count is not None else f"from {printable(answer.prompt)[:40]}"


def threads_in_notebook(path: str | Path) -> Threads:
    """The threads of a saved notebook, or of a thread's own file (``.json``); OSError, ValueError as reading
    it."""
    from pplx_notebook.library.notebooks import answers_in_notebook

    if Path(path).suffix.lower() == ".json":
        return Threads((_of_file(path),))
    return threads_in(answer for _, answer in answers_in_notebook(path))


def _of_file(path: str | Path) -> Thread:
    """A thread as ``exports.thread_files`` writes it."""
    try:
        saved = read_json(Path(path).read_bytes())
    except UnreadableJSONError:
        saved = None
    saved = saved if isinstance(saved, dict) else {}
    answers, name = saved.get("answers"), saved.get("name")
    if not isinstance(answers, list) or not isinstance(name, str):
        raise ValueError(f"{path} holds no thread: expected JSON with its name and answers.")
    from pplx_notebook.protocol.saved import from_dict  # for a thread that is read back only

    return Thread(name, tuple(turns_among(map(from_dict, answers))))
