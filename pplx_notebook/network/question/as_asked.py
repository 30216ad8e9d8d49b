"""What an answer has that no server says: its form, what a request before it took, what its template left
out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from pplx_notebook.protocol.answer import Answer, Usage

if TYPE_CHECKING:  # most questions are answered in words
    from pplx_notebook.schemas.schema import Schema


class AsAsked:
    """Adds to each snapshot of one answer what belongs to how it was asked."""

    def __init__(self, schema: Schema | None = None, *, private: bool = False) -> None:
        self.spent: Usage | None = None  # by an answer before it that did not fit
        self.notes: tuple[str, ...] = ()
        self._schema = schema
        self._added: dict[str, Any] = {"private": private, "schema": schema.name if schema else ""}

    def of(self, answer: Answer) -> Answer:
        """The answer with it."""
        if self.spent is not None:
            usage = self.spent if answer.usage is None else self.spent.plus(answer.usage)
            answer = replace(answer, usage=usage)
        return replace(answer, notices=(*answer.notices, *self.notes), **self._added)

    def fit(self, at_end: Callable[[], Answer]) -> None:
        """Read a whole answer in the form that was asked for, if one was."""
        if self._schema is None or (answer := at_end()).status != "done":
            return
        from pplx_notebook.schemas.fitting import fitted

        found = fitted(answer.text, self._schema)
        self._added |= {"parsed": found.value, "parse_error": found.problem}
