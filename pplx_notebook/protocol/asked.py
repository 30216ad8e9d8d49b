"""What is remembered of asking: the turns of a conversation, when and how a question was asked, what it
took."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeGuard

import msgspec
from msgspec import field

from pplx_notebook.protocol.row import Row

_MOST = 1e18  # tokens or dollars; more is a broken number


class Turn(msgspec.Struct, frozen=True):
    """One side's words in a conversation: ``role`` is "user" or "assistant", ``content`` what was said."""

    role: Literal["user", "assistant"]
    content: str


class AskedAs(Row, frozen=True, kw_only=True, omit_defaults=True, repr_omit_defaults=True):
    """When and how a question was asked, for whoever reads the answer later.

    ``at`` is UTC, ISO 8601 with milliseconds ("2026-11-29T05:05:12.250Z"); ``host`` is the endpoint's, with
    its port where it has one. ``settings`` are those that were given, as plain JSON values and without
    secrets (``protocol.asking.asked_as`` says what is left out). ``execution_count`` is the ``In [n]`` of the
    cell, None outside a notebook. ``continues`` is the ``at`` of the answer it went on from, "" for none, and
    ``continues_cell`` that one's ``execution_count``.
    """

    at: str = ""
    host: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    execution_count: int | None = None
    continues: str = ""
    continues_cell: int | None = None


class Usage(Mapping[str, Any]):
    """Token counts and cost as the server sent them: a read-only mapping with names for the common part.

    ``input_tokens``, ``output_tokens``, ``total_tokens`` are ints or None; both naming schemes are read.
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Any] | None = None) -> None:
        self._fields = dict(fields or {})

    def __getitem__(self, key: str) -> Any:
        return self._fields[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __eq__(self, other: object) -> bool:
        return self._fields == (other._fields if isinstance(other, Usage) else other)

    def __hash__(self) -> int:
        return hash(frozenset(self._fields))  # the values may be lists and objects

    def __repr__(self) -> str:
        return f"Usage({self._fields!r})"

    @property
    def input_tokens(self) -> int | None:
        """Tokens of the question (``input_tokens`` or ``prompt_tokens``)."""
        return self._count("input_tokens", "prompt_tokens")

    @property
    def output_tokens(self) -> int | None:
        """Tokens of the answer (``output_tokens`` or ``completion_tokens``)."""
        return self._count("output_tokens", "completion_tokens")

    @property
    def total_tokens(self) -> int | None:
        """Tokens in all."""
        return self._count("total_tokens")

    @property
    def cost_usd(self) -> float | None:
        """Cost in US dollars (``cost.total_cost`` or a bare ``cost``), None when unknown."""
        cost = self._fields.get("cost")
        value = cost.get("total_cost") if isinstance(cost, Mapping) else cost
        return float(value) if _is_number(value) else None

    def plus(self, other: Usage) -> Usage:
        """What two requests took together: numbers are added, what only one says is kept."""
        return Usage(_sum(self._fields, other._fields))

    def _count(self, *names: str) -> int | None:
        for name in names:
            value = self._fields.get(name)
            if _is_number(value):
                return int(value)
        return None


def _sum(one: Any, other: Any) -> Any:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return {name: _sum(one.get(name), other.get(name)) for name in {**one, **other}}
    return one + other if _is_number(one) and _is_number(other) else other if one is None else one


def _is_number(value: object) -> TypeGuard[int | float]:
    """No bool, no nan, and nothing a float cannot hold."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _MOST
