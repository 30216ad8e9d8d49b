"""An answer without the key that was sent: servers echo it, in an error, in a text, as the name of a model.

Rules of this file: every field that a server fills is masked; the text as it grows, so that half a key is not
shown while the other half is under way. A "key" that is a word ("ollama") goes from errors and warnings only.
The prompt is the reader's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from pplx_notebook.keys import Key
from pplx_notebook.protocol.answer import Answer, AnswerError
from pplx_notebook.protocol.key_mask import GrowingMask, KeyMask
from pplx_notebook.protocol.scrub import scrub

UNDER_WAY = ("waiting", "streaming")
GROWING = ("text", "reasoning")
LISTS = ("citations", "search_results", "images", "videos", "related_questions", "steps", "annotations")
LINES = ("warnings", "notices")
NAMES = ("model", "id", "finish_reason", "usage", "choices", "incomplete_details")


class AnswerMask:
    """Masks the snapshots of one answer, one after the other; what has not changed is not looked at again."""

    def __init__(self, key: Key | None) -> None:
        self.line: Callable[[str], str] = scrub if key is None else key.scrub
        self._mask: KeyMask | None = None if key is None or key.is_word else key.mask_own
        self._texts = {} if self._mask is None else {name: GrowingMask(self._mask) for name in GROWING}
        self._lists: dict[str, tuple[Any, Any]] = {}

    def __call__(self, answer: Answer) -> Answer:
        """The same answer without the key."""
        error = answer.error and self._error(answer.error)
        lines = {name: tuple(map(self.line, getattr(answer, name))) for name in LINES}
        if self._mask is None:
            return replace(answer, error=error, **lines) if error or any(lines.values()) else answer
        over = answer.status not in UNDER_WAY
        return replace(
            answer,
            error=error,
            **lines,
            **{name: text.of(getattr(answer, name), over=over) for name, text in self._texts.items()},
            **{name: self._listed(name, getattr(answer, name)) for name in LISTS},
            **{name: self._mask.in_all(getattr(answer, name)) for name in NAMES},
        )

    def note(self, text: str) -> str:
        """What the server says it is doing, for a status line."""
        return self._mask(text) if self._mask is not None else text

    def _error(self, error: AnswerError) -> AnswerError:
        error = replace(error, message=self.line(error.message))
        return error if self._mask is None else self._mask.in_all(error)

    def _listed(self, name: str, value: Any) -> Any:
        """A list, looked through once."""
        known, masked = self._lists.get(name, ((), ()))
        if known is not value and known != value:
            masked = self._mask.in_all(value) if self._mask is not None else value
            self._lists[name] = value, masked
        return masked


class AnswerMasks:
    """The same for several keys: that of the question, and those in its headers."""

    def __init__(self, key: Key | None, further: tuple[Key, ...]) -> None:
        self._masks = [AnswerMask(key), *map(AnswerMask, further)]

    def __call__(self, answer: Answer) -> Answer:
        """The same answer without the keys."""
        for mask in self._masks:
            answer = mask(answer)
        return answer

    def line(self, text: str) -> str:
        """One line without them."""
        for mask in self._masks:
            text = mask.line(text)
        return text

    def note(self, text: str) -> str:
        """What the server says it is doing, for a status line."""
        for mask in self._masks:
            text = mask.note(text)
        return text
