"""A question made ready: where it goes, what is sent, how long it may take. Mistakes are found here, before
anything is sent, and say what to change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from pplx_notebook.errors import UsageProblem, nearest, printable
from pplx_notebook.network.question.exchange import Exchange
from pplx_notebook.network.question.pending_answer import PendingAnswer
from pplx_notebook.network.rules.allowances import Allowance, allowance
from pplx_notebook.network.rules.endpoints import Endpoint, endpoint_for
from pplx_notebook.network.rules.fallbacks import SONARS
from pplx_notebook.network.rules.limits import Limiter, limiter_for
from pplx_notebook.network.rules.time_limits import CLOCKS, WHOLE_CLOCKS, TimeLimits, time_limits
from pplx_notebook.network.wire.sessions import Session
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.asking.payload import build
from pplx_notebook.protocol.asking.question import Question
from pplx_notebook.protocol.asking.transcript import Transcript, turns_of
from pplx_notebook.protocol.reading.reader import AnswerReader
from pplx_notebook.protocol.scrub import scrub

OPTIONS = tuple(name for name in Question.__struct_fields__ if name not in ("prompt", "turns"))
PLACES = ("provider", "base_url", "api_key")
LIMITS = ("tier", "requests_per_minute", "streams_at_once")
MANNERS = ("stream", "retries", "transport", "continue_from", "background")
NOT_CONCISE: set[str] = set()  # endpoints that have refused stream_mode in this process
KNOWN = (*OPTIONS, *CLOCKS, *PLACES, *LIMITS, *MANNERS)


class Call(msgspec.Struct, frozen=True):
    """A question and how it is to be asked; ``body`` is the JSON that is sent."""

    question: Question
    endpoint: Endpoint
    body: bytes
    limiter: Limiter
    notices: tuple[str, ...] = ()
    limits: TimeLimits = msgspec.field(default_factory=TimeLimits)
    retries: int = 2
    stream: bool = True
    background: bool = False
    concise: bool = False
    transport: Any = None  # somebody's httpx.AsyncBaseTransport, which loads only with them

    @property
    def url(self) -> str:
        """Where it is sent."""
        return self.endpoint.url if self.stream else self.endpoint.whole_url

    def reader(self) -> AnswerReader:
        """A fresh reader for one attempt."""
        provider = self.endpoint.provider
        return AnswerReader(prompt=self.question.prompt, provider=provider, notices=self.notices)

    def live(self) -> PendingAnswer:
        """What others see of it."""
        key = self.endpoint.key
        return PendingAnswer(self.reader(), 1 + self.retries, scrub if key is None else key.scrub)

    def exchange(self, session: Session) -> Exchange:
        """The request of one attempt."""
        return Exchange(self.endpoint, self.url, self.body, self.limits, session, self.limiter)

    def not_streamed(self, notice: str) -> Call:
        """The same question asked for its whole answer at once."""
        body, _ = encoded(self.question, self.endpoint, stream=False)
        limits = replace(
            self.limits,
            idle_s=max(self.limits.idle_s, WHOLE_CLOCKS["idle_s"]),
            first_s=max(self.limits.first_s, WHOLE_CLOCKS["first_s"]),
        )
        notices = (*self.notices, notice)
        return replace(self, stream=False, body=body, notices=notices, limits=limits)

    def in_full(self) -> Call:
        """The same question without the concise mode that we chose and the server does not know."""
        NOT_CONCISE.add(self.endpoint.url)
        question = replace(self.question, stream_mode="")
        body, _ = encoded(question, self.endpoint, stream=self.stream)
        return replace(self, question=question, body=body, concise=False)


def prepare(prompt: str, settings: Mapping[str, Any]) -> Call:
    """The call for ``ask(prompt, **settings)``; UsageProblem, one line, for whatever cannot be sent."""
    refuse_unknown(settings)
    endpoint = endpoint_for(*(text_setting(name, settings.get(name)) for name in PLACES))
    question = question_for(prompt, settings)
    background = bool(question.extra.get("background"))
    if background and endpoint.dialect != "responses":
        raise UsageProblem("background runs are for the Agent API only: use provider perplexity.")
    stream = bool(settings.get("stream", True))
    concise = stream and may_be_concise(question, endpoint)
    if concise:
        question = replace(question, stream_mode="concise")
    body, notices = encoded(question, endpoint, stream=stream)
    return Call(
        question,
        endpoint,
        body,
        limiter(endpoint, settings),
        (*endpoint.notices, *notices),
        time_limits(question, settings),
        retries=count("retries", settings.get("retries", 2), 0, 10),
        stream=stream,
        background=background,
        concise=concise,
        transport=settings.get("transport"),
    )


def refuse_unknown(names: Iterable[str]) -> None:
    """UsageProblem naming the nearest option for a name that is none."""
    for name in names:
        if name not in KNOWN:
            near = nearest(name, KNOWN)
            hint = f"did you mean {near}?" if near else "other request fields go into extra={...}."
            raise UsageProblem(f"unknown option {printable(name)}: {hint}")


def text_setting(name: str, value: Any) -> str | None:
    """A setting that is text or left out."""
    if value is not None and not isinstance(value, str):
        raise UsageProblem(f"{name} must be text.")
    return value


def question_for(prompt: str, settings: Mapping[str, Any]) -> Question:
    """The question with its options, each of its type."""
    fields = {name: settings[name] for name in OPTIONS if settings.get(name) is not None}
    if isinstance(fields.get("domains"), str):
        fields["domains"] = (fields["domains"],)
    try:
        question = msgspec.convert({"prompt": prompt, **fields}, Question)
    except msgspec.ValidationError as exc:
        raise UsageProblem(f"an option has a wrong value: {exc}") from None
    earlier = settings.get("continue_from")
    if not isinstance(earlier, Answer | Transcript | None):
        raise UsageProblem("continue_from takes an earlier answer or a transcript.")
    extra = {**question.extra, "background": True} if settings.get("background") else question.extra
    return replace(question, turns=turns_of(earlier), extra=extra)


def may_be_concise(question: Question, endpoint: Endpoint) -> bool:
    """True for a Sonar model behind a chat endpoint: concise mode spares 19 of 20 bytes and more.

    Full mode repeats the whole text with every word. Not where the reader chose a mode, or asked for related
    questions, which concise mode is not known to bring.
    """
    chosen = question.stream_mode or "stream_mode" in question.extra or question.related
    sonar = endpoint.provider == "chat" and question.model in SONARS
    return sonar and not chosen and endpoint.url not in NOT_CONCISE


def encoded(question: Question, endpoint: Endpoint, *, stream: bool) -> tuple[bytes, tuple[str, ...]]:
    """The request body as JSON, and what the reader should know of how it is asked."""
    try:
        payload = build(question, endpoint.dialect, stream=stream)
        return json_bytes(payload.body), payload.notices
    except ValueError as exc:
        raise UsageProblem(str(exc)) from None
    except TypeError:
        raise UsageProblem(
            "extra holds a value that is not JSON; give text, numbers, lists and dicts."
        ) from None


def json_bytes(body: Mapping[str, Any]) -> bytes:
    """Compact JSON; halves of surrogate pairs, which no server takes, are joined or become U+FFFD."""
    try:
        return msgspec.json.encode(body)
    except UnicodeEncodeError:
        import json

        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def limiter(endpoint: Endpoint, settings: Mapping[str, Any]) -> Limiter:
    """The limiter of this server, with what the settings say of it; presets are for the provider's own."""
    known = endpoint.at_home or settings.get("tier") is not None
    allowed = allowance(endpoint.provider, settings.get("tier")) if known else Allowance()
    given = {name: settings[name] for name in LIMITS if settings.get(name) is not None}
    if "requests_per_minute" in given:
        allowed = replace(allowed, per_minute=count("requests_per_minute", given["requests_per_minute"], 1))
    if "streams_at_once" in given:
        allowed = replace(allowed, streams=count("streams_at_once", given["streams_at_once"], 1))
    return limiter_for(f"{endpoint.provider} {endpoint.host}", allowed, given=bool(given))


def count(name: str, value: Any, least: int, most: int = 10**6) -> int:
    """A whole number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise UsageProblem(f"{name} must be a whole number from {least} to {most}.")
    return value
