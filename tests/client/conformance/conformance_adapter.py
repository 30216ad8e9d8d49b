"""The adapter for the dialect runner beside the checkout: one HTTP response through ``ask``.

cd tests/client/conformance && python ../../../../shared/conformance/run_dialects.py ours=conformance_adapter:ask_sync
"""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from pplx_notebook import client
from pplx_notebook.errors import PplxError
from pplx_notebook.protocol.answer import Answer

ALWAYS = ("title", "url", "date")
SOMETIMES = ("last_updated", "snippet", "source", "id")


def settings_for(base_url: str, path: str, request: dict[str, Any]) -> dict[str, Any]:
    """Arguments of ``ask`` for the runner's request."""
    fields = {k: v for k, v in request.items() if k not in ("model", "messages", "stream")}
    return {
        "provider": "chat",
        "base_url": base_url + path.removesuffix("/chat/completions"),
        "model": request["model"],
        "extra": fields,
        "connect_timeout_s": 2,
        "idle_timeout_s": 5,
    }


def ask_sync(base_url: str, path: str, request: dict[str, Any]) -> dict[str, Any]:
    """What ``ask`` gives."""
    try:
        return seen(client.ask(request["messages"][0]["content"], **settings_for(base_url, path, request)))
    except PplxError as error:
        return seen(error.answer) | {"error": described(error)}


def ask_async(base_url: str, path: str, request: dict[str, Any]) -> dict[str, Any]:
    """What ``aask`` gives."""

    async def ask() -> Answer:
        return await client.aask(request["messages"][0]["content"], **settings_for(base_url, path, request))

    try:
        return seen(asyncio.run(ask()))
    except PplxError as error:
        return seen(error.answer) | {"error": described(error)}


def described(error: PplxError) -> dict[str, Any]:
    """The error in the runner's words."""
    value = error.answer.error if error.answer is not None else None
    return {
        "kind": error.kind,
        "message": str(error),
        "status": error.status,
        "retry_after": error.retry_after_s and int(error.retry_after_s),
        "code": value and value.code,
        "type": value and value.type,
    }


def seen(answer: Answer | None) -> dict[str, Any]:
    """An answer in the runner's words."""
    answer = answer or Answer()
    return {
        "text": answer.text,
        "reasoning": answer.reasoning,
        "citations": [citation.url for citation in answer.citations],
        "search_results": [
            {name: getattr(result, name) for name in ALWAYS}
            | {name: value for name in SOMETIMES if (value := getattr(result, name)) not in ("", None)}
            for result in answer.search_results
        ],
        "usage": dict(answer.usage) if answer.usage is not None else None,
        "finish_reason": answer.finish_reason,
        "choices": [msgspec.to_builtins(choice) for choice in answer.choices],
        "warnings": len(answer.warnings),
        "error": None,
    }
