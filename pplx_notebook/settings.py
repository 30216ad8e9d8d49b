"""How a question is asked: every option once, as a field of one value, checked when it is made."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, cast

import msgspec
from msgspec.structs import force_setattr

from pplx_notebook import ranges
from pplx_notebook.errors import UsageProblem, nearest, printable
from pplx_notebook.keys import Key
from pplx_notebook.protocol.answer import MAX_ANSWER_BYTES, Answer
from pplx_notebook.protocol.asking.question import Attachment, Question
from pplx_notebook.protocol.asking.transcript import Transcript
from pplx_notebook.ranges import check_count, check_keeping, check_recording, check_seconds, question_field

_NOT_GIVEN = ("prompt", "turns", "schema", "schema_name")
OPTIONS = tuple(name for name in Question.__struct_fields__ if name not in _NOT_GIVEN)
CLOCKS = (
    *("connect_timeout_s", "idle_timeout_s", "first_text_timeout_s"),
    *("gap_timeout_s", "total_timeout_s", "settle_timeout_s"),
)
SWITCHES = ("allow_plain_http", "stream", "server_run", "in_cell", "inspect", "private", "schema_retry")
MOST_ANSWER_BYTES = 256 * 1024 * 1024  # no body is longer


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How a question is asked. Everything may be left out; only what is given is sent.

    Where:

    provider: perplexity, chat, openrouter, perf, named or demo. Default: PPLX_PROVIDER, else perplexity when
        there is a key, else demo. The demo writes at the pace of PPLX_DEMO_PACE: lifelike, instant, or a
        number (2 is twice as fast); without it, at once for whoever waits for the whole answer.
    base_url: replaces the provider's address, for a gateway or a server of one's own. Default: the
        provider's, or PERPLEXITY_BASE_URL.
    headers: further headers, for a gateway that needs them; sent only to the address this call names. A
        secret is given as "$VARIABLE" and read from the environment when the request leaves.
    allow_plain_http: True to send a key over http:// to a private address or a name of this network, which
        are otherwise asked without one. Default: False.
    api_key: sent only to the address this call names. Default: PERPLEXITY_API_KEY, then PPLX_API_KEY, which
        go only to Perplexity and to the origin of PERPLEXITY_BASE_URL: of the environment, else typed with
        %pplx --login, of Colab's secrets, of the keyring, of .env beside the notebook. Never shown, pickled
        or saved.

    What:

    model: sonar, sonar-pro … work everywhere; on the Agent API also an effort (fast, low, medium, high).
        Default: the provider's own.
    instructions: what the model is told before the question.
    recency: only sources this recent: hour, day, week, month or year.
    domains: only these sites, one or several; ``-site.org`` leaves one out. At most 20.
    context_size: how much of the web is read: low, medium or high.
    images: True for images too, where the API has them.
    related: True for related questions too, where the API has them.
    reasoning_effort: how long the model thinks, in the server's words.
    attach: files sent along, by name or https address: pictures, PDF, Word and text files, sound where the
        API takes it. At most 50 MB in all.
    attachments: the same as Attachment values.
    schema: the form of the answer: a pydantic model, a dataclass, a TypedDict, a type made of them, or a JSON
        schema as a dict. ``answer.parsed`` is the object.
    schema_retry: True to ask once more, at its cost, when the answer does not fit. Default: False.
    stream_mode: Sonar's full or concise. Default: concise where the server takes it.
    extra: any other request field, by the server's own name; dots step into objects.
    continue_from: an earlier answer, with all that led to it, or a transcript: what this question goes on
        from.
    thread: the name of a conversation of this client: goes on where it stands, or begins it.
    max_earlier: how many earlier questions, each with its answer, are sent along at most; older ones are left
        out, with a line. Default: all; where the server says that it is too long, the older half goes.

    How:

    history: True keeps question and answer in ``pplx.history``, a path in a file of one's own. Default: as
        ``%config Pplx.history`` says, False.
    cache: how old an answer to the very same request may be to be given again for nothing: "7d", "12h".
    max_cost_usd: of this client (in a notebook: the session): what it has spent, and for each question under
        way and this one what the dearest has cost, may not go beyond, else it is not sent.
    private: True leaves no trace of the asking: nothing of question and settings is saved in the notebook,
        and no history, cache or recording takes it. Default: False.
    stream: False asks for the whole answer at once. Default: True.
    server_run: True for a run of the Agent API that goes on at the server: it is taken up again after a
        broken connection, and cancelled by a stop. Default: False.
    background: the older name of server_run, taken for one release more.
    retries: how often a question is asked again before its first text, 0 to 10; never once text has been
        seen. Default: 2.
    max_answer_bytes: of text and reasoning together; an answer that goes beyond ends there, and what it may
        hold is kept. Default: 10 MB, 10,485,760.
    transport: an httpx or httpx2 transport instead of the network.
    record: a file, HAR 1.2, for what goes over the network, at its time; the answer has it as ``exchange``.
        Of one question the latest is kept, of several all; keys are never in it.
    record_mode: record; replay answers from the file alone, and refuses a question that is not in it (one
        with the same path and the same body is; an empty one is the only one); record-on-miss replays what
        is in it and records the rest. Default: record.
    replay_speed: of a replay: 1 as it was recorded, 4 four times as fast, "instant". Default: 1, instant for
        whoever waits for the whole answer.
    inspect: True for the answer's ``exchange`` without a file. Default: False.
    in_cell: True where no key can be given with the question, so that none is advised; ``%%pplx`` says so.

    How long, in seconds; ``float("inf")`` switches one off:

    connect_timeout_s: until the connection stands. Default: 5.
    idle_timeout_s: between two reads. Default: 60; 300 for whole answers and deep research.
    first_text_timeout_s: until the first text, reasoning or search. Default: 120; 300 for whole answers, 600
        for deep research, none for server runs.
    gap_timeout_s: between two changes of the answer. Default: 300; none for server runs.
    total_timeout_s: the whole question, retries included. Default: 900; 3600 for deep research and server
        runs.
    settle_timeout_s: from the answer's last word on, for sources and usage that come behind it; the view says
        done meanwhile. Default: 4.

    How many (all questions of a Client to one server share one limiter):

    tier: Perplexity 0 to 5; Perf free, pro, enterprise. Default: the lowest, at the provider's own address.
    requests_per_minute: in place of the tier's.
    streams_at_once: how many answers may be under way. Default: the tier's.
    """

    provider: str | None = None
    base_url: str | None = None
    api_key: str | Key | None = None
    headers: Mapping[str, str] = {}
    allow_plain_http: bool = False
    model: str = ""
    instructions: str = ""
    recency: str = ""
    domains: tuple[str, ...] | list[str] | str = ()
    context_size: str = ""
    images: bool = False
    related: bool = False
    reasoning_effort: str = ""
    attachments: tuple[Attachment, ...] | list[Attachment] = ()
    attach: str | os.PathLike[str] | Attachment | Sequence[str | os.PathLike[str] | Attachment] = ()
    schema: Any = None
    schema_retry: bool = False
    stream_mode: str = ""
    extra: Mapping[str, Any] = {}
    continue_from: Answer | Transcript | None = None
    thread: str = ""
    max_earlier: int | None = None
    history: bool | str | os.PathLike[str] | None = None
    cache: str | timedelta | None = None
    max_cost_usd: float | None = None
    private: bool = False
    stream: bool = True
    server_run: bool = False
    background: bool | None = None
    retries: int = 2
    max_answer_bytes: int = MAX_ANSWER_BYTES
    transport: Any = None
    record: str | os.PathLike[str] | None = None
    record_mode: str = "record"
    replay_speed: float | str | None = None
    inspect: bool = False
    in_cell: bool = False
    connect_timeout_s: float | None = None
    idle_timeout_s: float | None = None
    first_text_timeout_s: float | None = None
    gap_timeout_s: float | None = None
    total_timeout_s: float | None = None
    settle_timeout_s: float | None = None
    tier: int | str | None = None
    requests_per_minute: int | None = None
    streams_at_once: int | None = None

    def __post_init__(self) -> None:
        """Types and ranges, each mistake in one sentence."""
        for name in ("provider", "base_url"):
            if not isinstance(getattr(self, name), str | None):
                raise UsageProblem(f"{name} must be text.")
        force_setattr(self, "headers", ranges.header_texts(self.headers))
        self._hide_key()
        check_recording(self.record, self.record_mode, self.replay_speed)
        if self.record is not None:
            force_setattr(self, "record", os.fspath(self.record))
        for name in SWITCHES:
            if not isinstance(getattr(self, name), bool):
                raise UsageProblem(f"{name} must be True or False.")
        if self.private and self.record is not None and self.record_mode != "replay":
            raise UsageProblem("private leaves no trace, and record keeps one: leave out one of them.")
        self._check_question()
        self._check_schema()
        if isinstance(getattr(self.continue_from, "answer", None), Answer):
            force_setattr(self, "continue_from", _ended(self.continue_from))
        if not isinstance(self.continue_from, Answer | Transcript | None):
            raise UsageProblem("continue_from takes an earlier answer or a transcript.")
        for name in CLOCKS:
            check_seconds(name, getattr(self, name))
        check_count("retries", self.retries, 0, 10)
        check_count("max_answer_bytes", self.max_answer_bytes, 1, MOST_ANSWER_BYTES)
        for name in ("requests_per_minute", "streams_at_once", "max_earlier"):
            if getattr(self, name) is not None:
                check_count(name, getattr(self, name), 1)
        if not isinstance(self.thread, str):
            raise UsageProblem("thread must be text.")
        check_keeping(self.history, self.cache, self.max_cost_usd)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled without key and transport, which stay in this process: a worker has its environment's."""
        given = {name: value for name, value in self.given.items() if name not in ("api_key", "transport")}
        return partial(Settings, **given), ()

    @property
    def key(self) -> Key | None:
        """The key that was given, hidden."""
        return cast("Key | None", self.api_key)

    @property
    def given(self) -> dict[str, Any]:
        """What differs from the defaults, by name."""
        return {
            name: value
            for name in self.__struct_fields__
            if (value := getattr(self, name)) != getattr(_USUAL, name)
        }

    @property
    def runs_at_server(self) -> bool:
        """True for a server run, by either name."""
        return self.server_run or bool(self.background) or bool(self.extra.get("background"))

    @property
    def records(self) -> bool:
        """True where what goes over the network is noted, or a recording answers; nothing private is
        noted."""
        wanted = self.inspect or self.record is not None
        return wanted and (not self.private or self.record_mode == "replay")

    def question(self, prompt: str) -> Question:
        """The question these settings make of a prompt, without earlier turns."""
        if not isinstance(prompt, str):
            raise UsageProblem("the question must be text.")
        return Question(prompt=prompt, **{name: getattr(self, name) for name in OPTIONS})

    def _check_schema(self) -> None:
        """A form is a ``Schema`` from here on."""
        if self.schema is not None:
            from pplx_notebook.schemas.schema import schema_of

            force_setattr(self, "schema", schema_of(self.schema))
        elif self.schema_retry:
            raise UsageProblem("schema_retry needs a schema that the answer may not fit.")

    def _hide_key(self) -> None:
        """A key is a ``Key`` from here on; no frame of a traceback keeps the text it was."""
        given: Any = self.api_key
        if isinstance(given, Key | None):
            return
        force_setattr(self, "api_key", None)
        try:
            if not isinstance(given, str):
                raise UsageProblem("api_key must be text.")
            force_setattr(self, "api_key", Key(given, "api_key=") if given else None)
        except UsageProblem as problem:
            given = None
            raise problem.with_traceback(None) from None  # the frames below hold it

    def _check_question(self) -> None:
        """What the question is made of has its types, None meaning the default and one domain being a
        list."""
        for name in OPTIONS:
            value, usual = getattr(self, name), getattr(_PLAIN, name)
            if value is None:
                force_setattr(self, name, usual)
            elif value is not usual and (type(value) is not type(usual) or type(value) not in (str, bool)):
                one_domain = name == "domains" and isinstance(value, str)
                force_setattr(self, name, question_field(name, (value,) if one_domain else value))


def changed(settings: Settings, given: Mapping[str, Any]) -> Settings:
    """The settings with what is given in their place; UsageProblem naming the nearest option for a name that
    is none. Their key and headers do not follow to another place. No frame holds a key when it raises."""
    for name in given:
        if name not in Settings.__struct_fields__:
            near = nearest(name, Settings.__struct_fields__)
            hint = f"did you mean {near}?" if near else "other request fields go into extra={...}."
            raise UsageProblem(f"unknown option {printable(name)}: {hint}")
    if (settings.key is not None or settings.headers) and _elsewhere(settings, given):
        given = {"api_key": None, "headers": {}, **given}
    return msgspec.structs.replace(settings, **given) if given else settings


def _ended(live: Any) -> Answer:
    """The answer of one that was under way; UsageProblem as long as it is."""
    if not live.done:
        raise UsageProblem("continue_from takes a whole answer: this one is still being written.")
    return cast("Answer", live.answer)


def _elsewhere(settings: Settings, given: Mapping[str, Any]) -> bool:
    """True for a question that goes to another place than the settings name."""
    return any(name in given and given[name] != getattr(settings, name) for name in ("provider", "base_url"))


_PLAIN = Question(prompt="?")
_USUAL = Settings()
