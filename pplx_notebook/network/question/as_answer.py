"""An answer under way as the answer it becomes: ``late.citations`` works once it is there.

``%%pplx --background --into late`` binds what is under way, and that stays bound: a cell that waits for
``late`` runs as well when nobody had to wait. Until its end, what only answers have is said to be coming.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pplx_notebook.errors import StillBeingWritten, Stopped, exception_for
from pplx_notebook.protocol.answer import Answer

OF_AN_ANSWER = frozenset(name for name in dir(Answer) if not name.startswith("_"))
# the rest of what it has is for the network that fills it, and no completion offers that
OF_A_READER = ("answer", "done", "progress", "result", "size", "stop", "wait")
ENDED = {"done": "", "interrupted": " you stopped", "cut off": " that was cut off", "failed": " that failed"}


class AsAnswer:
    """Has, once it is ``done``, whatever its ``answer`` has."""

    if TYPE_CHECKING:

        @property
        def answer(self) -> Answer: ...
        @property
        def done(self) -> bool: ...
        @property
        def bug(self) -> BaseException | None: ...
        def wait(self, timeout_s: float | None = None) -> bool: ...

        _at_end: list[Callable[[], None]]

    else:  # a type checker still tells a misspelt name

        def __getattr__(self, name: str) -> Any:
            if name not in OF_AN_ANSWER:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            if not self.done:
                raise StillBeingWritten(
                    f"{name}: still being written, {_words(self.answer)} so far; "
                    ".wait() waits for the end, .answer is what there is."
                )
            return getattr(self.answer, name)

    def result(self) -> Answer:
        """Wait for the end; the answer, or the ``PplxError`` (``Stopped`` after a stop) that says why not.

        A bug of this package comes out as it is, with its traceback.
        """
        self.wait()
        if self.bug is not None:
            raise self.bug
        answer = self.answer
        if answer.status == "interrupted":
            raise Stopped(answer)
        if answer.error is not None:
            raise exception_for(answer.error, answer)
        return answer

    def __await__(self) -> Generator[Any, None, Answer]:
        """``await`` it: the same as ``result``, while other tasks go on."""
        return self._awaited().__await__()

    async def _awaited(self) -> Answer:
        import asyncio

        loop, ended = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            with suppress(RuntimeError):  # the loop has been closed: nobody waits any more
                loop.call_soon_threadsafe(ended.set)

        self._at_end.append(wake)
        if not self.done:
            await ended.wait()
        return self.result()

    def __dir__(self) -> list[str]:
        own = (name for name in super().__dir__() if name.startswith("__"))
        return sorted({*own, *OF_A_READER, *OF_AN_ANSWER})

    def __str__(self) -> str:
        return self.answer.text if self.done else repr(self)

    def __repr__(self) -> str:
        answer = self.answer
        if not self.done:
            return f"An answer still being written, {_words(answer)} so far: .wait() or await gives it whole."
        why = f" ({answer.error.message})" if answer.error is not None else ""
        sources = _many(len(answer.citations), "citation")
        return (
            f"An answer{ENDED.get(answer.status, '')}{why}, {_words(answer)} and {sources}: "
            ".text, .citations and .search_results are it."
        )


def _words(answer: Answer) -> str:
    return _many(len(answer.text.split()), "word")


def _many(count: int, word: str) -> str:
    """ "no words", "1 word", "2 words"."""
    return f"{count or 'no'} {word}{'s' * (count != 1)}"
