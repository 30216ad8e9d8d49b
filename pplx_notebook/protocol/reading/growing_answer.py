"""Chunks in, ``Answer`` out: the running state of one answer, free of bytes and dialects.

Text grows by deltas; a whole text only fills a gap (it replaces when longer, it is never appended). Lists are
replaced by the latest non-empty one or merged, usage by the latest; nothing known is ever emptied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from pplx_notebook.protocol import chunks as c
from pplx_notebook.protocol.answer import (
    Annotation,
    Answer,
    AnswerError,
    IncompleteDetails,
    Status,
    Usage,
)
from pplx_notebook.protocol.asked import Turn
from pplx_notebook.protocol.lenient_json import well_formed
from pplx_notebook.protocol.reading.activity import Activity
from pplx_notebook.protocol.reading.answer_size import cut
from pplx_notebook.protocol.reading.arriving_sources import ArrivingSources
from pplx_notebook.protocol.reading.doings import Doings
from pplx_notebook.protocol.reading.growing_choices import GrowingChoices
from pplx_notebook.protocol.reading.growing_text import GrowingText, is_seen
from pplx_notebook.protocol.reading.thinking import is_thinking, split_thinking
from pplx_notebook.protocol.scrub import printable_line


class GrowingAnswer:
    """Folds chunks; ``answer(...)`` gives the value so far.

    ``shown``: text or reasoning has arrived. ``finished``: every choice seen has ended. ``final``: nothing of
    value follows. ``error``: what the server reported before it had finished.
    """

    def __init__(
        self,
        *,
        prompt: str,
        provider: str,
        notices: Iterable[str],
        earlier: tuple[Turn, ...] = (),
        mask: Callable[[str], str] = str,
    ) -> None:
        self._mask = mask
        self.shown = False
        self.final = False
        self.error: AnswerError | None = None
        self._activity = Activity()
        self.run_state, self.run_reports = "", 0
        self._choices = GrowingChoices()
        self._reasoning = GrowingText()
        self._late_error: AnswerError | None = None
        self._sources = ArrivingSources()
        self._facts: dict[str, Any] = {"prompt": prompt, "provider": provider, "earlier": earlier}
        self._doings = Doings(notices)
        self._annotations: dict[Annotation, None] = {}

    @property
    def finished(self) -> bool:
        """Whether a terminator was seen: nothing can fail any more."""
        return self.final or self._choices.finished

    @property
    def activity(self) -> Activity:
        """What the server is doing; inline thinking counts as thinking until it closes."""
        main = self._choices.get(0)
        thinking = (
            self._activity.state == "writing"
            and main is not None
            and is_thinking(main.content.value(ended=False))
        )
        return Activity("thinking") if thinking else self._activity

    @property
    def empty(self) -> bool:
        """Whether nothing at all was said yet."""
        return self._activity.state == "connecting"

    @property
    def unread(self) -> bool:
        """Whether events came and none of them could be read."""
        return self.empty and bool(self._doings.warnings)

    @property
    def id(self) -> str:
        """The response's id, "" while it is not known."""
        return str(self._facts.get("id", ""))

    @property
    def size(self) -> int:
        """Characters of text and reasoning kept."""
        return (
            self._doings.thought_characters
            + len(self._reasoning)
            + sum(len(choice.content) for choice in self._choices.values())
        )

    def texts(self) -> list[str]:
        """The texts whose characters are counted."""
        growing = [self._reasoning, *(choice.content for choice in self._choices.values())]
        return [text.value(ended=False) for text in growing] + self._doings.thoughts

    def cut_to(self, most_bytes: int) -> None:
        """Keep so much of reasoning and text, in the order in which they come."""
        left = self._doings.cut_thoughts(most_bytes)
        self._reasoning, left = cut(self._reasoning, left)
        for _, choice in sorted(self._choices.items()):
            choice.content, left = cut(choice.content, left)

    def fold(self, chunks: Iterable[c.AnyChunk]) -> bool:
        """Take what one event said; True if something a reader can see changed."""
        changed = False
        for chunk in chunks:
            changed |= _FOLDS[type(chunk)](self, chunk)
        return changed

    def answer(self, *, status: Status, error: AnswerError | None) -> Answer:
        """The answer so far. Until it is finished, half a tag or half a character at the end stays hidden."""
        ended = self.finished
        main = self._choices.get(0)
        content = main.content.value(ended=ended) if main is not None else ""
        thought, text = split_thinking(content, ended=ended)
        return Answer(
            text=text,
            reasoning=self._reasoning_text(thought, ended),
            citations=self._sources.citations(text, ended=ended),
            search_results=self._sources.search_results,
            finish_reason=main.reason if main is not None else None,
            status=status,
            error=error,
            warnings=self._doings.warnings,
            notices=self._doings.notices,
            steps=self._doings.steps,
            annotations=tuple(self._annotations),
            choices=self._choices.rows(ended),
            **self._facts,
        )

    def silence(self) -> AnswerError | None:
        """Why there is nothing to read in an answer that has ended; None where there is something."""
        contents = [choice.content.value(ended=True) for choice in self._choices.values()]
        parts = [split_thinking(content, ended=True) for content in contents]
        if any(is_seen(text) for _, text in parts) or "images" in self._facts or "videos" in self._facts:
            return None
        if self._late_error is not None:
            return self._late_error
        from pplx_notebook.protocol.reading.no_text import Silence, no_text

        main = self._choices.get(0)
        return no_text(
            Silence(
                tools=self._doings.tools,
                reason=(main.reason if main is not None else None) or "",
                reasoned=bool(len(self._reasoning)) or any(thought for thought, _ in parts),
                searched=bool(self._sources.search_results),
                unread=self.unread,
            )
        )

    def _start(self, chunk: c.Started) -> bool:
        changed = self._keep("id", chunk.id) | self._keep("model", chunk.model)
        changed |= self._keep_first("created_at", chunk.created_at) | self._keep_first("effort", chunk.effort)
        if changed and self.empty:
            self._activity = Activity("searching")
        return changed

    def _set_run_state(self, chunk: c.RunState) -> bool:
        self.run_state = chunk.status
        self.run_reports += 1
        return False

    def append_text(self, chunk: c.TextDelta) -> bool:
        """The most frequent chunk, open to the reader's hot path."""
        choice = self._choices[chunk.index]
        choice.content.append(chunk.text)
        if self._activity.state != "writing" or not self.shown:
            self._writing()
        return True

    def _fill_text(self, chunk: c.WholeText) -> bool:
        choice = self._choices[chunk.index]
        whole = well_formed(chunk.text)
        if len(whole) <= len(choice.content.value(ended=False)):
            return False
        choice.content = GrowingText(whole)
        self._writing()
        return True

    def _append_reasoning(self, chunk: c.ReasoningDelta) -> bool:
        self._reasoning.append(chunk.text)
        self._thinking()
        return True

    def _fill_reasoning(self, chunk: c.WholeReasoning) -> bool:
        whole = well_formed(chunk.text)
        if len(whole) <= len(self._reasoning.value(ended=False)):
            return False
        self._reasoning = GrowingText(whole)
        self._thinking()
        return True

    def _add_step(self, step: c.ReasoningStep) -> bool:
        if not self._doings.add_step(step):
            return False
        if not self.shown:
            self._activity = Activity("searching", step.queries, step.urls)
        return True

    def _add_results(self, chunk: c.FoundResults) -> bool:
        self._sources.add_results(chunk)
        return True

    def _add_citations(self, chunk: c.FoundCitations) -> bool:
        self._sources.add_citations(chunk)
        return True

    def _add_annotations(self, chunk: c.FoundAnnotations) -> bool:
        self._annotations.update(dict.fromkeys(chunk.annotations))
        return True

    def _finish(self, chunk: c.Finished) -> bool:
        choice = self._choices[chunk.index]
        choice.finished = True
        choice.reason = chunk.reason if chunk.reason is not None else choice.reason
        self.final |= chunk.final
        return True

    def _fail(self, chunk: c.Failed) -> bool:
        line = printable_line(self._mask(chunk.error.message))
        error = msgspec.structs.replace(chunk.error, message=line)
        if self.error is not None or (self.finished and error.kind == "api"):
            self._late_error = self._late_error or error
            return False
        self.error = error
        return True

    def _keep(self, name: str, value: object) -> bool:
        """Remember a fact unless it is empty; True if it is new."""
        if not value or self._facts.get(name) == value:
            return False
        self._facts[name] = value
        return True

    def _keep_first(self, name: str, value: object) -> bool:
        """Remember a fact whose first word counts (concise chunks have a ``created`` each)."""
        return name not in self._facts and self._keep(name, value)

    def _writing(self) -> None:
        self.shown = True
        self._activity = Activity("writing")

    def _thinking(self) -> None:
        self.shown = True
        self._activity = Activity("thinking")

    def _reasoning_text(self, thought: str, ended: bool) -> str:
        parts = (*self._doings.thoughts, self._reasoning.value(ended=ended), thought)
        return "\n".join(part for part in parts if part)


