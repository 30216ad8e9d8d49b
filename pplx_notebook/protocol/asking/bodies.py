"""Question to request body, one builder per dialect; field names by the API pages of November 2026.

``chat``: OpenAI's fields plus Sonar's search fields at the top. ``responses``: Perplexity's Agent API, where
search filters belong to the ``web_search`` tool and Sonar's model names are asked as an effort.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pplx_notebook.protocol.asking.question import Attachment, Question

Body = dict[str, Any]

DEFAULT_EFFORT = "fast"
EFFORTS = ("fast", "low", "medium", "high", "xhigh")
SONAR_EFFORTS = {  # the documentation's own replacements
    "sonar": "fast",
    "sonar-pro": "low",
    "sonar-reasoning": "medium",
    "sonar-reasoning-pro": "medium",
    "sonar-deep-research": "high",
}
_FILTERS = (
    "search_domain_filter",
    "search_recency_filter",
    "search_after_date_filter",
    "search_before_date_filter",
    "last_updated_after_filter",
    "last_updated_before_filter",
)
_TOOL_FIELDS = (
    "search_context_size",
    "search_type",
    "max_results",
    "max_tokens_per_page",
    "user_location",
)
_ENGINES = ("model", "models", "effort", "preset", "profile")


def chat_body(question: Question) -> tuple[Body, list[str]]:
    """The body of a chat completion, without ``stream``, and what the reader should know."""
    system = [{"role": "system", "content": question.instructions}] if question.instructions else []
    turns = [{"role": turn.role, "content": turn.content} for turn in question.turns]
    body: Body = {"messages": [*system, *turns, {"role": "user", "content": _chat_content(question)}]}
    optional = {
        "model": question.model,
        "search_recency_filter": question.recency,
        "search_domain_filter": list(question.domains),
        "reasoning_effort": question.reasoning_effort,
        "web_search_options": question.context_size and {"search_context_size": question.context_size},
        "return_images": question.images,
        "return_related_questions": question.related,
        "stream_mode": question.stream_mode,
    }
    return body | {name: value for name, value in optional.items() if value}, []


def responses_body(question: Question) -> tuple[Body, list[str]]:
    """The body of an Agent API request, without ``stream``, and what the reader should know."""
    engine, notices = _engine(question)
    body: Body = {"input": _input(question), **engine}
    if question.instructions:
        body["instructions"] = question.instructions
    if question.reasoning_effort:
        body["reasoning"] = {"effort": question.reasoning_effort}
    if question.related:
        notices.append("the Agent API gives no related questions")
    if "tools" in question.extra and (unused := _tool_options(question)):
        notices.append(f"not sent, because tools are given: {', '.join(unused)}")
    tools = list(_tools(question, bare_model="model" in engine))
    return (body | {"tools": tools} if tools else body), notices


def outside_tools(extra: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of ``extra`` that the Agent API takes at the top: all but those of its search tool."""
    return {
        name: value for name, value in extra.items() if _tool_field(name) not in (*_FILTERS, *_TOOL_FIELDS)
    }


def _tool_field(name: str) -> str:
    """Sonar has some of the search tool's fields inside ``web_search_options``."""
    return name.removeprefix("web_search_options.")


def _chat_content(question: Question) -> str | list[Body]:
    if not question.attachments:
        return question.prompt
    return [{"type": "text", "text": question.prompt}, *map(_chat_part, question.attachments)]


def _chat_part(attachment: Attachment) -> Body:
    """``image_url``, ``pdf_url``, ``video_url`` or ``file_url``; inline files without ``data:`` prefix."""
    kind = f"{attachment.kind}_url"
    inline = attachment.url.startswith("data:") and attachment.kind in ("pdf", "file")
    url = attachment.url.partition(",")[2] if inline else attachment.url
    part: Body = {"type": kind, kind: {"url": url}}
    return part | {"file_name": attachment.name} if attachment.name and kind == "file_url" else part


def _input(question: Question) -> str | list[Body]:
    if not question.turns and not question.attachments:
        return question.prompt
    turns = [{"type": "message", "role": turn.role, "content": turn.content} for turn in question.turns]
    content: Any = question.prompt
    if question.attachments:
        content = [{"type": "input_text", "text": question.prompt}, *map(_input_part, question.attachments)]
    return [*turns, {"type": "message", "role": "user", "content": content}]


def _input_part(attachment: Attachment) -> Body:
    if attachment.kind == "image":
        return {"type": "input_image", "image_url": attachment.url}
    field = "file_data" if attachment.url.startswith("data:") else "file_url"
    name = {"filename": attachment.name} if attachment.name else {}
    return {"type": "input_file", field: attachment.url, **name}


def _engine(question: Question) -> tuple[Body, list[str]]:
    """``model`` or ``effort``: the API wants one of them."""
    if not question.model:
        chosen = any(name in question.extra for name in _ENGINES)
        return ({} if chosen else {"effort": DEFAULT_EFFORT}), []
    effort = SONAR_EFFORTS.get(question.model)
    if effort is not None:
        return {"effort": effort}, [f"{question.model} asked as effort {effort} (Agent API)"]
    if question.model.partition("@")[0] in EFFORTS:
        return {"effort": question.model}, []
    return {"model": question.model}, []


def _tool_options(question: Question) -> list[str]:
    """The named options that live in the search tools."""
    names = ("recency", "domains", "context_size", "images")
    return [name for name in names if getattr(question, name)]


def _tools(question: Question, *, bare_model: bool) -> Iterator[Body]:
    """The search tool where a bare model would not search or filters are asked for; an image search."""
    if "tools" in question.extra:
        return
    given = {
        "search_recency_filter": question.recency,
        "search_domain_filter": list(question.domains),
        "search_context_size": question.context_size,
        **{_tool_field(name): value for name, value in question.extra.items()},
    }
    filters = {name: given[name] for name in _FILTERS if given.get(name)}
    settings = {name: given[name] for name in _TOOL_FIELDS if given.get(name)}
    if bare_model or filters or settings or question.images:
        yield {"type": "web_search"} | ({"filters": filters} if filters else {}) | settings
    if question.images:
        yield {"type": "image_search"}
