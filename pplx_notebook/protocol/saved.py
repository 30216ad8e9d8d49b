"""The saved form of an answer: ``application/vnd.pplx.answer+json``, version 1.

::

    {"version": 1, "answer": {"text": str, "reasoning": str, "status": str, "prompt": str, "model": str,
     "provider": str, "id": str, "finish_reason": str | null, "notices": [str], "warnings": [str],
     "citations": [{"number": int, "url": str, "title": str}],
     "search_results": [{"title", "url", "date", "last_updated", "snippet", "source", "id"}],
     "images": [{"image_url", "origin_url", "title", "width", "height"}],
     "videos": [{"url", "title", "thumbnail_url"}], "related_questions": [str],
     "choices": [{"index", "text", "finish_reason"}], "usage": {…as sent} | null,
     "steps": [{"thought": str, "queries": [str], "urls": [str]}],
     "first_text_s": float | null, "total_s": float | null,
     "error": {"kind", "message", "status", "code", "type", "retry_after_s"} | null,
     "asked": {"at": str, "host": str, "settings": {name: JSON}, "execution_count": int,
               "continues": str} | null,
     "annotations": [{"url", "title", "start_index": int, "end_index": int}],
     "created_at": int | null, "effort": str, "incomplete_details": {"reason": str} | null,
     "schema": str, "parse_error": str, "private": bool, "cache_age_s": float | null}}

Fields at their default are left out, NaN and infinite numbers are null, and ``earlier`` is left out: each
answer would hold all before it again; so are ``parsed``, which is the text, and ``exchange``, which has a
form of its own. Of a private answer ``prompt`` and ``asked`` are left out. A reader ignores fields it does
not know and refuses a version it does not know. What is read back may have been written by anybody: types are
checked, nothing is executed.
"""

from __future__ import annotations

from typing import Any

import msgspec

from pplx_notebook.protocol.answer import Answer, Usage
from pplx_notebook.protocol.lenient_json import json_in, json_value

MIME = "application/vnd.pplx.answer+json"
VERSION = 1


def to_saved(answer: Answer) -> dict[str, Any]:
    """The answer as JSON-ready values, fields at their default left out."""
    values = msgspec.to_builtins(without_asking(answer), enc_hook=dict)
    return {"version": VERSION, "answer": lean(json_value(values), DEFAULTS)}


def to_dict(answer: Answer) -> dict[str, Any]:
    """Every field of the answer as JSON values, ``earlier`` too, and the version of the form."""
    kept = msgspec.structs.replace(without_asking(answer), earlier=answer.earlier)
    values: dict[str, Any] = json_value(msgspec.to_builtins(kept, enc_hook=dict))
    return {"version": VERSION, **values}


def from_dict(values: Any) -> Answer:
    """The answer back from ``to_dict``, or from the saved form; ValueError, one line, where it is neither."""
    if not isinstance(values, dict) or "answer" in values:
        return _read(values)
    fields = {name: value for name, value in values.items() if name != "version"}
    return _read({"version": values.get("version", VERSION), "answer": fields})


def without_asking(answer: Answer) -> Answer:
    """The answer as it may be saved: without the turns before it and the object made of its text, and of a
    private one without what was asked and how."""
    kept = msgspec.structs.replace(
        answer, earlier=(), parsed=None, exchange=None, evidence=None, archived=None
    )
    return msgspec.structs.replace(kept, prompt="", asked=None) if answer.private else kept


def lean(values: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    """Without what equals its default: an answer of one sentence stays a few lines in the notebook."""
    return {
        name: [lean_row(row) for row in value] if isinstance(value, list | tuple) else value
        for name, value in values.items()
        if value != defaults.get(name)
    }


def lean_row(row: Any) -> Any:
    """A row of a list without its empty fields."""
    return {k: v for k, v in row.items() if v not in ("", None)} if isinstance(row, dict) else row


DEFAULTS: dict[str, Any] = json_value(msgspec.to_builtins(Answer(), enc_hook=dict))


def from_saved(saved: Any) -> Answer:
    """The answer back from its saved form; ValueError, one line, where it is not one."""
    return msgspec.structs.replace(_read(saved), earlier=())  # nobody puts words into the reader's mouth


def _read(saved: Any) -> Answer:
    """``from_saved`` of what is a program's own: with the turns before it."""
    if not isinstance(saved, dict) or "version" not in saved:
        raise ValueError("this is not a saved answer: it has no version.")
    if saved["version"] != VERSION:
        version = f"{saved['version']!r:.20}"
        raise ValueError(
            f"this answer was saved as version {version}, known is {VERSION}: update pplx-notebook."
        )
    try:
        answer = msgspec.convert(json_value(saved.get("answer")), Answer, dec_hook=usage_from)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ValueError(f"this saved answer is damaged: {error}") from None
    parsed = _json_of(answer) if answer.schema and not answer.parse_error else None
    return msgspec.structs.replace(answer, parsed=parsed, exchange=None, evidence=None, archived=None)


def _json_of(answer: Answer) -> Any:
    """The text as JSON; the class that was asked for is not here."""
    try:
        return json_in(answer.text)
    except ValueError:
        return None


def usage_from(wanted: type, value: Any) -> Any:
    """msgspec's hook for the one type it does not know."""
    if wanted is Usage and isinstance(value, dict):
        return Usage(value)
    raise NotImplementedError(wanted)
