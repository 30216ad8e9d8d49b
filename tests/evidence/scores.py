"""Scores of a labelled set, by kind and language: ``python tests/evidence/scores.py [reworded-3] [-v KIND]``."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from labelled import fresh_sources, pairs, sources

from pplx_notebook.evidence.source_text import SourceText
from pplx_notebook.evidence.verdicts import Judgement, judged, sentence_of

OK, ALARM = ("quoted", "supported"), ("differs", "not found")


@cache
def page(name: str) -> SourceText:
    return SourceText((sources() | fresh_sources())[name][1], whole=True)


def score(rows: Iterable[tuple[str, ...]]) -> dict[tuple[str, str], Counter[str]]:
    """Verdicts of each (kind, language)."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for kind, language, name, sentence in rows:
        found[kind, language][judged(sentence_of(sentence), page(name)).verdict] += 1
    return found


def told(verdicts: Counter[str], *, true: bool) -> str:
    """True pairs: ok / alarm / open; false ones: caught, of them with the difference named."""
    total = sum(verdicts.values())
    share = {word: 100 * count / total for word, count in verdicts.items()}
    ok, alarm = (sum(share.get(word, 0) for word in words) for words in (OK, ALARM))
    if true:
        return f"{total:5} ok {ok:5.1f}  differs {share.get('differs', 0):4.1f}  alarm {alarm:4.1f}  open {100 - ok - alarm:4.1f}"
    return f"{total:5} caught {alarm + share.get('not fetched', 0):5.1f}  differs {share.get('differs', 0):5.1f}  unclear {share.get('unclear', 0):4.1f}  passed {ok:4.1f}"


def by(found: dict[tuple[str, str], Counter[str]], place: int, *, true: bool) -> dict[str, Counter[str]]:
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for key, verdicts in found.items():
        if key[0].startswith("true") == true:
            sums[key[place] if not true or place else "true"] += verdicts
    return sums


def report(rows: Iterable[tuple[str, ...]]) -> str:
    found = score(rows)
    lines = [
        f"{name:14} {told(verdicts, true=true)}"
        for true in (True, False)
        for place in (0, 1)
        for name, verdicts in by(found, place, true=true).items()
    ]
    return "\n".join(lines)


def wrong(rows: Iterable[tuple[str, ...]], kind: str) -> Iterable[tuple[str, str, Judgement]]:
    """The rows of a kind that are judged otherwise than they should."""
    for row in rows:
        if row[0].startswith(kind):
            one = judged(sentence_of(row[3]), page(row[2]))
            if one.verdict not in (OK if row[0].startswith("true") else (*ALARM, "not fetched")):
                yield row[2], row[3], one


if __name__ == "__main__":
    rows = pairs(
        next((word for word in sys.argv[1:] if word.startswith(("near", "reworded"))), "near-copies")
    )
    if "-v" in sys.argv:
        for where, sentence, one in wrong(rows, sys.argv[-1]):
            print(
                f"{where}: {sentence}\n    {one.verdict} {one.content:.2f} {'; '.join(map(str, one.differs))} {set(one.missing) or ''}\n    {one.passage[:200]}"
            )
    else:
        print(report(rows))
