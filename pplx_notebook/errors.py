"""Everything that can go wrong, in one tree.

::

    PplxError                 kind            what happened
     ├─ UsageProblem          usage           the call itself: an option, a key, a base URL
     │   └─ StillBeingWritten                 what only a whole answer has, asked of one under way
     ├─ StatusError           status          the server answered with an HTTP error (``status`` holds it)
     ├─ ApiError              api             the server reported an error inside the stream or body
     ├─ IncompleteError       incomplete      the stream ended cleanly, but before the answer did
     ├─ TransportError        transport       no connection, or it broke
     ├─ TimeLimitError        timeout         a clock of ours ran out
     ├─ DecodeError           decode          the bytes are not what their headers say
     ├─ ContentTypeError      content_type    neither an event stream nor a JSON answer
     ├─ RedirectError         redirect        the server points to another origin
     └─ TooLargeError         too_large       an event, answer or body over its limit

    Stopped (KeyboardInterrupt)               you stopped it; queued cells do not go on
     ├─ StudyStopped                          the same of many questions
     └─ CheckStopped                          the same of a check whose pages were being fetched

Rules of this file: ``str(error)`` is one line of at most 200 characters: what happened, what to do.
It never holds a key (``protocol.scrub`` has gone over it). ``error.answer`` holds what had arrived, and
``error.study`` the whole study where one of its questions failed and that was to be raised.
Errors are equal by content, so that what was pickled or copied is what it was.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from pplx_notebook.protocol.answer import Answer, AnswerError
from pplx_notebook.protocol.writable import writable


class PplxError(Exception):
    """Base of all errors this package raises; catch it to catch them all.

    ``kind`` is one of the words of the tree above, ``status`` the HTTP status or None, ``retry_after_s``
    the server's wish in seconds or None, ``answer`` the partial ``Answer`` or None, ``study`` the ``Study``
    whose question it is, if that was one of many, or None.
    """

    kind = "api"
    study: Any = None

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after_s: float | None = None,
        answer: Answer | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after_s = retry_after_s
        self.answer = answer

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and isinstance(other, PplxError) and self._all == other._all

    def __hash__(self) -> int:
        return hash(self._all)

    @property
    def _all(self) -> tuple[object, ...]:
        return (type(self), str(self), self.status, self.retry_after_s, self.answer)

    def _render_traceback_(self) -> list[str]:
        """IPython's own hook: a failed question is one line in the cell, not forty frames."""
        return [writable(f"{type(self).__name__}: {self}", sys.stdout)]


class UsageProblem(PplxError):  # noqa: N818 - UsageError is the name of IPython's own
    """The question could not be sent as it was asked; the message says what to change."""

    kind = "usage"


class StillBeingWritten(UsageProblem, AttributeError):  # noqa: N818 - what it says of the answer
    """The answer is not whole yet: ``wait`` for it, or look at ``answer``, what has come so far. An
    ``AttributeError`` too, so that ``hasattr`` says what is there."""


class StatusError(PplxError):
    """The server answered with an HTTP error status (``error.status``)."""

    kind = "status"


class ApiError(PplxError):
    """The server reported an error inside an answer that had begun with status 200."""

    kind = "api"


class IncompleteError(PplxError):
    """The stream ended without its terminal event; ``error.answer.text`` is a beginning."""

    kind = "incomplete"


class TransportError(PplxError):
    """The server could not be reached, or the connection broke."""

    kind = "transport"


class TimeLimitError(PplxError):
    """Connecting, the silence between two reads or the whole answer took longer than allowed."""

    kind = "timeout"


class DecodeError(PplxError):
    """The body is not what its ``content-encoding`` says."""

    kind = "decode"


class ContentTypeError(PplxError):
    """The body is neither an event stream nor a JSON answer, for example a sign-in page."""

    kind = "content_type"


class RedirectError(PplxError):
    """The server points to another origin; a prompt and a key are not sent on to strangers."""

    kind = "redirect"


class TooLargeError(PplxError):
    """An event, a body or an answer went over its limit; what had arrived is kept."""

    kind = "too_large"


class Stopped(KeyboardInterrupt):
    """You stopped the question. ``answer`` holds what had arrived, marked "interrupted".

    A ``KeyboardInterrupt``, so that Run All and queued cells stop too and spend nothing more.
    """

    def __init__(self, answer: Answer | None = None) -> None:
        words = len(answer.text.split()) if answer is not None else 0
        super().__init__(
            f"stopped; {words} word{'s' * (words != 1)} kept" if words else "stopped before the first word"
        )
        self.answer = answer

    def __reduce__(self) -> tuple[type[Stopped], tuple[Answer | None]]:
        return type(self), (self.answer,)  # made from the answer, not from the message

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stopped) and self.answer == other.answer

    def __hash__(self) -> int:
        return hash((Stopped, self.answer))

    def _render_traceback_(self) -> list[str]:
        """One line in the cell."""
        return [writable(f"{str(self).capitalize()}.", sys.stdout)]


class StudyStopped(Stopped):
    """You stopped many questions. ``study`` holds what had been answered, and so does
    ``pplx.last_study()``."""

    def __init__(self, study: Any, done: int, total: int) -> None:
        KeyboardInterrupt.__init__(
            self, f"stopped; {done:,} of {total:,} questions answered and kept, see pplx.last_study()"
        )
        self.answer = None
        self.study = study
        self.counts = (done, total)

    def __reduce__(self) -> tuple[type[StudyStopped], tuple[Any, ...]]:
        return type(self), (None, *self.counts)  # a study is not pickled with its error


class CheckStopped(Stopped):
    """You stopped a check. ``evidence`` is what could be said with the pages that had come by then."""

    def __init__(self, evidence: Any, done: int, total: int) -> None:
        KeyboardInterrupt.__init__(self, f"stopped; {done:,} of {total:,} cited pages read")
        self.answer = None
        self.evidence = evidence
        self.counts = (done, total)

    def __reduce__(self) -> tuple[type[CheckStopped], tuple[Any, ...]]:
        return type(self), (None, *self.counts)  # rows are not pickled with their error


BY_KIND: dict[str, type[PplxError]] = {
    cls.kind: cls
    for cls in (
        UsageProblem,
        StatusError,
        ApiError,
        IncompleteError,
        TransportError,
        TimeLimitError,
        DecodeError,
        ContentTypeError,
        RedirectError,
        TooLargeError,
    )
}


def exception_for(error: AnswerError, answer: Answer | None = None) -> PplxError:
    """The exception of the tree for an error value an ``Answer`` carries."""
    return BY_KIND.get(error.kind, ApiError)(
        error.message, status=error.status, retry_after_s=error.retry_after_s, answer=answer
    )


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word somebody probably meant, None when nothing is near."""
    import difflib  # for a slip only

    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.5)), None)


def printable(text: str) -> str:
    """Some user text for a message: printable ASCII, at most 60 characters."""
    return "".join(char if char.isascii() and char.isprintable() else "?" for char in text)[:60]
