"""A question made ready: where it goes, what is sent, how long it may take. Mistakes are found here, before
anything is sent, and say what to change. A ``Call`` is a value: it holds nothing that lives."""

from __future__ import annotations

import os
import urllib.parse
from collections.abc import Mapping, Set
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from pplx_notebook.errors import UsageProblem
from pplx_notebook.network.rules.addresses import is_loopback
from pplx_notebook.network.rules.allowances import Allowance, allowance
from pplx_notebook.network.rules.endpoints import Endpoint, endpoint_for
from pplx_notebook.network.rules.fallbacks import may_be_concise, may_count
from pplx_notebook.network.rules.time_limits import WHOLE_CLOCKS, TimeLimits, time_limits
from pplx_notebook.processes import IN_BROWSER
from pplx_notebook.protocol.answer import MAX_ANSWER_BYTES
from pplx_notebook.protocol.asked import Turn
from pplx_notebook.protocol.asking.payload import build
from pplx_notebook.protocol.asking.question import Question
from pplx_notebook.protocol.asking.transcript import turns_of
from pplx_notebook.protocol.lenient_json import well_formed
from pplx_notebook.settings import Settings

if TYPE_CHECKING:
    from pplx_notebook.schemas.schema import Schema

CORRECTION = "Your answer does not fit {}. Answer again: only JSON that fits the schema."
LEFT_OUT = "the conversation is too long for the server: "
OLD_NAME = "background= is called server_run= now; this release still takes both"


class Call(msgspec.Struct, frozen=True):
    """A question and how it is to be asked; ``body`` is the JSON that is sent. ``allowance`` is what the
    server lets us do, ``allowance_given`` when the reader said so. ``schema`` is the form the answer is read
    in, ``first`` the question behind one that is asked a second time."""

    question: Question
    endpoint: Endpoint
    body: bytes
    allowance: Allowance = Allowance()
    allowance_given: bool = False
    notices: tuple[str, ...] = ()
    limits: TimeLimits = TimeLimits()
    retries: int = 2
    max_answer_bytes: int = MAX_ANSWER_BYTES
    stream: bool = True
    server_run: bool = False
    concise: bool = False
    usage: bool = False
    schema: Schema | None = None
    schema_retry: bool = False
    private: bool = False
    dropped: int = 0
    first: Question | None = None

    @property
    def asked(self) -> Question:
        """The question as the reader asked it; what is sent a second time is another."""
        return self.first or self.question

    @property
    def url(self) -> str:
        """Where it is sent."""
        return self.endpoint.url if self.stream else self.endpoint.whole_url

    @property
    def server(self) -> str:
        """Whose limits it counts against: those of a base address, of which one host may have several."""
        return f"{self.endpoint.provider} {self.endpoint.url}"

    @property
    def place(self) -> str:
        """Who is asked, for a log."""
        return f"{self.endpoint.provider} {self.endpoint.host}"

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the body that is sent."""
        return frozenset(msgspec.json.decode(self.body))

    def not_streamed(self, notice: str) -> Call:
        """The same question asked for its whole answer at once."""
        body, _ = _encoded(self.question, self.endpoint, stream=False)
        limits = replace(
            self.limits,
            idle_s=max(self.limits.idle_s, WHOLE_CLOCKS["idle_s"]),
            first_s=max(self.limits.first_s, WHOLE_CLOCKS["first_s"]),
        )
        notices = (*self.notices, notice)
        return replace(self, stream=False, body=body, notices=notices, limits=limits)

    def in_full(self) -> Call:
        """The same question without the concise mode that we chose and the server does not know."""
        question = replace(self.question, stream_mode="")
        body, _ = _encoded(question, self.endpoint, stream=self.stream, usage=self.usage)
        return replace(self, question=question, body=body, concise=False)

    def corrected(self, text: str, problem: str) -> Call:
        """The question once more, behind an answer that does not fit its schema and why it does not."""
        said = (Turn("user", self.question.prompt), Turn("assistant", text))
        prompt = CORRECTION.format(problem.partition(" fit ")[2] or problem)
        question = replace(self.question, turns=(*self.question.turns, *said), prompt=prompt)
        body, _ = _encoded(question, self.endpoint, stream=self.stream, usage=self.usage)
        notices = (*self.notices, f"asked a second time: {problem}")
        return replace(
            self, question=question, body=body, notices=notices, schema_retry=False, first=self.asked
        )

    def shortened(self) -> Call:
        """The same question behind the younger half of the conversation, which is too long for the server."""
        turns = self.question.turns
        left_out = 2 * ((len(turns) // 2 + 1) // 2)
        question = replace(self.question, turns=turns[left_out:])
        body, _ = _encoded(question, self.endpoint, stream=self.stream, usage=self.usage)
        dropped = self.dropped + left_out // 2
        oldest = f"its {dropped} oldest questions were" if dropped > 1 else "its oldest question was"
        notices = (notice for notice in self.notices if not notice.startswith(LEFT_OUT))
        told = (*notices, f"{LEFT_OUT}{oldest} left out")
        return replace(self, question=question, body=body, notices=told, dropped=dropped)

    def uncounted(self) -> Call:
        """The same question without asking for usage, which the server does not know."""
        body, _ = _encoded(self.question, self.endpoint, stream=self.stream)
        return replace(self, body=body, usage=False)


def prepare(
    prompt: str,
    settings: Settings,
    refused: Set[tuple[str, str]] = frozenset(),
    *,
    keyless: bool = False,
) -> Call:
    """The call for a prompt; UsageProblem, one line, for whatever cannot be sent. ``refused`` are fields of
    ours that servers have refused: (field, address). ``keyless``: it is only looked at, and needs no key."""
    endpoint = endpoint_for(
        settings.provider,
        settings.base_url,
        settings.key,
        allow_plain_http=settings.allow_plain_http,
        in_cell=settings.in_cell,
        keyless=keyless,
    )
    if settings.headers:
        from pplx_notebook.network.rules.headers import checked_headers, keys_of

        open_to = endpoint.host if endpoint.is_open and not settings.allow_plain_http else ""
        headers = checked_headers(settings.headers, open_to=open_to)
        endpoint = replace(endpoint, headers=headers, header_keys=keys_of(headers))
    return prepared_at(endpoint, prompt, settings, refused)


def prepared_at(
    endpoint: Endpoint, prompt: str, settings: Settings, refused: Set[tuple[str, str]] = frozenset()
) -> Call:
    """The same for an endpoint that is known."""
    question, sent_along = _question(prompt, settings)
    form: Schema | None = settings.schema
    if settings.runs_at_server and endpoint.dialect != "responses":
        raise UsageProblem("server runs are for the Agent API only: use provider perplexity.")
    stream = bool(settings.stream)
    concise = stream and may_be_concise(question, endpoint) and ("stream_mode", endpoint.url) not in refused
    if concise:
        question = replace(question, stream_mode="concise")
    usage = stream and may_count(question, endpoint) and ("stream_options", endpoint.url) not in refused
    body, notices = _encoded(question, endpoint, stream=stream, usage=usage)
    allowed, given = _allowance(endpoint, settings)
    old = () if settings.background is None else (OLD_NAME,)
    return Call(
        question,
        endpoint,
        body,
        allowed,
        given,
        (
            *(*endpoint.notices, *_notices_of(endpoint), *sent_along),
            *(*(form.notices if form else ()), *notices, *old),
        ),
        time_limits(question, settings),
        retries=settings.retries,
        max_answer_bytes=settings.max_answer_bytes,
        stream=stream,
        server_run=settings.runs_at_server,
        concise=concise,
        usage=usage,
        schema=form,
        schema_retry=settings.schema_retry,
        private=settings.private,
    )


def _notices_of(endpoint: Endpoint) -> tuple[str, ...]:
    """What a reader should know of a key that is about to be sent: that this machine is public, unless it
    goes nowhere else or was typed and warned of here, and where it was found; in a browser that it stays."""
    key = endpoint.key
    if key is None:
        return ()
    from pplx_notebook.key_places import machines, of_session

    if IN_BROWSER:
        return machines.key_in_page()
    far = not is_loopback(urllib.parse.urlsplit(endpoint.url).hostname or "")
    said = machines.first_key() if far and key.source != of_session.SOURCE else ()
    if key.source in os.environ:
        return said
    from pplx_notebook.key_places.order import notices_of

    return (*said, *notices_of(key))


def _encoded(
    question: Question, endpoint: Endpoint, *, stream: bool, usage: bool = False
) -> tuple[bytes, tuple[str, ...]]:
    """The request body as JSON, and what the reader should know of how it is asked."""
    try:
        payload = build(question, endpoint.dialect, stream=stream, gateway=endpoint.is_gateway, usage=usage)
        return _json_bytes(payload.body), payload.notices
    except ValueError as exc:
        raise UsageProblem(str(exc)) from None
    except TypeError:
        raise UsageProblem(
            "extra holds a value that is not JSON; give text, numbers, lists and dicts."
        ) from None


def _question(prompt: str, settings: Settings) -> tuple[Question, tuple[str, ...]]:
    """The question, in text fit to be kept with its answer, with the turns before it, its files, its schema
    and the Agent API's own word for a server run; and what to say of the files."""
    question = settings.question(well_formed(prompt) if isinstance(prompt, str) else prompt)
    extra = {**question.extra, "background": True} if settings.runs_at_server else question.extra
    turns, said = _turns(settings)
    question = replace(question, turns=turns, extra=extra)
    form: Schema | None = settings.schema
    if form is not None:
        question = replace(question, schema=form.json, schema_name=form.name)
    if not settings.attach:
        return question, said
    from pplx_notebook.prompts.files import attached

    files, sizes = attached(settings.attach)
    return replace(question, attachments=(*question.attachments, *files)), (*said, *sizes)


