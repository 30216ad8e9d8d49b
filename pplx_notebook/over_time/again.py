"""A saved question asked once more: the settings it was asked with, so that what changed is the answer.

Rules of this file: what the asking line says comes first, then what was said then, then the session's
defaults; the key, headers and files were not saved, and what the cache holds is no new answer; the
conversation before it goes along where it is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pplx_notebook.errors import UsageProblem
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.asking.asked_as import HIDDEN
from pplx_notebook.protocol.asking.transcript import Transcript
from pplx_notebook.settings import Settings

# how an answer was waited for, kept and shown is the business of whoever asks now
NOT_AGAIN = (
    *("record", "record_mode", "replay_speed", "private", "stream", "attach", "attachments", "headers"),
    *("schema", "schema_retry", "thread", "background"),
)
LOST = {
    "attach": "its files", "attachments": "its files", "headers": "its headers", "schema": "its schema",
}  # fmt: skip


def question_of(answer: Answer) -> str:
    """The question, as it was sent; ``UsageProblem`` for an answer that does not hold it."""
    if answer.prompt.strip():
        return answer.prompt
    why = "was asked in private" if answer.private else "was saved without it"
    raise UsageProblem(f"the question cannot be asked again: it {why}; type it anew.")


def settings_of(answer: Answer) -> dict[str, Any]:
    """The settings that were given then, as arguments of ``ask``."""
    saved = answer.asked.settings if answer.asked is not None else {}
    found = {name: value for name, value in saved.items() if _can_be_given(name, value)}
    found.setdefault("provider", answer.provider)
    if answer.earlier:
        found["continue_from"] = Transcript(answer.earlier)
    return {name: value for name, value in found.items() if value not in ("", None)}


def left_out(answer: Answer) -> str:
    """ "its files, the conversation before it" for what cannot go along, "" for nothing."""
    saved = answer.asked.settings if answer.asked is not None else {}
    return ", ".join(dict.fromkeys(_lost(saved, answer)))


def _can_be_given(name: str, value: Any) -> bool:
    known = name in Settings.__struct_fields__ and name not in NOT_AGAIN
    return known and not _is_hidden(value)


def _is_hidden(value: Any) -> bool:
    """Whether something of it was masked when it was saved."""
    if isinstance(value, Mapping):
        return any(map(_is_hidden, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_is_hidden, value))
    return isinstance(value, str) and HIDDEN in value and len(value) <= len(HIDDEN)


def _lost(saved: Mapping[str, Any], answer: Answer) -> Iterator[str]:
    for name, words in LOST.items():
        if saved.get(name):
            yield words
    yield from (name for name, value in saved.items() if name not in NOT_AGAIN and _is_hidden(value))
    if answer.asked is not None and answer.asked.continues and not answer.earlier:
        yield "the conversation before it"
