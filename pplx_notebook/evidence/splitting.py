"""A run of text to its sentences: answers and sources are split alike.

A middle dot with spaces parts labels from values ("Sea. 22 °C · Rain. 119 mm"): it ends a sentence, and no
stop between two of them does. Time and memory grow with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pplx_notebook.evidence.stops import STOP, ends, is_german

_MIDDLE_DOT = re.compile(r"\s[·•]\s")
_LABELLED = re.compile(r"[^.!?]{1,40}\.\s+(?:[^.!?]|\.(?=[0-9])){1,60}[.]?\s*\Z")
MOST_CHARACTERS = 4_000  # of a sentence; what has no stop for so long is a list or no language


def split_line(text: str) -> list[str]:
    """The sentences of a text without line ends, in order; nothing but white space between them is lost."""
    if not _MIDDLE_DOT.search(text):
        return list(_sentences(text))
    parts = [part for part in _MIDDLE_DOT.split(text) if part.strip()]
    return [
        sentence
        for part in parts
        for sentence in ([part.strip()] if _LABELLED.match(part) else _sentences(part))
    ]


def split_text(text: str) -> list[str]:
    """The sentences of plain text, as of a page: a line end ends one, too."""
    return [sentence for line in text.splitlines() if line.strip() for sentence in split_line(line.strip())]


def _sentences(text: str) -> Iterator[str]:
    german = is_german(text)
    start = 0
    for stop in STOP.finditer(text):
        if stop.end() <= start:
            continue
        end = ends(text, stop, start, german=german)
        if end is not None:
            yield from _bounded(text[start:end])
            start = end
    yield from _bounded(text[start:])


def _bounded(sentence: str) -> Iterator[str]:
    """A sentence, or pieces of one too long to be one."""
    sentence = sentence.strip()
    while len(sentence) > MOST_CHARACTERS:
        cut = sentence.rfind(" ", 1, MOST_CHARACTERS)
        cut = MOST_CHARACTERS if cut < 0 else cut
        yield sentence[:cut].rstrip()
        sentence = sentence[cut:].lstrip()
    if sentence:
        yield sentence
