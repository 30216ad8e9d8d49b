"""What the decoder makes of an event, in words: ``("TextDelta", " is")``, ``("FoundResults", "10 results")``.

Deltas are their text; the rest is a summary. What says the same as it did before ends with "as before".
Thinking that stands inside the text, between tags, is a ``ReasoningDelta`` as the reader has it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pplx_notebook.protocol import chunks as c
from pplx_notebook.protocol.dialects.recognise import Dialects
from pplx_notebook.protocol.reading.thinking import split_thinking
from pplx_notebook.protocol.sse import ServerSentEvent

Words = tuple[tuple[str, str], ...]
AS_BEFORE = ", as before"
_TAG_CHARS = 20  # a closing tag may be cut


class ChunkWords:
    """The decoder of one stream: ``of`` each event in turn."""

    def __init__(self) -> None:
        self._dialects = Dialects()
        self._last: dict[str, str] = {}
        self._thinking = _InlineThinking()

    def of(self, event: ServerSentEvent) -> Words:
        """The chunks it becomes: their names and words."""
        delta = self._dialects.plain(event)
        chunks = self._dialects.decode(event) if delta is None else [delta]
        return tuple(words for chunk in chunks for words in self._named(chunk))

    def _named(self, chunk: c.AnyChunk) -> Words:
        if isinstance(chunk, c.TextDelta) and not self._thinking.over and not chunk.index:
            return self._thinking.split(chunk.text)
        return ((type(chunk).__name__, self._words(chunk)),)

    def _words(self, chunk: c.AnyChunk) -> str:
        if isinstance(chunk, c.TextDelta | c.ReasoningDelta):
            return chunk.text
        name, words = type(chunk).__name__, _SUMMARIES[type(chunk)](chunk)
        if name not in _REPEATED:
            return words
        before, self._last[name] = self._last.get(name), words
        return words + AS_BEFORE if words == before else words


class _InlineThinking:
    """Tells thinking between tags from text; ``over`` once the first text has come."""

    def __init__(self) -> None:
        self.over = False
        self._content = ""
        self._given = (0, 0)

    def split(self, delta: str) -> Words:
        """The delta as reasoning and text."""
        self._content += delta
        if self._given[0] and not any(mark in self._content[-len(delta) - _TAG_CHARS :] for mark in "<["):
            self._given = (self._given[0] + len(delta), 0)
            return (("ReasoningDelta", delta),)
        thought, text = split_thinking(self._content, ended=False)
        begun, self._given = self._given, (max(self._given[0], len(thought)), len(text))
        self.over = bool(text.strip())
        found = (("ReasoningDelta", thought[begun[0] :]), ("TextDelta", text[begun[1] :]))
        return tuple((name, words) for name, words in found if words)


def _count(many: Any, what: str) -> str:
    return f"{len(many)} {what}{'s' * (len(many) != 1)}"


def _usage(chunk: c.UsageReport) -> str:
    from pplx_notebook.protocol.answer import Usage

    tokens = Usage(chunk.usage).output_tokens
    return "usage" if tokens is None else f"{tokens} output tokens"


def _step(chunk: c.ReasoningStep) -> str:
    return chunk.thought or ", ".join((*chunk.queries, *chunk.urls))


def _finished(chunk: c.Finished) -> str:
    return ", ".join(filter(None, (chunk.reason, "final" * chunk.final)))


_REPEATED = (
    "Started",
    "FoundResults",
    "FoundCitations",
    "FoundImages",
    "FoundVideos",
    "FoundRelatedQuestions",
)
_SUMMARIES: dict[type, Callable[[Any], str]] = {
    c.Started: lambda chunk: chunk.model,
    c.RunState: lambda chunk: chunk.status,
    c.WholeText: lambda chunk: f"{len(chunk.text)} characters so far",
    c.WholeReasoning: lambda chunk: f"{len(chunk.text)} characters so far",
    c.ReasoningStep: _step,
    c.WantedTool: lambda chunk: chunk.name,
    c.FoundResults: lambda chunk: _count(chunk.results, "result"),
    c.FoundCitations: lambda chunk: _count(chunk.citations, "citation"),
    c.FoundAnnotations: lambda chunk: _count(chunk.annotations, "annotation"),
    c.FoundImages: lambda chunk: _count(chunk.images, "image"),
    c.FoundVideos: lambda chunk: _count(chunk.videos, "video"),
    c.FoundRelatedQuestions: lambda chunk: _count(chunk.questions, "question"),
    c.UsageReport: _usage,
    c.Finished: _finished,
    c.StoppedEarly: lambda chunk: chunk.reason,
    c.Noticed: lambda chunk: chunk.line,
    c.Failed: lambda chunk: chunk.error.message,
    c.Skipped: lambda chunk: chunk.why,
}
