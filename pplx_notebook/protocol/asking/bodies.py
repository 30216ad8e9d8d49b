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


def chat_body(question: Question, *, text_only: bool = False) -> tuple[Body, list[str]]:
    """The body of a chat completion, without ``stream``, and what the reader should know. ``text_only``: a
    server that is known to take a text and nothing else."""
    system = [{"role": "system", "content": question.instructions}] if question.instructions else []
    turns = [{"role": turn.role, "content": turn.content} for turn in question.turns]
    content, notices = _chat_content(question, text_only=text_only)
    body: Body = {"messages": [*system, *turns, {"role": "user", "content": content}]}
    if question.schema and text_only:
        notices.append("this API has no field for a schema: the answer is only checked against it")
    optional = {
        "model": question.model,
        "search_recency_filter": question.recency,
        "search_domain_filter": list(question.domains),
        "reasoning_effort": question.reasoning_effort,
        "web_search_options": question.context_size and {"search_context_size": question.context_size},
        "return_images": question.images,
        "return_related_questions": question.related,
        "stream_mode": question.stream_mode,
        "response_format": {} if text_only else _form(question),
    }
    return body | {name: value for name, value in optional.items() if value}, notices


def responses_body(question: Question, *, gateway: bool = False) -> tuple[Body, list[str]]:
    """The body of an Agent API request, without ``stream``, and what the reader should know. ``gateway``: the
    server is not Perplexity's own."""
    engine, notices = _engine(question, gateway=gateway)
    body: Body = {"input": _input(question), **engine}
    if question.instructions:
        body["instructions"] = question.instructions
    if question.reasoning_effort:
        body["reasoning"] = {"effort": question.reasoning_effort}
    if question.schema and gateway:  # who copies that API has it from OpenAI
        body["text"] = {"format": {"type": "json_schema", **_form(question)["json_schema"]}}
    elif question.schema:
        body["response_format"] = _form(question)
    if question.related:
        notices.append("the Agent API gives no related questions")
    notices += search_tools.notices(question)
    if "tools" in question.extra:
        return body, notices
    tools = search_tools.tools(question, bare_model="model" in engine or _models_only(question))
    return (body | {"tools": tools} if tools else body), notices


def _form(question: Question) -> Body:
    """The schema as a ``response_format``; Perplexity wants its name, too."""
    if not question.schema:
        return {}
    schema = {"name": question.schema_name or "answer", "schema": question.schema}
    return {"type": "json_schema", "json_schema": schema}


def _chat_content(question: Question, *, text_only: bool) -> tuple[str | list[Body], list[str]]:
    if not question.attachments:
        return question.prompt, []
    from pplx_notebook.protocol.asking.content_parts import chat_part, is_as_text, text_behind

    model = str(question.extra.get("model", question.model))
    sonar = not text_only and (not model or model.startswith("sonar"))
    as_text = [each for each in question.attachments if is_as_text(each, sonar=sonar, text_only=text_only)]
    parts = [chat_part(each, sonar=sonar) for each in question.attachments if each not in as_text]
    notices = [f"{each.name or 'the file'} is sent as text: this API takes no such file" for each in as_text]
    text = text_behind(question.prompt, as_text)
    return [{"type": "text", "text": text}, *parts] if parts else text, notices


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
