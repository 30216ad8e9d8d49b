"""The text of a run of the responses dialect: parts inside messages, put together.

Rules: the parts of one message item are one text; two message items are two paragraphs. The place of an
annotation is counted from the beginning of its part, so what stands before that part is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pplx_notebook.protocol.answer import Annotation
from pplx_notebook.protocol.dialects.records import Json, integer, mappings, url_annotations

BETWEEN = "\n\n"  # messages
_Place = tuple[int, int]  # of a part: its message item, its number in there


class ResponseText:
    """The parts that are finished, and which message the text that comes now belongs to."""

    def __init__(self) -> None:
        self._parts: dict[_Place, str] = {}
        self._message: int | None = None

    def delta(self, text: str, message: int | None) -> str:
        """What a delta adds, with the empty line before a new message."""
        if message is None or message == self._message:
            return text
        before, self._message = self._message, message
        return text if before is None else BETWEEN + text

    def finish_part(self, event: Json, text: str) -> str:
        """A part is complete; returns the text so far."""
        self._parts[_place(event)] = text
        return joined(self._parts.items())

    def annotations(self, event: Json, items: object) -> tuple[Annotation, ...]:
        """Annotations of the part that ``event`` is about, as places in the whole text."""
        place = _place(event)
        before = [(at, text) for at, text in self._parts.items() if at < place]
        return url_annotations(items, start_of(place, before))


def _place(event: Json) -> _Place:
    return integer(event.get("output_index")) or 0, integer(event.get("content_index")) or 0


def joined(parts: Iterable[tuple[_Place, str]]) -> str:
    """Parts with their places as one text."""
    text = ""
    message: int | None = None
    for (at, _), part in parts:
        text += (BETWEEN if message not in (None, at) and text else "") + part
        message = at
    return text


def start_of(place: _Place, before: list[tuple[_Place, str]]) -> int:
    """Where a part begins in the text, given those before it."""
    return len(joined([*before, (place, "")]))


def parts_of(output: Iterable[Json]) -> Iterator[tuple[_Place, Json]]:
    """The parts of all messages of a whole response, with their places."""
    for at, item in enumerate(output):
        if item.get("type", "message") == "message":
            yield from (((at, number), part) for number, part in enumerate(mappings(item.get("content"))))


def text_of(part: Json) -> str:
    """The text of a part; a refusal is the answer, too."""
    text = part.get("text") or part.get("refusal")
    return text if isinstance(text, str) else ""


def whole_text(output: list[Json]) -> tuple[str, tuple[Annotation, ...]]:
    """The text of a whole response, and the places in it that point to pages."""
    before: list[tuple[_Place, str]] = []
    found: list[Annotation] = []
    for place, part in parts_of(output):
        if notes := part.get("annotations"):
            found += url_annotations(notes, start_of(place, before))
        if text := text_of(part):
            before.append((place, text))
    return joined(before), tuple(found)
