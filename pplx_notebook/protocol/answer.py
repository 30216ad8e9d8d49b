"""What a question gets: immutable values, equal by content, free of network and screen.

Text in these values is well-formed Unicode (no lone surrogates) and otherwise exactly what the server
sent; whoever shows it goes through ``document.clean`` first.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pplx_notebook.protocol.asked import AskedAs, Turn, Usage
from pplx_notebook.protocol.row import (
    Annotation,
    AnswerError,
    Choice,
    Citation,
    Image,
    IncompleteDetails,
    Row,
    SearchResult,
    Step,
    Video,
)

if TYPE_CHECKING:
    from pplx_notebook.evidence.results.checked import Evidence
    from pplx_notebook.evidence.sentences import Sentences
    from pplx_notebook.library.sources import Sources
    from pplx_notebook.over_time.archive import Archived
    from pplx_notebook.over_time.comparison import Comparison

# found here by whoever has an answer, wherever they live
__all__ = [
    "MAX_ANSWER_BYTES", "UNSAVED", "Annotation", "Answer", "AnswerError", "AskedAs", "Choice", "Citation",
    "DataFrame", "Image", "IncompleteDetails", "SearchResult", "Status", "Step", "Turn", "Usage", "Video",
]  # fmt: skip

DataFrame: TypeAlias = Any
"""A ``pandas.DataFrame``; pandas has types of its own only where it is installed."""
MAX_ANSWER_BYTES = 10 * 1024 * 1024  # of text and reasoning together, unless the reader says otherwise

UNSAVED = (
    "archived",
    "earlier",
    "evidence",
    "exchange",
    "parsed",
)  # fields that the saved form does not have

Status = Literal["waiting", "streaming", "done", "interrupted", "cut off", "failed"]


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
    does not fit; then ``parse_error`` says where. ``private`` was asked to leave no trace of the asking;
    ``cache_age_s`` is how old it was, in seconds, when the cache gave it, None where it was asked.

    ``exchange`` is what went over the network, a ``Recording``, where that was asked for (``record=``,
    ``inspect=True``), else None; ``evidence`` what its last ``check()`` found and ``archived``
    what its last ``archive()`` did, also of one read back.

    Equal are answers that say the same: ``asked``, when and how it was asked, is no part of that, nor are
    ``earlier``, the conversation before it, ``exchange``, ``evidence``, ``archived`` and
    ``parsed``.
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
    cache_age_s: float | None = None
    parsed: Any = None
    """Not saved: of an answer that is read back, it is the JSON itself, without the class."""
    exchange: Any = None
    """Not saved in notebooks, and left out of ``repr``."""
    evidence: Any = None
    archived: Any = None

    @property
    def search_queries(self) -> tuple[str, ...]:
        """What the server searched for, in the order it said so, each once."""
        return tuple(dict.fromkeys(query for step in self.steps for query in step.queries))

    @property
    def cost_usd(self) -> float | None:
        """Cost in US dollars, None when the server did not say."""
        return self.usage.cost_usd if self.usage is not None else None

    @property
    def sources(self) -> Sources:
        """The pages behind it, one a row: ``number`` (as in ``[n]``), title, url, host, date, last_updated,
        snippet, ``cited`` (how often the text points to it), identifiers. A data frame, too, and
        ``.to_bibtex()``, ``.to_csl()``, ``.to_ris()``, ``.to_csv()``, ``.to_markdown()``."""
        from pplx_notebook.library.sources import sources_of

        return sources_of(self)

    def sentences(self) -> Sentences:
        """Its sentences, each with the ``citations`` that stand behind it; lists item by item, tables row by
        row, without headings and code."""
        from pplx_notebook.evidence.sentences import sentences_of

        return sentences_of(self)

    def uncited(self) -> Sentences:
        """The sentences without a citation of their own. ``later`` of each are those further on in its
        paragraph, which may be meant for it, too."""
        from pplx_notebook.evidence.sentences import uncited_of

        return uncited_of(self)

    def check(self, *, fetch: bool | None = None, check_with: str = "", **more: Any) -> Evidence:
        """Whether its sources say it: each cited sentence looked up in the snippets that came with it.

        ``fetch=True`` looks at the cited pages, too (public addresses only), ``False`` never does, None as
        ``%config Pplx.fetch`` says: asks once in a notebook, never in a script. ``check_with`` names a
        provider ("openrouter:MODEL") or a model that is asked about what the rules leave open, at its cost.
        ``more``: ``progress``, called with how many pages are there and of how many; ``address_rule``, which
        addresses may be fetched from; settings of the question to the model, ``max_cost_usd`` among them.

        A row each: sentence, number, verdict (quoted, supported, differs, not found, unclear, not fetched,
        unreachable), passage, differs (both values), url, reason; ``.summary`` is a line. ``UsageProblem``
        for what cannot be; ``CheckStopped``, with what it had by then in ``evidence``, when interrupted."""
        from pplx_notebook.checks.checks import check

        return check(self, fetch=fetch, check_with=check_with, **more)

    async def acheck(self, **how: Any) -> Evidence:
        """``check`` for coroutines."""
        from pplx_notebook.checks.checks import acheck

        return await acheck(self, **how)

    def compare(self, other: Answer) -> Comparison:
        """What a later answer says otherwise: sentences gained, lost, reworded or cited otherwise, a row each
        (became, before, after, differs), ``.sources`` the pages gained, lost and kept, ``.summary`` a line,
        ``.changed`` without what is the same. Nothing is asked. ``UsageProblem`` for what is no answer."""
        from pplx_notebook.over_time.comparison import compared

        return compared(self, other)

    def archive(self, timegate: str = "", *, reach: Any = None) -> Archived:
        """The archived address of each cited page, as a Memento TimeGate knows it: the copy nearest to when
        the question was asked. A row each (number, title, url, archived_url, archived_at, reason);
        ``.to_html()`` and ``.to_markdown()`` write robust links. ``UsageProblem`` without a TimeGate."""
        from pplx_notebook.over_time.archive import archived

        return archived(self, timegate, reach=reach)

    def to_pandas(self) -> DataFrame:
        """Its sources as a ``pandas.DataFrame``; ``sentences().to_pandas()`` is what it says.
        ``UsageProblem`` without pandas."""
        return self.sources.to_pandas()

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        """Its sources for whatever reads Arrow: ``polars.DataFrame(answer)``."""
        return self.sources.__arrow_c_stream__(requested_schema)

    def to_dict(self) -> dict[str, Any]:
        """Every field as JSON has them (texts, numbers, lists, dicts); ``Answer.from_dict`` reads it back."""
        from pplx_notebook.protocol.saved import to_dict

        return to_dict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Answer:
        """The answer of such a dict, or of one saved in a notebook, by this version or an earlier one.
        ValueError, one line, for anything else."""
        from pplx_notebook.protocol.saved import from_dict

        return from_dict(values)

    @classmethod
    def from_notebook(cls, path: str | Path) -> list[Answer]:
        """All answers saved in a notebook, in order, each once however often shown; nothing is executed.
        OSError, ValueError as ``open``."""
        from pplx_notebook.library.notebooks import answers_in_notebook

        return [answer for _, answer in answers_in_notebook(path)]

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        shown = (name for name in self.__struct_fields__ if name not in UNSAVED)
        return f"Answer({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    def __eq__(self, other: object) -> bool:
        return _said(self) == _said(other) if isinstance(other, Answer) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other  # the base class has a != of its own

    def __hash__(self) -> int:
        return hash(_said(self))


# all fields but those that say how it was asked, and the text in another form, as one tuple
_UNSAID = ("asked", "cache_age_s", "private", *UNSAVED)
_said = attrgetter(*(name for name in Answer.__struct_fields__ if name not in _UNSAID))
