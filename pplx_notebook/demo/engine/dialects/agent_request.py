"""The Agent API's request body, as strict as the API: an unknown field is a 400 that names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pplx_notebook.demo.engine.compose import MODEL
from pplx_notebook.demo.engine.dialects.framing import require_known
from pplx_notebook.demo.engine.request import (
    BadRequest,
    DemoQuestion,
    read_limit,
    read_messages,
    read_schema,
    read_search_filters,
    text_of,
)

_FIELDS = frozenset(
    [
        *(
            "background",
            "effort",
            "include",
            "input",
            "instructions",
            "language_preference",
            "max_output_tokens",
        ),
        *("max_steps", "max_tool_calls", "metadata", "model", "models", "preset", "previous_response_id"),
        *("profile", "prompt_cache_key", "reasoning", "response_format", "service_tier", "skills"),
        *(
            "step_budget_reminder",
            "store",
            "stream",
            "stream_options",
            "temperature",
            "text",
            "tool_choice",
            "tools",
            "top_p",
        ),
    ]
)
_EFFORTS = ("fast", "low", "medium", "high", "xhigh")
_LEAST_OUTPUT_TOKENS = 16
_TOOLS = ("web_search", "fetch_url", "image_search")  # a library of texts searched and read; it has no image


def read(body: dict[str, Any]) -> DemoQuestion:
    """A request body as a question; raises ``BadRequest`` where the API would answer 400."""
    require_known(body, _FIELDS)
    _check_types(body)
    turns, words_in, set_aside = _read_input(body.get("input"))
    domains, recency = _read_tools(body.get("tools") or [])
    instructions = body.get("instructions")
    return DemoQuestion(
        turns=turns,
        words_in=words_in + len(text_of(instructions).split()),
        set_aside=set_aside,
        stream=bool(body.get("stream")),
        model=_read_model(body),
        limit_words=read_limit(
            body.get("max_output_tokens"), name="max_output_tokens", least=_LEAST_OUTPUT_TOKENS
        ),
        domains=domains,
        recency=recency,
        background=bool(body.get("background")),
        previous=body.get("previous_response_id") or "",
        stored=body.get("store") is not False,
        schema=_read_schema(body),
    )


def _read_schema(body: dict[str, Any]) -> Mapping[str, Any]:
    """Perplexity's own field, or that of OpenAI's API of this name, which gateways have."""
    text = body.get("text")
    if not isinstance(text, dict | None):
        raise BadRequest("text must be an object", type="invalid_parameter", param="text")
    return read_schema(body.get("response_format")) or read_schema((text or {}).get("format"), "text.format")


def _check_types(body: dict[str, Any]) -> None:
    """Wrong types, and what this engine cannot do, by the field's name."""
    for name, kind in (
        ("stream", bool),
        ("background", bool),
        ("store", bool),
        ("previous_response_id", str),
    ):
        if not isinstance(body.get(name), kind | None):
            raise BadRequest(f"{name} must be a {kind.__name__}", type="invalid_parameter", param=name)
    if body.get("skills"):
        raise BadRequest("skills are not supported", type="unsupported_parameter", param="skills")


def _read_input(given: object) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    if isinstance(given, str) and given.strip():
        return (given,), len(given.split()), ()
    items = given if isinstance(given, list) else []
    for item in items:
        kind = item.get("type", "message") if isinstance(item, dict) else None
        if kind != "message":
            raise BadRequest(f"input items of type {kind!r} are not supported", param="input")
    return read_messages(items, param="input")


def _read_model(body: dict[str, Any]) -> str:
    effort = body.get("effort") or body.get("preset")
    if effort and str(effort).partition("@")[0] not in _EFFORTS and "effort" in body:
        raise BadRequest(
            f"effort must be one of: {' '.join(_EFFORTS)}", type="invalid_parameter", param="effort"
        )
    chain = body.get("models") or []
    models = [*(chain if isinstance(chain, list) else [chain]), *filter(None, [body.get("model")])]
    for model in models:
        if not isinstance(model, str) or ("/" not in model and model != MODEL):
            raise BadRequest(f'model "{model}" is not supported', type="invalid_model", param="model")
    if not (effort or models or body.get("profile")):
        raise BadRequest("one of model, models, effort or profile is required", param="model")
    return str(effort or (models or [MODEL])[0])


def _read_tools(tools: object) -> tuple[tuple[str, ...], str]:
    if not isinstance(tools, list) or not all(isinstance(tool, dict) for tool in tools):
        raise BadRequest("tools must be a list of objects", param="tools")
    for tool in tools:
        if tool.get("type") not in _TOOLS:
            raise BadRequest(
                f"tools of type {tool.get('type')!r} are not supported, only {', '.join(_TOOLS)}",
                type="unsupported_parameter",
                param="tools",
            )
    filters = [tool["filters"] for tool in tools if isinstance(tool.get("filters"), dict)]
    return read_search_filters(filters[0]) if filters else ((), "")
