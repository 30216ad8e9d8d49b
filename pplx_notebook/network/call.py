"""A question made ready: where it goes, what is sent, how long it may take. Mistakes are found here, before
anything is sent, and say what to change."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import msgspec

from pplx_notebook.errors import UsageProblem
from pplx_notebook.network.clocks import Limits
from pplx_notebook.network.endpoints import Endpoint, printable, resolve
from pplx_notebook.network.live import LiveAnswer
from pplx_notebook.protocol.question import Question
from pplx_notebook.protocol.reader import AnswerReader
from pplx_notebook.protocol.request import build
from pplx_notebook.protocol.scrub import scrub
from pplx_notebook.protocol.transcript import turns_of

OPTIONS = tuple(name for name in Question.__struct_fields__ if name not in ("prompt", "turns"))
CLOCKS = {
    "connect_timeout_s": "connect_s",
    "idle_timeout_s": "idle_s",
    "first_text_timeout_s": "first_s",
    "gap_timeout_s": "gap_s",
    "total_timeout_s": "total_s",
}
PLACES = ("provider", "base_url", "api_key")
MANNERS = ("stream", "retries", "transport", "continue_from")
KNOWN = (*OPTIONS, *CLOCKS, *PLACES, *MANNERS)


@dataclass(frozen=True)
class Call:
    """A question and how it is to be asked; ``body`` is the JSON that is sent."""

    question: Question
    endpoint: Endpoint
    body: bytes
    notices: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    retries: int = 2
    stream: bool = True
    transport: httpx.AsyncBaseTransport | None = None

    @property
    def url(self) -> str:
        """Where it is sent."""
        return self.endpoint.url if self.stream else self.endpoint.whole_url

    def reader(self) -> AnswerReader:
        """A fresh reader for one attempt."""
        provider = self.endpoint.provider
        return AnswerReader(prompt=self.question.prompt, provider=provider, notices=self.notices)

    def live(self) -> LiveAnswer:
        """What others see of it."""
        key = self.endpoint.key
        return LiveAnswer(self.reader(), 1 + self.retries, scrub if key is None else key.scrub)

    def not_streamed(self, notice: str) -> Call:
        """The same question asked for its whole answer at once."""
        body, _ = encoded(self.question, self.endpoint, stream=False)
        return replace(self, stream=False, body=body, notices=(*self.notices, notice))


def prepare(prompt: str, settings: Mapping[str, Any]) -> Call:
    """The call for ``ask(prompt, **settings)``; UsageProblem, one line, for whatever cannot be sent."""
    refuse_unknown(settings)
    endpoint = resolve(settings.get("provider"), settings.get("base_url"), settings.get("api_key"))
    question = asked(prompt, settings)
    stream = bool(settings.get("stream", True))
    body, notices = encoded(question, endpoint, stream=stream)
    return Call(
        question, endpoint, body, (*endpoint.notices, *notices), limits(settings),
        retries=count(settings.get("retries", 2)), stream=stream, transport=settings.get("transport"),
    )  # fmt: skip


def refuse_unknown(names: Iterable[str]) -> None:
    """UsageProblem naming the nearest option for a name that is none."""
    for name in names:
        if name not in KNOWN:
            near = difflib.get_close_matches(name, KNOWN, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else "other request fields go into extra={...}."
            raise UsageProblem(f"unknown option {printable(name)}: {hint}")


def asked(prompt: str, settings: Mapping[str, Any]) -> Question:
    """The question with its options, each of its type."""
    fields = {name: settings[name] for name in OPTIONS if settings.get(name) is not None}
    if isinstance(fields.get("domains"), str):
        fields["domains"] = (fields["domains"],)
    try:
        question = msgspec.convert({"prompt": prompt, **fields}, Question)
    except msgspec.ValidationError as exc:
        raise UsageProblem(f"an option has a wrong value: {exc}") from None
    return msgspec.structs.replace(question, turns=turns_of(settings.get("continue_from")))


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
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def limits(settings: Mapping[str, Any]) -> Limits:
    """The clocks, each a positive number of seconds; None leaves the default."""
    given = {CLOCKS[name]: settings[name] for name in CLOCKS if settings.get(name) is not None}
    for name, value in given.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value) or value <= 0:
            raise UsageProblem(f"{name.removesuffix('_s')}_timeout_s must be a positive number of seconds.")
    return Limits(**given)


def count(value: Any) -> int:
    """A number of retries."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10:
        raise UsageProblem("retries must be a whole number from 0 to 10.")
    return value
