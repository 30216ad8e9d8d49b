"""The one vocabulary every dialect maps to: what an event *means*, free of any wire format.

A dialect turns one ``ServerSentEvent`` (or one JSON body) into a list of these values; ``reader.py``
folds them into an ``Answer``. Adding a dialect never adds a chunk; adding a chunk is a change of the
product. All values are frozen and equal by content.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec

from pplx_notebook.protocol.answer import Annotation, AnswerError, Citation, Image, SearchResult, Video


class Chunk(msgspec.Struct, frozen=True):
    """Base of all chunks."""


class Started(Chunk, frozen=True):
    """The server named the run: response id and model, each "" when unknown; when it began (seconds since
    1970) and with which effort, where it says so. The first word on the two latter counts."""

    id: str = ""
    model: str = ""
    created_at: int | None = None
    effort: str = ""


RUNNING = ("queued", "in_progress")  # the states in which a run goes on


class RunState(Chunk, frozen=True):
    """The server's word for the state of the run ("queued", "in_progress", "completed" ...)."""

    status: str


class TextDelta(Chunk, frozen=True):
    """Text to append to choice ``index`` of the answer."""

    text: str
    index: int = 0


class WholeText(Chunk, frozen=True):
    """The whole text so far of choice ``index``: fills a gap when longer than the deltas, never appended."""

    text: str
    index: int = 0


class ReasoningDelta(Chunk, frozen=True):
    """Reasoning to append."""

    text: str


class WholeReasoning(Chunk, frozen=True):
    """The whole reasoning so far: fills a gap when longer than the deltas, is never appended."""

    text: str


class ReasoningStep(Chunk, frozen=True):
    """One thought the server names as a step (concise mode, agent searches); equal steps count once.

    ``queries`` are searches under way and kept, ``urls`` pages being read; both for the status line.
    """

    thought: str = ""
    queries: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


class WantedTool(Chunk, frozen=True):
    """The model wants a tool to be run by whoever asked; ``name`` is its name, "" when it has none."""

    name: str


class FoundResults(Chunk, frozen=True):
    """Search results. ``merge``: add to what is known by id or URL (agent searches come in batches);
    else replace what is known, unless empty (chat repeats the whole list)."""

    results: tuple[SearchResult, ...]
    merge: bool = False


class FoundCitations(Chunk, frozen=True):
    """The server's own citation list; ``merge`` as above (annotations arrive one by one)."""

    citations: tuple[Citation, ...]
    merge: bool = False


class FoundAnnotations(Chunk, frozen=True):
    """Places in the text that point to a page; equal ones count once."""

    annotations: tuple[Annotation, ...]


class FoundImages(Chunk, frozen=True):
    """Images; the last non-empty list wins."""

    images: tuple[Image, ...]


class FoundVideos(Chunk, frozen=True):
    """Videos; the last non-empty list wins."""

    videos: tuple[Video, ...]


class FoundRelatedQuestions(Chunk, frozen=True):
    """Related questions; the last non-empty list wins."""

    questions: tuple[str, ...]


class UsageReport(Chunk, frozen=True):
    """Token counts and cost exactly as sent; the last one wins."""

    usage: dict[str, Any]


class Finished(Chunk, frozen=True):
    """The answer of choice ``index`` is complete; ``reason`` is the server's word or None.

    ``final``: nothing of value follows, stop reading ([DONE], response.completed, chat.completion.done).
    """

    reason: str | None = None
    index: int = 0
    final: bool = False


class StoppedEarly(Chunk, frozen=True):
    """The server stopped before the end; ``reason`` is its word for why."""

    reason: str


class Noticed(Chunk, frozen=True):
    """The server did something a reader should know of, told in one line; equal lines count once."""

    line: str


class Failed(Chunk, frozen=True):
    """The server reported an error inside the stream; text so far is kept."""

    error: AnswerError


class Skipped(Chunk, frozen=True):
    """An event that could not be read was passed over; ``why`` is one line for ``Answer.warnings``."""

    why: str


AnyChunk: TypeAlias = (
    Started
    | RunState
    | TextDelta
    | WholeText
    | ReasoningDelta
    | WholeReasoning
    | ReasoningStep
    | WantedTool
    | FoundResults
    | FoundCitations
    | FoundAnnotations
    | FoundImages
    | FoundVideos
    | FoundRelatedQuestions
    | UsageReport
    | Finished
    | StoppedEarly
    | Noticed
    | Failed
    | Skipped
)
