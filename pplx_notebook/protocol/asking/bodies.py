"""Question to request body, one builder per dialect; field names by the API pages of November 2026.

``chat``: OpenAI's fields plus Sonar's search fields at the top. ``responses``: Perplexity's Agent API, where
search filters belong to the ``web_search`` tool (``search_tools``) and Sonar's model names are asked as an
effort; a gateway that copies that API knows models only. Attachments: ``content_parts``.
"""

from __future__ import annotations

from typing import Any

from pplx_notebook.protocol.asking import search_tools
from pplx_notebook.protocol.asking.question import Question

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


def responses_body(question: Question, *, gateway: bool = False) -> tuple[Body, list[str]]:
    """The body of an Agent API request, without ``stream``, and what the reader should know. ``gateway``: the
    server is not Perplexity's own."""
    engine, notices = _engine(question, gateway=gateway)
    body: Body = {"input": _input(question), **engine}
    if question.instructions:
        body["instructions"] = question.instructions
    if question.reasoning_effort:
        body["reasoning"] = {"effort": question.reasoning_effort}
    if question.related:
        notices.append("the Agent API gives no related questions")
    notices += search_tools.notices(question)
    if "tools" in question.extra:
        return body, notices
    tools = search_tools.tools(question, bare_model="model" in engine or _models_only(question))
    return (body | {"tools": tools} if tools else body), notices


def _chat_content(question: Question) -> str | list[Body]:
    if not question.attachments:
        return question.prompt
    from pplx_notebook.protocol.asking.content_parts import chat_part

    model = str(question.extra.get("model", question.model))
    sonar = not model or model.startswith("sonar")
    parts = (chat_part(attachment, sonar=sonar) for attachment in question.attachments)
    return [{"type": "text", "text": question.prompt}, *parts]


def _input(question: Question) -> str | list[Body]:
    if not question.turns and not question.attachments:
        return question.prompt
    turns = [{"type": "message", "role": turn.role, "content": turn.content} for turn in question.turns]
    content: Any = question.prompt
    if question.attachments:
        from pplx_notebook.protocol.asking.content_parts import agent_part

        content = [{"type": "input_text", "text": question.prompt}, *map(agent_part, question.attachments)]
    return [*turns, {"type": "message", "role": "user", "content": content}]


def _engine(question: Question, *, gateway: bool) -> tuple[Body, list[str]]:
    """``model`` or ``effort``: the API wants one of them."""
    if not question.model:
        chosen = not search_tools.top_fields(question).isdisjoint(_ENGINES)
        return ({} if chosen else {"effort": DEFAULT_EFFORT}), []
    effort = SONAR_EFFORTS.get(question.model)
    if effort is not None and not gateway:
        return {"effort": effort}, [f"{question.model} asked as effort {effort} (Agent API)"]
    if question.model.partition("@")[0] in EFFORTS:
        return {"effort": question.model}, []
    return {"model": question.model}, []


def _models_only(question: Question) -> bool:
    """True for models named in ``extra``, which search only when told to; an effort brings its own tools."""
    chosen = search_tools.top_fields(question).intersection(_ENGINES)
    return bool(chosen) and chosen <= {"model", "models"}
