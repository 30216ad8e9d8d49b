"""What to ask instead when a server does not take a field of the request: without streaming, in full mode,
without counting tokens; of a conversation that is too long for it the younger half.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from pplx_notebook.network.rules.endpoints import Endpoint
from pplx_notebook.protocol.answer import AnswerError
from pplx_notebook.protocol.asking.question import Question

REFUSALS = (400, 406, 422, 501)
NOT_STREAMED = "the server does not stream: it was asked for the whole answer at once"
_CALLED = {  # a field by the words servers have for it; "stream_options" is not a "stream"
    "stream": {"stream", "streams", "streamed", "streaming"},
    "stream_options": {"stream_options", "include_usage"},
}
# too many tokens, by what servers call it: Perplexity (recorded), OpenAI and those that copy it, Anthropic
_TOO_LONG_CODES = ("too_many_prompt_tokens", "context_length_exceeded", "prompt_too_long", "input_too_long")
_TOO_LONG = re.compile(
    r"context (?:length|window|size)|too many (?:prompt |input )?tokens"
    r"|(?:prompt|input|conversation|messages?) (?:is|are|was) too (?:long|large)|reduce the length"
)
_TOO_LONG_STATUS = (None, 400, 413, 422)  # None: said inside a stream; 429 counts tokens a minute
SONARS = ("sonar", "sonar-pro", "sonar-reasoning-pro", "sonar-deep-research")


def refuses(error: AnswerError | None, field: str) -> bool:
    """True for a server that says it does not take this field of the request."""
    if error is None or error.status not in REFUSALS:
        return False
    words = re.findall(r"[a-z_]+", error.message.lower())
    return not _CALLED.get(field, {field}).isdisjoint(words)


def lacks_stream(error: AnswerError, endpoint: Endpoint, sent: Collection[str]) -> bool:
    """True for a server that does not stream: it says so, or, as Perf has an address of its own for that, it
    is not there (404, 405) or refuses with 400 without naming one of the fields that were ``sent``."""
    if refuses(error, "stream"):
        return True
    if endpoint.whole_url == endpoint.url:
        return False
    if error.status in (404, 405):
        return True
    return error.status == 400 and not set(re.findall(r"[a-z_]+", error.message.lower())) & set(sent)


def is_too_long(error: AnswerError | None) -> bool:
    """True for a server that says the conversation has more tokens than it takes."""
    if error is None or error.status not in _TOO_LONG_STATUS:
        return False
    words = (str(error.code or "").lower(), str(error.type or "").lower())
    return any(word in _TOO_LONG_CODES for word in words) or bool(_TOO_LONG.search(error.message.lower()))


def may_count(question: Question, endpoint: Endpoint) -> bool:
    """True for a chat server, which counts the tokens of a stream only when asked to; not where the reader
    chose options of the stream."""
    chosen = any(name.partition(".")[0] == "stream_options" for name in question.extra)
    return endpoint.provider in ("chat", "openrouter") and not chosen


def may_be_concise(question: Question, endpoint: Endpoint) -> bool:
    """True for a Sonar model behind a chat endpoint: concise mode spares 19 of 20 bytes and more.

    Full mode repeats the whole text with every word. Not where the reader chose a mode, or asked for related
    questions, which concise mode is not known to bring.
    """
    chosen = question.stream_mode or "stream_mode" in question.extra or question.related
    return endpoint.provider == "chat" and question.model in SONARS and not chosen
