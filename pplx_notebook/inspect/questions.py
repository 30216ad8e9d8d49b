"""The question in a request body, whatever API it was sent to."""

from __future__ import annotations

from typing import Any

import msgspec


def prompt_in(text: str) -> str:
    """The last thing the user says in a request's JSON; "" where there is none."""
    try:
        body = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return ""
    if not isinstance(body, dict):
        return ""
    for name in ("input", "messages", "prompt", "query", "question"):
        if said := _said(body.get(name)):
            return said
    return ""


def _said(value: Any) -> str:
    """The text of a message, of the last of several, or of the parts of one."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _said(value.get("text") or value.get("content"))
    if isinstance(value, list):
        messages = [item for item in value if isinstance(item, dict) and item.get("role") == "user"]
        if messages:
            return _said(messages[-1])
        return "".join(_said(item) for item in value if isinstance(item, dict) and "text" in item)
    return ""
