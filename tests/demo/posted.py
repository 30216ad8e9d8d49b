"""Requests as programs post them to the demo engine, and its replies."""

from __future__ import annotations

import json
from typing import Any

from pplx_notebook.demo.engine.engine import Engine
from pplx_notebook.demo.engine.reply import Reply

QUESTION = "What is a black hole?"


ENGINE = Engine(pace="instant")


MESSAGES = [{"role": "user", "content": QUESTION}]


AGENT = {"input": QUESTION, "effort": "fast"}


CHAT = {"model": "sonar", "messages": MESSAGES, "return_related_questions": True}


def post(path: str, body: object) -> Reply:
    return ENGINE.reply("POST", path, json.dumps(body).encode())


def fetched(path: str, body: object, status: int = 200) -> dict[str, Any]:
    reply = post(path, body)
    assert (reply.status, reply.content_type) == (status, "application/json")
    value: dict[str, Any] = json.loads(b"".join(step.data for step in reply.steps))
    return value
