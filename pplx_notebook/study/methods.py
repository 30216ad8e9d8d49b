"""The methods record of a study: one JSON line a question, for whoever writes or checks the methods
section."""

from __future__ import annotations

from typing import Any

import msgspec

from pplx_notebook.protocol.lenient_json import json_value
from pplx_notebook.study.row import StudyRow


def record(row: StudyRow) -> str:
    """``{"row": 1, "question", "status", "asked_at" (UTC), "host", "provider", "model", "settings",
    "response", "usage", "cost_usd", "sources", "error"}``; what nobody knows is null. No question of a
    private answer, no secrets: ``settings`` are those that an answer remembers."""
    answer = row.answer or row.partial
    asked = answer.asked if answer is not None else None
    line: dict[str, Any] = {
        "row": row.place + 1,
        "question": None if answer is not None and answer.private else row.question,
        "status": row.status,
        "asked_at": asked.at if asked is not None else None,
        "host": asked.host if asked is not None else None,
        "provider": answer.provider if answer is not None else None,
        "model": (answer.model or None) if answer is not None else None,
        "settings": dict(asked.settings) if asked is not None else None,
        "response": (answer.id or None) if answer is not None else None,
        "usage": dict(answer.usage) if answer is not None and answer.usage is not None else None,
        "cost_usd": row.cost_usd,
        "sources": [citation.url for citation in answer.citations] if answer is not None else [],
        "error": row.error.message if row.error is not None else None,
    }
    return msgspec.json.encode(json_value(line)).decode() + "\n"
