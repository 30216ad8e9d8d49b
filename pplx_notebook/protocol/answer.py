"""What a question gets: immutable values, equal by content, free of network and screen.

Text in these values is well-formed Unicode (no lone surrogates) and otherwise exactly what the server
sent; whoever shows it goes through ``document.clean`` first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, TypeGuard

from pplx_notebook.protocol.asked import AskedAs, Turn
from pplx_notebook.protocol.row import Row

MAX_ANSWER_BYTES = 10 * 1024 * 1024  # of text and reasoning together, unless the reader says otherwise
_MOST = 1e18  # tokens or dollars; more is a broken number

Status = Literal["waiting", "streaming", "done", "interrupted", "cut off", "failed"]


class SearchResult(Row, frozen=True, kw_only=True):
    """One page the server found: ``title``, ``url`` ("" for an attachment), ``snippet`` (some words of it).

    ``date`` and ``last_updated`` are as sent, None when unknown; ``source`` is "web", "attachment" or another
    word of the server. ``id`` is the number the text's markers use in the responses dialect, else None.
    """

    title: str = ""
    url: str = ""
    date: str | None = None
    last_updated: str | None = None
    snippet: str = ""
    source: str = ""
    id: int | None = None


class Citation(Row, frozen=True, kw_only=True):
    """One source the answer points to: ``title``, ``url``; ``number`` is what stands in ``[n]``."""

    number: int
    url: str = ""  # empty text has a default wherever it may stand: the saved form leaves it out
    title: str = ""


class Annotation(Row, frozen=True, kw_only=True):
    """Where in the text the server points to a page: characters ``start_index`` up to ``end_index``; the
    page's ``url`` and ``title``.

    Counted by the server, in the text as it sent it. Annotations without a place (0 to 0) are none.
    """

    url: str
    title: str = ""
    start_index: int
    end_index: int


class Image(Row, frozen=True, kw_only=True):
    """One image record; nothing is fetched: ``title``, its own address ``image_url``, the page it is from
    ``origin_url``. ``width`` and ``height`` in pixels, 0 when unknown."""

    image_url: str = ""
    origin_url: str = ""
    title: str = ""
    width: int = 0
    height: int = 0


class Video(Row, frozen=True, kw_only=True):
    """One video record; nothing is fetched: ``title``, ``url``, and ``thumbnail_url`` of its picture."""

    url: str = ""
    title: str = ""
    thumbnail_url: str = ""


class IncompleteDetails(Row, frozen=True, kw_only=True):
    """Why the server stopped early: its own word as ``reason`` ("max_output_tokens")."""

    reason: str


class AnswerError(Row, frozen=True, kw_only=True):
    """Why an answer is not whole: ``kind`` a word of the error tree (``errors.py``), ``message`` one line.

    ``status`` is HTTP's; ``code`` and ``type`` are the server's own words; ``retry_after_s`` is when to come
    back, in seconds. None where nobody said.
    """

    kind: str
    message: str = ""
    status: int | None = None
    code: str | int | None = None
    type: str | None = None
    retry_after_s: float | None = None


class Step(Row, frozen=True, kw_only=True, omit_defaults=True):
    """Something the server did before it wrote: ``queries`` it searched for, ``urls`` it read, and what it
    said of that in ``thought`` (which stands in ``Answer.reasoning`` too)."""

    thought: str = ""
    queries: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


class Choice(Row, frozen=True, kw_only=True):
    """One of several answers when ``n`` > 1 was asked for: its ``index``, ``text`` and ``finish_reason``.
    ``Answer.text`` is choice 0."""

    index: int
    text: str = ""
    finish_reason: str | None = None


class Usage(Mapping[str, Any]):
    """Token counts and cost as the server sent them: a read-only mapping with names for the common part.

    ``input_tokens``, ``output_tokens``, ``total_tokens`` are ints or None; both naming schemes are read.
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, Any] | None = None) -> None:
        self._fields = dict(fields or {})

    def __getitem__(self, key: str) -> Any:
        return self._fields[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __eq__(self, other: object) -> bool:
        return self._fields == (other._fields if isinstance(other, Usage) else other)

    def __hash__(self) -> int:
        return hash(frozenset(self._fields))  # the values may be lists and objects

    def __repr__(self) -> str:
        return f"Usage({self._fields!r})"

    @property
    def input_tokens(self) -> int | None:
        """Tokens of the question (``input_tokens`` or ``prompt_tokens``)."""
        return self._count("input_tokens", "prompt_tokens")

    @property
    def output_tokens(self) -> int | None:
        """Tokens of the answer (``output_tokens`` or ``completion_tokens``)."""
        return self._count("output_tokens", "completion_tokens")

    @property
    def total_tokens(self) -> int | None:
        """Tokens in all."""
        return self._count("total_tokens")

    @property
    def cost_usd(self) -> float | None:
        """Cost in US dollars (``cost.total_cost`` or a bare ``cost``), None when unknown."""
        cost = self._fields.get("cost")
        value = cost.get("total_cost") if isinstance(cost, Mapping) else cost
        return float(value) if _is_number(value) else None

    def plus(self, other: Usage) -> Usage:
        """What two requests took together: numbers are added, what only one says is kept."""
        return Usage(_sum(self._fields, other._fields))

    def _count(self, *names: str) -> int | None:
        for name in names:
            value = self._fields.get(name)
            if _is_number(value):
                return int(value)
        return None


def _sum(one: Any, other: Any) -> Any:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return {name: _sum(one.get(name), other.get(name)) for name in {**one, **other}}
    return one + other if _is_number(one) and _is_number(other) else other if one is None else one


def _is_number(value: object) -> TypeGuard[int | float]:
    """No bool, no nan, and nothing a float cannot hold."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _MOST


class Answer(Row, frozen=True, kw_only=True, eq=False):
    """The answer to one question, whole or as far as it came.

    ``text`` is Markdown, with ``[n]`` where it cites; ``str(answer)`` is the same. ``citations`` are the
    sources of those numbers, ``search_results`` all pages that were found; ``images``, ``videos`` and
    ``related_questions`` come where they were asked for and the API has them; ``reasoning`` is what the
    model thought aloud, ``choices`` are all answers where several were asked for. ``prompt`` is the question
    as sent, ``provider`` whom it was sent to, ``model`` who answered, ``id`` the server's name of the answer,
    ``finish_reason`` its word for why the text ends there ("stop", "length"). ``notices`` tell the reader of
    how it was asked ("demo engine: …").

    ``search_queries`` are what the server searched for, ``steps`` how it was found, ``annotations`` the
    places in the text that point to a page, ``created_at`` when the server began (seconds since 1970),
    ``effort`` and ``incomplete_details`` the Agent API's own words for how much work it did and why it
    stopped early.

    ``status`` is "waiting", "streaming", "done", "interrupted" (you stopped it), "cut off" (the stream
    ended too early) or "failed"; ``error`` says why for the last two. ``usage`` and ``cost_usd`` are None
    when the server did not say. ``warnings`` are one-line notes on events that were passed over.
    ``first_text_s`` and ``total_s`` are seconds since the question of an answer that was shown while it came;
    else None, so that the same answer is equal however long it took.

    Of a question that was asked with a ``schema``, ``parsed`` is the answer as that object, None where it
    does not fit; then ``parse_error`` says where. ``private`` was asked to leave no trace of the asking.

    Equal are answers that say the same: ``asked``, when and how it was asked, is no part of that, nor are
    ``earlier``, the conversation before it, and ``parsed``, which says what the text says.
    """

    text: str = ""
    reasoning: str = ""
    citations: tuple[Citation, ...] = ()
    search_results: tuple[SearchResult, ...] = ()
    images: tuple[Image, ...] = ()
    videos: tuple[Video, ...] = ()
    related_questions: tuple[str, ...] = ()
    usage: Usage | None = None
    model: str = ""
    id: str = ""
    finish_reason: str | None = None
    status: Status = "waiting"
    error: AnswerError | None = None
    warnings: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    prompt: str = ""
    provider: str = ""
    first_text_s: float | None = None
    total_s: float | None = None
    notices: tuple[str, ...] = ()
    """What the reader should know of how it was asked: "demo engine: …", "sonar-pro asked as effort low"."""
    asked: AskedAs | None = None
    """When and how it was asked; None where nobody noted it, as in notebooks saved before December 2026."""
    steps: tuple[Step, ...] = ()
    earlier: tuple[Turn, ...] = ()
    """The turns before this question, so that ``continue_from`` goes on with all of them. Not saved in
    notebooks, where the cells above hold them, and left out of ``repr``."""
    annotations: tuple[Annotation, ...] = ()
    created_at: int | None = None
    effort: str = ""  # as "low"; "" when the server did not say
    incomplete_details: IncompleteDetails | None = None
    schema: str = ""
    """The name of the schema that the text is JSON of; "" where none was asked for."""
    parse_error: str = ""
    private: bool = False
    parsed: Any = None
    """Not saved: of an answer that is read back, it is the JSON itself, without the class."""

    @property
    def search_queries(self) -> tuple[str, ...]:
        """What the server searched for, in the order it said so, each once."""
        return tuple(dict.fromkeys(query for step in self.steps for query in step.queries))

    @property
    def cost_usd(self) -> float | None:
        """Cost in US dollars, None when the server did not say."""
        return self.usage.cost_usd if self.usage is not None else None

    @classmethod
    def from_notebook(cls, path: str | Path) -> list[Answer]:
        """All answers saved in a notebook, in order, each once however often shown; nothing is executed.
        OSError, ValueError as ``open``."""
        from pplx_notebook.library.notebooks import answers_in_notebook

        return [answer for _, answer in answers_in_notebook(path)]

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        shown = (name for name in self.__struct_fields__ if name not in ("earlier", "parsed"))
        return f"Answer({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    def __eq__(self, other: object) -> bool:
        return _said(self) == _said(other) if isinstance(other, Answer) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other  # the base class has a != of its own

    def __hash__(self) -> int:
        return hash(_said(self))


_UNSAID = ("asked", "earlier", "private", "parsed")
# all fields but those that say how it was asked, and the text in another form, as one tuple
_said = attrgetter(*(name for name in Answer.__struct_fields__ if name not in _UNSAID))
