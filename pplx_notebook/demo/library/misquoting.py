"""An answer that misquotes its sources, on demand: for a lesson in checking them.

Rules of this file: one number of a sentence becomes another one than the snippet of its source has, and one
sentence that stands in no source gets a citation; everything else stays as the library has it. A text with no
such number gets the sentence alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pplx_notebook.protocol.answer import SearchResult

INVENTED = "A bell is rung in London each time somebody asks this question."
"""In no source: nobody may take it for knowledge."""

_NUMBER = re.compile(r"(?<![\w.,\[/-])[1-9][0-9]*(?:[.,][0-9]+)*(?![\w\]-])")
_CITED = re.compile(r"[^\n|`$\[\]]+((?:\[[0-9]+\])+)")
_MARKER = re.compile(r"\[([0-9]+)\]")


def misquoted(text: str, results: Sequence[SearchResult]) -> str:
    """The text with one number changed and one sentence more."""
    return _invented(_renumbered(text, results))


def _renumbered(text: str, results: Sequence[SearchResult]) -> str:
    """The first number that a cited snippet has becomes another one."""
    for cited in _CITED.finditer(text):
        snippets = [results[int(n) - 1].snippet for n in _MARKER.findall(cited[1]) if int(n) <= len(results)]
        for number in _NUMBER.finditer(text, cited.start(), cited.start(1)):
            if any(re.search(rf"(?<!\w){re.escape(number[0])}(?!\w)", snippet) for snippet in snippets):
                return text[: number.start()] + _another(number[0]) + text[number.end() :]
    return text


def _another(number: str) -> str:
    """As long, and so another that nobody takes for a rounded one: its first digit changes."""
    return f"{int(number[0]) % 9 + 1}{number[1:]}"


def _invented(text: str) -> str:
    """The invented sentence behind the first paragraph that cites."""
    for found in re.finditer(r"\[[0-9]+\](?=\n\n|\Z)", text):
        return f"{text[: found.end()]} {INVENTED}{found[0]}{text[found.end() :]}"
    return text