def _turns(settings: Settings) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """The turns before the question, the last ``max_earlier`` of each side; and that others were left out."""
    try:
        turns = turns_of(settings.continue_from)
    except ValueError as problem:
        raise UsageProblem(str(problem)) from None
    most, count = settings.max_earlier, len(turns) // 2
    if most is None or most >= count:
        return turns, ()
    return turns[-2 * most :], (
        f"the last {most} of {count} earlier questions were sent along (max_earlier)",
    )


def _json_bytes(body: Mapping[str, Any]) -> bytes:
    """Compact JSON; halves of surrogate pairs, which no server takes, are joined or become U+FFFD."""
    try:
        return msgspec.json.encode(body)
    except UnicodeEncodeError:
        import json

        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _allowance(endpoint: Endpoint, settings: Settings) -> tuple[Allowance, bool]:
    """What this server lets us do, and whether the reader said so; presets are for the provider's own."""
    known = endpoint.at_home or settings.tier is not None
    typed = settings.provider or endpoint.provider
    allowed = allowance(endpoint.provider, settings.tier, typed=typed) if known else Allowance()
    per_minute, streams = settings.requests_per_minute, settings.streams_at_once
    if per_minute is not None:
        allowed = replace(allowed, per_minute=per_minute)
    if streams is not None:
        allowed = replace(allowed, streams=streams)
    if (
        endpoint.provider == "perf" or per_minute is not None
    ):  # Perf counts minutes; a number given is a promise
        allowed = replace(allowed, strict=True)
    return allowed, any(given is not None for given in (settings.tier, per_minute, streams))
