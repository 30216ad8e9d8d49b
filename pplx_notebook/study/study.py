"""What comes of many questions: rows in the order they were given, as many as were given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from pplx_notebook.protocol.answer import Answer, AnswerError
from pplx_notebook.study.ledger import Ledger
from pplx_notebook.study.plan import Plan
from pplx_notebook.study.row import StudyRow, Totals
from pplx_notebook.study.run import RowEnd

if TYPE_CHECKING:
    from pplx_notebook.library.sources import Sources


class Answers(Sequence["Answer | None"]):
    """The answers of a study in order, None where there is none; each is read when it is asked for."""

    def __init__(self, study: Study) -> None:
        self._study = study

    def __len__(self) -> int:
        return len(self._study)

    @overload
    def __getitem__(self, place: int) -> Answer | None: ...
    @overload
    def __getitem__(self, place: slice) -> list[Answer | None]: ...
    def __getitem__(self, place: int | slice) -> Answer | list[Answer | None] | None:
        if isinstance(place, slice):
            return [self._study[n].answer for n in range(*place.indices(len(self)))]
        return self._study[place].answer

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # a list has none either

    def __repr__(self) -> str:
        return repr(list(self))


class Study:
    """Many questions and what came of them.

    ``answers`` (an ``Answer`` or None) and ``errors`` (an ``AnswerError`` or None) stand in the order of the
    questions, and are as many. ``cost_usd`` is what the study has cost in US dollars so far, earlier runs of
    its ledger included; None where the server did not say. ``reason`` says in one line why it ended before
    all were asked, "" if it did not; ``name`` is what history and costs call it. ``study[3]``, iteration and
    ``rows`` give ``StudyRow`` values; ``to_pandas()`` the questions' own frame with columns beside it;
    ``sources`` the pages all answers cite; ``methods()`` the record of what was asked, when, of whom, and
    which model answered.
    """

    def __init__(
        self,
        plan: Plan,
        ends: Sequence[RowEnd | None],
        ledger: Ledger,
        *,
        reason: str = "",
        notices: tuple[str, ...] = (),
        cost_usd: float | None = None,
        known: int = 0,
        seconds: float = 0.0,
        name: str = "",
        private: bool = False,
    ) -> None:
        self._plan, self._ends, self._ledger = plan, list(ends), ledger
        self.reason, self.notices, self.cost_usd = reason, notices, cost_usd
        self.name, self.private = name, private
        self.known = known
        """How many answers were there already and were not asked for again."""
        self.seconds = seconds
        """How long it took."""

    def __len__(self) -> int:
        return len(self._plan.rows)

    def __iter__(self) -> Iterator[StudyRow]:
        return (self._row(place) for place in range(len(self)))

    def __getitem__(self, place: int) -> StudyRow:
        return self._row(range(len(self))[place])

    @property
    def rows(self) -> list[StudyRow]:
        """All rows at once."""
        return list(self)

    @property
    def answers(self) -> Answers:
        """An ``Answer`` or None for each question, in order."""
        return Answers(self)

    @property
    def errors(self) -> list[AnswerError | None]:
        """Why there is no answer, or None, for each question, in order."""
        return [end.error if end is not None else None for end in self._ends]

    @property
    def questions(self) -> list[str]:
        """The questions as they were sent, in order."""
        return [row.question for row in self._plan.rows]

    @property
    def done(self) -> int:
        """How many have a whole answer."""
        return self.totals.done

    @property
    def failed(self) -> int:
        """How many failed."""
        return len(self.totals.failed)

    @property
    def not_asked(self) -> int:
        """How many were not asked, or not to their end."""
        return len(self) - self.done - self.failed

    @property
    def totals(self) -> Totals:
        """All counts at once, as they are shown."""
        errors = self.errors
        return Totals(
            total=len(self),
            done=sum(error is None for error in errors),
            failed=tuple(
                n for n, error in enumerate(errors) if error is not None and error.kind != "not_asked"
            ),
            cost_usd=self.cost_usd,
            seconds=self.seconds,
            reason=self.reason,
            notices=self.notices,
            private=self.private,
        )

    @property
    def sources(self) -> Sources:
        """Every page that an answer cites, once; ``cells`` are the rows that cite it, from 1."""
        from pplx_notebook.library.sources import collect

        return collect((row.place + 1, row.answer) for row in self if row.answer is not None)

    def to_pandas(self) -> Any:
        """A DataFrame with a row a question: the questions' own frame (its index, too), and beside it
        question, answer, status, error, model, cost_usd, sources, asked_at, and parsed where a schema was
        given. Needs pandas."""
        from pplx_notebook.study.frame import frame_of

        return frame_of(self.rows, self._plan.frame)

    def methods(self, path: str | Path | None = None) -> str:
        """The methods record as JSON lines, also written to ``path`` if one is given: for each question
        what was asked, when, of whom, with which settings, which model answered, and what it cost."""
        from pplx_notebook.study.methods import record

        text = "".join(record(row) for row in self)
        if path is not None:
            Path(path).write_text(text, "utf-8")
        return text

    def write_folder(self, path: str | Path, *, title: str = "Study", licence: str = "") -> Path:
        """Write what a reader of the paper needs into a folder: answers, methods record, sources, offline
        checks, environment, and a README with a methods paragraph, described as an RO-Crate 1.2. Private
        answers are left out. ``licence`` is the address of one. ``UsageProblem`` where it cannot be."""
        from pplx_notebook.exports.folder.writing import study_folder

        return study_folder(self, path, title=title, licence=licence).path

    def __repr__(self) -> str:
        parts = [f"{self.done} of {len(self)} answered"]
        parts += [f"{self.failed} failed"] if self.failed else []
        parts += [f"{self.not_asked} not asked"] if self.not_asked else []
        parts += [f"${self.cost_usd:.4f}"] if self.cost_usd is not None else []
        return f"<Study: {', '.join(parts)}>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """What a cell shows: a table."""
        from pplx_notebook.study.shown import study_faces

        return study_faces(self.totals, self._row)

    def _row(self, place: int) -> StudyRow:
        planned, end = self._plan.rows[place], self._ends[place]
        if end is None:
            return StudyRow(place, planned.question)
        if end.name is not None:
            return StudyRow(place, planned.question, self._ledger.answer(end.name))
        if end.kept is not None and end.kept.status == "done":  # the ledger took no more
            return StudyRow(place, planned.question, end.kept)
        return StudyRow(place, planned.question, None, end.error, end.kept)
