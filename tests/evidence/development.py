"""The sentences the rules are mended on, by kind: ``python tests/evidence/development.py [-v] [alone] [KIND]``.

``tests/cases/evidence/development/*.txt``: "## " a section, "= " its source, "+ " a true sentence, "- KIND " a
false one, "? " one that must not be called wrong; "~ " before a line marks what no rule reaches. A page is all
sources of one language, or with ``alone`` the section's.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pplx_notebook.evidence.forms.tongue import tongue_of
from pplx_notebook.evidence.source_text import SourceText
from pplx_notebook.evidence.verdicts import judged, sentence_of

FOLDER = Path(__file__).resolve().parent.parent / "cases" / "evidence" / "development"
FOUND, WRONG = ("quoted", "supported"), ("differs", "not found")


class Case(NamedTuple):
    """``kind``: "true", "open" or what is wrong with ``sentence``; ``section``: its file and heading; ``is_far``
    where no rule reaches it."""

    kind: str
    sentence: str
    source: str
    section: str
    is_far: bool


@cache
def cases() -> tuple[Case, ...]:
    return tuple(case for file in sorted(FOLDER.glob("*.txt")) for case in _of(file))


def _of(file: Path) -> Iterator[Case]:
    section = source = ""
    for line in file.read_text("utf-8").splitlines():
        is_far = line.startswith("~ ")
        sign, _, rest = line.removeprefix("~ ").partition(" ")
        if sign == "##":
            section = f"{file.stem}: {rest}"
        elif sign == "=":
            source = rest
        elif section and sign in ("+", "?"):
            yield Case("true" if sign == "+" else "open", rest, source, section, is_far)
        elif section and sign == "-":
            kind, _, sentence = rest.partition(" ")
            yield Case(kind, sentence, source, section, is_far)


@cache
def page(source: str, *, alone: bool) -> SourceText:
    if alone:
        return SourceText(source, whole=True)
    tongue = tongue_of(source)
    beside = dict.fromkeys(case.source for case in cases() if tongue_of(case.source) == tongue)
    return SourceText("\n\n".join(beside), whole=True)


def is_right(kind: str, verdict: str) -> bool:
    if kind == "true":
        return verdict in FOUND
    return verdict not in WRONG if kind == "open" else verdict in WRONG


def main(words: list[str]) -> None:
    kinds = [word for word in words if word not in ("-v", "alone")]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases():
        if kinds and case.kind not in kinds:
            continue
        one = judged(sentence_of(case.sentence), page(case.source, alone="alone" in words))
        counts[case.kind][one.verdict] += 1
        if "-v" in words and not is_right(case.kind, one.verdict):
            what = "; ".join(map(str, one.differs)) or ", ".join(sorted(one.missing))
            print(
                f"{case.section} [{case.kind}] {case.sentence}\n      {one.verdict} {one.content:.2f} {what} | {one.passage[:110]}"
            )
    for kind, verdicts in counts.items():
        right = sum(count for verdict, count in verdicts.items() if is_right(kind, verdict))
        print(f"{kind:10} {right:4} of {verdicts.total():4}  {dict(verdicts)}")


if __name__ == "__main__":
    main(sys.argv[1:])
