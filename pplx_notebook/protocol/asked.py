"""What is remembered of asking: the turns of a conversation, and when and how a question was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import field

from pplx_notebook.protocol.row import Row


class Turn(msgspec.Struct, frozen=True):
    """One side's words in a conversation: ``role`` is "user" or "assistant", ``content`` what was said."""

    role: Literal["user", "assistant"]
    content: str


class AskedAs(Row, frozen=True, kw_only=True, omit_defaults=True, repr_omit_defaults=True):
    """When and how a question was asked, for whoever reads the answer later.

    ``at`` is UTC, ISO 8601 with milliseconds ("2026-11-29T05:05:12.250Z"); ``host`` is the endpoint's, with
    its port where it has one. ``settings`` are those that were given, as plain JSON values and without
    secrets (``protocol.asking.asked_as`` says what is left out). ``execution_count`` is the ``In [n]`` of the
    cell, None outside a notebook. ``continues`` is the ``at`` of the answer it went on from, "" for none.
    """

    at: str = ""
    host: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    execution_count: int | None = None
    continues: str = ""
