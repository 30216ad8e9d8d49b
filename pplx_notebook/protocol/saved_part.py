"""How much of an answer a notebook keeps beside its text: what servers send there has no other limit.

A server may send 256 MB of titles and snippets for one word of text. ``saved_part`` is the answer with as
many rows of each kind as fit, from the first on, so that numbers still point to their rows; the text and the
reasoning have limits of their own (``max_answer_bytes``). The answer in memory holds all.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from pplx_notebook.protocol.answer import Answer

LONG_CHARACTERS = 200_000  # a longer text may have half as much beside it: notebooks hold 3.5 times the text
MOST_CHARACTERS = 2_000_000  # beside a shorter one: 2,000 sources with a page of snippet each
MOST_OF_A_ROW = 20_000  # one that is longer keeps its address and the beginning of each text
BEGINNING = 2_000
MOST_IN_A_LIST = 2_000  # of what is listed in every face
# by what a reader would miss most; with how many there may be
_ROWS = {
    "citations": MOST_CHARACTERS,
    "search_results": MOST_CHARACTERS,
    "steps": MOST_CHARACTERS,
    "annotations": MOST_CHARACTERS,
    "choices": MOST_IN_A_LIST,
    "related_questions": MOST_IN_A_LIST,
    "images": MOST_IN_A_LIST,
    "videos": MOST_IN_A_LIST,
    "warnings": MOST_IN_A_LIST,
}
_WORDS = ("model", "id", "finish_reason", "effort")  # of the server


def saved_part(answer: Answer) -> Answer:
    """The answer as far as it is saved, itself where all of it is."""
    room = _room(answer)
    bare = replace(answer, earlier=(), parsed=None, evidence=None, archived=None)
    beside = replace(bare, text="", reasoning="", prompt="")
    too_many = any(len(getattr(answer, name)) > most for name, most in _ROWS.items())
    if _size(beside) <= room and not too_many:
        return answer
    words = {name: _beginning(getattr(answer, name) or "") for name in _WORDS}
    usage = answer.usage if _size(answer.usage) <= MOST_OF_A_ROW else None
    rows: dict[str, tuple[Any, ...]] = {}
    for name, most in _ROWS.items():
        share = room // 2 if name == "citations" else room  # the search results tell more of each
        rows[name], taken = _fitting(getattr(answer, name)[:most], share)
        room -= taken
    left_out = {name: len(getattr(answer, name)) - len(kept) for name, kept in rows.items()}
    missing = [f"{count:,} {name.replace('_', ' ')}" for name, count in left_out.items() if count]
    notices = (f"left out of the saved output: {', '.join(missing)}",) if missing else ()
    return replace(answer, **words, **rows, usage=usage, notices=(*answer.notices, *notices))


def text_length(answer: Answer) -> int:
    """The characters of what the model wrote."""
    return len(answer.text) + len(answer.reasoning) + sum(len(row.text) for row in answer.choices)


def _room(answer: Answer) -> int:
    return text_length(answer) // 2 if len(answer.text) > LONG_CHARACTERS else MOST_CHARACTERS


def _fitting(rows: tuple[Any, ...], room: int) -> tuple[tuple[Any, ...], int]:
    """The first rows that fit, and how much room they take."""
    kept: list[Any] = []
    taken = 0
    for row in rows:
        fitting = row if _size(row) <= MOST_OF_A_ROW else _shortened(row)
        size = _size(fitting)
        if taken + size > room:
            break
        taken += size
        kept.append(fitting)
    return tuple(kept), taken


def _shortened(row: Any) -> Any:
    """A row whose texts are their beginnings; an address is whole or not there."""
    if isinstance(row, str):
        return _beginning(row)
    texts = {name: getattr(row, name) for name in row.__struct_fields__}
    return replace(
        row, **{name: _short(name, value) for name, value in texts.items() if isinstance(value, str | tuple)}
    )


def _short(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_beginning, value[: BEGINNING // 100]))
    is_address = name.endswith("url")
    return ("" if len(value) > MOST_OF_A_ROW // 4 else value) if is_address else _beginning(value)


def _beginning(text: str) -> str:
    return text if len(text) <= BEGINNING else text[: BEGINNING - 1] + "…"


def _size(value: Any) -> int:
    """What it takes as JSON."""
    return len(msgspec.json.encode(value, enc_hook=dict))
