"""Rows that are also a data frame: what an answer says and cites, for pandas, polars and whatever reads
Arrow.

Rules of this file: no data library loads before somebody asks for it; a row keeps what the server sent, a
column has one type: a date is a date where the text is one whole ("2026-11-02"), else missing; a list of
numbers or names stays a list. The Arrow stream is made by a library that is there already, as it is another
one that reads it; polars and pyarrow can."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from importlib import import_module
from typing import Any, ClassVar, Generic, Literal, Self, TypeVar, overload

from pplx_notebook.errors import UsageProblem
from pplx_notebook.processes import IN_BROWSER

Kind = Literal["text", "count", "date", "texts", "counts"]
"""What a column holds: a text, a whole number or none, a date or none, a list of texts, a list of numbers."""

NEEDS_PANDAS = 'to_pandas() needs pandas: pip install "pplx-notebook[data]".'
NO_PANDAS_HERE = "to_pandas() needs pandas, which this page's Python does not have: .rows has the same rows."
NEEDS_ARROW = "an Arrow stream is made with polars or pyarrow: pip install one of them, or use to_pandas()."
_ISO_DATE_CHARACTERS = 10

R = TypeVar("R", covariant=True)


class Frame(Generic[R]):
    """Rows in order, not to be changed; a slice of them is one, too.

    ``columns`` are those of its data frame in their order. ``polars.DataFrame`` takes it as well; it does not
    look for an Arrow stream in what is a ``collections.abc.Sequence``, hence this is none.
    """

    columns: ClassVar[Mapping[str, Kind]] = {}

    def __init__(self, rows: Iterable[R] = ()) -> None:
        self._kept = tuple(rows)

    @property
    def rows(self) -> tuple[R, ...]:
        """All rows."""
        return self._kept

    def cell(self, row: Any, column: str) -> Any:
        """What a row says in a column."""
        return getattr(row, column)

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame``, a row each, numbered from 0. Raises ``UsageProblem`` without pandas."""
        try:
            import pandas
        except ModuleNotFoundError:
            raise UsageProblem(NO_PANDAS_HERE if IN_BROWSER else NEEDS_PANDAS) from None
        made = {}
        for name, values in self._by_column().items():
            kind = self.columns[name]
            if kind == "count":
                made[name] = pandas.Series(values, dtype="Int64" if None in values else "int64")
            elif kind == "date":
                made[name] = pandas.Series(pandas.to_datetime(values), dtype="datetime64[s]")
            else:
                made[name] = pandas.Series(values, dtype=None if values and kind == "text" else "object")
        return pandas.DataFrame(made)

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        """Arrow's C stream (PyCapsule interface); ``UsageProblem`` where nothing can make one."""
        values = self._by_column()
        kinds = {name: self.columns[name] for name in values}
        library = _arrow_library()
        if library.__name__ == "polars":
            table = library.DataFrame(values, schema=_polars_schema(library, kinds))
        else:
            table = library.table(values, schema=_pyarrow_schema(library, kinds))
        return table.__arrow_c_stream__(requested_schema)

    def _by_column(self) -> dict[str, list[Any]]:
        rows = self.rows
        return {
            name: [_value(self.cell(row, name), kind) for row in rows] for name, kind in self.columns.items()
        }

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> R | Self:
        return self._of(self.rows[index]) if isinstance(index, slice) else self.rows[index]

    def _of(self, rows: Iterable[Any]) -> Self:
        """Some of the rows, as one of its kind."""
        return type(self)(rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[R]:
        return iter(self.rows)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Frame | tuple | list):
            return self.rows == tuple(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.rows)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self.rows)!r})"


def _value(value: Any, kind: Kind) -> Any:
    """A field as its column takes it."""
    if kind == "date":
        return whole_date(value)
    return list(value) if kind in ("texts", "counts") else value


def whole_date(text: str | None) -> date | None:
    """The date a text begins with ("2026-11-02T08:00:00Z"), None where it names no day."""
    try:
        return date.fromisoformat((text or "")[:_ISO_DATE_CHARACTERS])
    except ValueError:
        return None


def _arrow_library() -> Any:
    """polars or pyarrow, rather the one that is loaded: it is the one that asks."""
    for name in sorted(("polars", "pyarrow"), key=lambda name: sys.modules.get(name) is None):
        with suppress(ModuleNotFoundError):
            return import_module(name)
    raise UsageProblem(NEEDS_ARROW)


def _polars_schema(polars: Any, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    types = {
        "text": polars.String,
        "count": polars.Int64,
        "date": polars.Date,
        "texts": polars.List(polars.String),
        "counts": polars.List(polars.Int64),
    }
    return {name: types[kind] for name, kind in kinds.items()}


def _pyarrow_schema(pyarrow: Any, kinds: Mapping[str, Kind]) -> Any:
    types = {
        "text": pyarrow.string(),
        "count": pyarrow.int64(),
        "date": pyarrow.date32(),
        "texts": pyarrow.list_(pyarrow.string()),
        "counts": pyarrow.list_(pyarrow.int64()),
    }
    return pyarrow.schema({name: types[kind] for name, kind in kinds.items()})
