"""What every row of an answer is: a frozen value that also reads as a dataclass.

``dataclasses.asdict(row)`` works, and so does whatever asks a value for its dataclass fields:
``pandas.DataFrame(answer.search_results)`` has a column for each, so has polars'. The fields are made when
somebody asks: ``dataclasses`` takes 3 ms to import, and a first answer does not need it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec


class _DataclassFields:
    """The attribute by which the standard library knows a dataclass (``dataclasses.is_dataclass``)."""

    def __get__(self, _row: object, owner: type[msgspec.Struct]) -> dict[str, Any]:
        return _fields_of(owner.__name__, owner.__struct_fields__)


@cache
def _fields_of(name: str, fields: tuple[str, ...]) -> dict[str, Any]:
    import dataclasses

    twin: Any = dataclasses.make_dataclass(name, fields)
    made: dict[str, Any] = twin.__dataclass_fields__
    return made


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the rows: equal by content, hashable, ready to be pickled and copied."""

    __dataclass_fields__ = _DataclassFields()
