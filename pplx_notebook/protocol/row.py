"""What an answer is made of, found again in ``answer``: rows, frozen values that also read as dataclasses.

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


class SearchResult(Row, frozen=True, kw_only=True):
    """One page the server found: ``title``, ``url`` ("" for an attachment), ``snippet`` (some words of it).

    ``date`` and ``last_updated`` are as sent, None when unknown; ``source`` is "web", "attachment" or another
    word of the server. ``id`` is the number the text's markers use in the responses dialect, else None.
    """

    title: str = ""
    url: str = ""
    date: str | None = None
    last_updated: str | None = None
    snippet: str = ""
    source: str = ""
    id: int | None = None


class Citation(Row, frozen=True, kw_only=True):
    """One source the answer points to: ``title``, ``url``; ``number`` is what stands in ``[n]``."""

    number: int
    url: str = ""  # empty text has a default wherever it may stand: the saved form leaves it out
    title: str = ""


class Annotation(Row, frozen=True, kw_only=True):
    """Where in the text the server points to a page: characters ``start_index`` up to ``end_index``; the
    page's ``url`` and ``title``.

    Counted by the server, in the text as it sent it. Annotations without a place (0 to 0) are none.
    """

    url: str
    title: str = ""
    start_index: int
    end_index: int


class Image(Row, frozen=True, kw_only=True):
    """One image record; nothing is fetched: ``title``, its own address ``image_url``, the page it is from
    ``origin_url``. ``width`` and ``height`` in pixels, 0 when unknown."""

    image_url: str = ""
    origin_url: str = ""
    title: str = ""
    width: int = 0
    height: int = 0


class Video(Row, frozen=True, kw_only=True):
    """One video record; nothing is fetched: ``title``, ``url``, and ``thumbnail_url`` of its picture."""

    url: str = ""
    title: str = ""
    thumbnail_url: str = ""


class IncompleteDetails(Row, frozen=True, kw_only=True):
    """Why the server stopped early: its own word as ``reason`` ("max_output_tokens")."""

    reason: str


class AnswerError(Row, frozen=True, kw_only=True):
    """Why an answer is not whole: ``kind`` a word of the error tree (``errors.py``), ``message`` one line.

    ``status`` is HTTP's; ``code`` and ``type`` are the server's own words; ``retry_after_s`` is when to come
    back, in seconds. None where nobody said.
    """

    kind: str
    message: str = ""
    status: int | None = None
    code: str | int | None = None
    type: str | None = None
    retry_after_s: float | None = None


class Step(Row, frozen=True, kw_only=True, omit_defaults=True):
    """Something the server did before it wrote: ``queries`` it searched for, ``urls`` it read, and what it
    said of that in ``thought`` (which stands in ``Answer.reasoning`` too)."""

    thought: str = ""
    queries: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


class Choice(Row, frozen=True, kw_only=True):
    """One of several answers when ``n`` > 1 was asked for: its ``index``, ``text`` and ``finish_reason``.
    ``Answer.text`` is choice 0."""

    index: int
    text: str = ""
    finish_reason: str | None = None
