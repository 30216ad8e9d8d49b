"""An earlier answer inside a question: its text, and its sources under names that cannot be mistaken.

The new answer counts its own sources from 1, so ``[3]`` of ``{{fusion}}`` is sent as ``[fusion 3]``, and the
list behind the text says what that was. Only sources the text points to are listed; of a text without markers
all that were found, at most ``MOST_SOURCES``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.protocol.answer import Answer, Citation
from pplx_notebook.protocol.markers import Numbers, find_markers

MOST_SOURCES = 30
_CODE = re.compile(
    r"(^ {0,3}(?:```+|~~~+).*?(?:^ {0,3}(?:```+|~~~+)[ \t]*$|\Z)|`[^`\n]+`)", re.MULTILINE | re.DOTALL
)

Told = tuple[str, tuple[str, ...]]


def answer_text(name: str, answer: Answer, label: str = "") -> Told:
    """The answer's text with its sources behind it, and what to say of it."""
    if not answer.text.strip():
        raise UsageProblem(f"{{{{{printable(name)}}}}} is an answer without text.")
    label = label or name
    cited: dict[int, Citation] = {}
    text = "".join(_relabelled(answer, label, cited))
    listed = sorted(cited.items()) or [(place, row) for place, row in enumerate(_found(answer), 1)]
    lines = [f"[{label} {number}] {' '.join(row.title.split())} {row.url}".rstrip() for number, row in listed]
    if not lines:
        return text.strip(), ()
    sources = "\n".join([f"Sources of {label}:", *lines[:MOST_SOURCES]])
    unlisted = f" (the first {MOST_SOURCES} of {len(lines)})" if len(lines) > MOST_SOURCES else ""
    count = min(len(lines), MOST_SOURCES)
    with_ = f"{count} source{'s' * (count != 1)}{unlisted}"
    note = f"{{{{{name}}}}}: an earlier answer with {with_}, as [{label} 1] …"
    return f"{text.strip()}\n\n{sources}", (note,)


def answers_text(name: str, answers: Sequence[Answer]) -> Told:
    """Several answers, each behind what was asked and under a name of its own."""
    told = [answer_text(name, answer, f"{name}{place}") for place, answer in enumerate(answers, 1)]
    parts = [
        f"{place}. {' '.join(answer.prompt.split())[:200]}\n\n{text}"
        for place, (answer, (text, _)) in enumerate(zip(answers, told, strict=True), 1)
    ]
    count = len(answers)
    return "\n\n".join(parts), (
        f"{{{{{name}}}}}: {count} earlier answer{'s' * (count != 1)} with their sources",
    )


def _relabelled(answer: Answer, label: str, cited: dict[int, Citation]) -> Iterator[str]:
    """The text with its markers renamed; ``cited`` takes what they point to. Code keeps its brackets."""
    numbers = Numbers(answer.citations, answer.search_results)
    for place, part in enumerate(_CODE.split(answer.text)):
        if place % 2:
            yield part
            continue
        at = 0
        spans: dict[tuple[int, int], list[int]] = {}
        for marker in find_markers(part):
            source = numbers.of(marker)
            if source is not None:
                cited[source.number] = source
                spans.setdefault((marker.start, marker.end), []).append(source.number)
        for (start, end), found in spans.items():
            yield part[at:start] + "".join(f"[{label} {number}]" for number in found)
            at = end
        yield part[at:]


def _found(answer: Answer) -> list[Citation]:
    rows = answer.citations or tuple(
        Citation(number=place, url=row.url, title=row.title)
        for place, row in enumerate(answer.search_results, 1)
    )
    return list(rows)