# functions, not bound methods: those would make a cycle of every answer, to be found by the collector
_FOLDS: dict[type[c.Chunk], Callable[[GrowingAnswer, Any], bool]] = {
    c.Started: GrowingAnswer._start,
    c.RunState: GrowingAnswer._set_run_state,
    c.TextDelta: GrowingAnswer.append_text,
    c.WholeText: GrowingAnswer._fill_text,
    c.ReasoningDelta: GrowingAnswer._append_reasoning,
    c.WholeReasoning: GrowingAnswer._fill_reasoning,
    c.ReasoningStep: GrowingAnswer._add_step,
    c.WantedTool: lambda answer, chunk: answer._doings.want_tool(chunk.name),
    c.FoundResults: GrowingAnswer._add_results,
    c.FoundCitations: GrowingAnswer._add_citations,
    c.FoundAnnotations: GrowingAnswer._add_annotations,
    c.StoppedEarly: lambda answer, chunk: answer._keep(
        "incomplete_details", IncompleteDetails(reason=chunk.reason)
    ),
    c.Noticed: lambda answer, chunk: answer._doings.notice(chunk.line),
    c.FoundImages: lambda answer, chunk: answer._keep("images", chunk.images),
    c.FoundVideos: lambda answer, chunk: answer._keep("videos", chunk.videos),
    c.FoundRelatedQuestions: lambda answer, chunk: answer._keep("related_questions", chunk.questions),
    c.UsageReport: lambda answer, chunk: answer._keep("usage", Usage(chunk.usage)),
    c.Finished: GrowingAnswer._finish,
    c.Failed: GrowingAnswer._fail,
    c.Skipped: lambda answer, chunk: answer._doings.pass_over(chunk.why),
}
