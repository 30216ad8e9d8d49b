"""What the dialects' writers share: JSON, event framing, the cutting of a text into deltas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from pplx_notebook.demo.engine.compose import Composed
from pplx_notebook.demo.engine.request import BadRequest
from pplx_notebook.protocol.answer import SearchResult

_DELTA = re.compile(r"\s*\S+|\s+$")
_MARKER_CUT = re.compile(r"(?<=\[)(?=\d+\])")


def encode(value: object) -> bytes:
    """Compact JSON in UTF-8."""
    return msgspec.json.encode(value)


def decode_object(body: bytes) -> dict[str, Any]:
    """A request body; raises ``BadRequest`` when it is not a JSON object."""
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise BadRequest(f"the body is not JSON: {problem}") from None
    if not isinstance(value, dict):
        raise BadRequest("the body must be a JSON object")
    return value


def frame(value: object, *, event: str = "", newline: str = "\n") -> bytes:
    """One server-sent event: an ``event:`` line when named, one ``data:`` line, a blank line."""
    head = f"event: {event}{newline}" if event else ""
    return f"{head}data: ".encode() + encode(value) + (newline * 2).encode()


def words_of(text: str, *, split_markers: bool = False) -> list[str]:
    """The text word by word, spaces before the word. ``split_markers`` cuts ``[1]`` after the bracket.

    Markers are split over deltas in recordings of the Agent API and never in those of Sonar.
    """
    words = _DELTA.findall(text)
    return [part for word in words for part in _MARKER_CUT.split(word)] if split_markers else words


def usage_fields(
    composed: Composed, said: str | None = None, kind: str = "prompt completion"
) -> dict[str, Any]:
    """The counts so far under the dialect's names; the whole answer's without ``said``."""
    before, after = kind.split()
    asked, written = composed.tokens
    if said is not None:
        written = len(said.split())
    cost = {} if composed.cost_usd is None else {"cost": {"total_cost": composed.cost_usd}}
    unit = {"token_unit": "whitespace-separated word"} if composed.counted is None else {}
    return {
        f"{before}_tokens": asked,
        f"{after}_tokens": written,
        "total_tokens": asked + written,
        **cost,
        **unit,
    }


def result_fields(results: Sequence[SearchResult], *, ids: bool) -> list[dict[str, Any]]:
    """Search results as the wire has them: without what is unknown, ``id`` where the dialect has it."""
    return [
        {key: value for key, value in _fields(result) if value is not None and (ids or key != "id")}
        for result in results
    ]


def _fields(result: SearchResult) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(result, name)) for name in ("id", "title", "url", "date", "snippet", "source"))


def require_known(body: dict[str, Any], known: frozenset[str], where: str = "") -> None:
    """Raises ``BadRequest`` naming the first field that is not ``known``."""
    for name in body:
        if name not in known:
            raise BadRequest(f"unknown field {where}{name}", param=f"{where}{name}")
