"""The JSON body that asks a question. Only what the user gave is sent.

The Agent API answers an unknown field with 400, so nothing is added on speculation. The named options are
the few readers use; every other field goes through ``Question.extra`` under the server's own name, with dots
for fields inside objects (``{"web_search_options.search_type": "pro"}``), and wins over what a builder wrote.
On the Agent API the search fields in ``extra`` go where that API has them: into its search tools.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from pplx_notebook.protocol.asking.bodies import Body, chat_body, responses_body
from pplx_notebook.protocol.asking.question import Question, check
from pplx_notebook.protocol.asking.search_tools import outside_tools

RequestDialect = Literal["responses", "chat", "perf", "named"]


class Payload(msgspec.Struct, frozen=True):
    """A request body and ``notices``: what the reader should know of how it is asked."""

    body: Body
    notices: tuple[str, ...] = ()


def build(
    question: Question,
    dialect: RequestDialect,
    *,
    stream: bool = True,
    gateway: bool = False,
    usage: bool = False,
) -> Payload:
    """The payload of ``question`` for a server that speaks ``dialect``.

    ``perf`` and ``named`` take chat bodies. ``gateway``: a server that copies the Agent API;
    ``usage``: a chat server that is asked to count tokens in its stream, too. Raises
    ``ValueError`` with one line that says what to change.
    """
    question = check(question)
    if not stream:
        question = msgspec.structs.replace(question, stream_mode="")
    if dialect == "responses":
        body, notices = responses_body(question, gateway=gateway)
        extra = outside_tools(question.extra)
    else:
        body, notices = chat_body(question, text_only=dialect == "named")
        extra = dict(question.extra)
    if stream:
        body["stream"] = True
    if stream and usage:
        body["stream_options"] = {"include_usage": True}
    return Payload(_merged(body, extra), tuple(notices))


def _merged(body: Body, extra: Mapping[str, Any]) -> Body:
    """``body`` with the fields of ``extra``; dots step into objects."""
    for path, value in extra.items():
        *steps, name = path.split(".")
        place = body
        for step in steps:
            inner = place.get(step)
            place[step] = dict(inner) if isinstance(inner, dict) else {}
            place = place[step]
        place[name] = value
    return body
