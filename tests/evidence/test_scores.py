"""What the rules reach on the labelled sets.

Per cent at first scoring, before anything was mended. True sentences: of them called "differs"; called "differs" or
"not found"; left open. Then what was caught of each kind of change.

| set | pairs | differs | alarms | open | number | date | unit | name | negation | direction | marker | invented |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
| goal, reworded | | 3 | 5 | 12 | 93 | 93 | 85 | 70 | 65 with direction | | 95 | 85 |
| reworded | 299 | – | 4.1 | 6.1 | 98 | 100 | 95 | 67 | 75 | 50 | 100 | 100 |
| reworded-2 | 103 | – | 7.1 | 2.4 | 93 | 100 | 80 | 80 | 83 | 33 | – | – |
| reworded-3 | 419 | 5.8 | 12.3 | 7.2 | 97.6 | 96.0 | 85.4 | 92.9 | 81.8 | 72.0 | 100 | 95.2 |
| reworded-4 | 207 | 7.0 | 11.3 | 11.3 | 94.4 | 100 | 83.3 | 91.7 | 85.7 | 69.0 | 100 | 91.7 |
| reworded-5 | 466 | 3.4 | 13.7 | 15.0 | 96.4 | 100 | 81.8 | 82.6 | 39.4 | 51.4 | 96.4 | 91.3 |
| reworded-6 | 829 | 7.0 | 11.0 | 12.9 | 83.3 | 100 | 85.2 | 75.6 | 16.4 | 42.5 | 100 | 80.6 |
| reworded-7 | 720 | 5.3 | 15.8 | 6.0 | 95.9 | 100 | 87.5 | 90.6 | 28.9 | 41.6 | 92.7 | 83.9 |
| reworded-8 | 758 | 9.2 | 22.2 | 14.1 | 92.1 | 97.1 | 88.6 | 81.5 | 51.4 | 45.7 | 96.8 | 87.1 |
| reworded-9 | 800 | 9.4 | 11.3 | 10.6 | – | – | – | – | 48.9 | 38.7 | – | – |
| goal, near copies | | 1 | 2 | 3 | 97 | 97 | 95 | 90 | 95 with direction | | 97 | 95 |
| near-copies-2 | 1,042 | 0.7 | 0.7 | 0.7 | 100 | 97.4 | 96.6 | 100 | 100 | 100 | 100 | 97.2 |

Each set was written after the rules had been frozen, or without sight of them: up to reworded-4 by the author of
the rules, who knows what they can, from reworded-5 on by five others. Of reworded-5 a quarter of the true sentences
are free paraphrase; 309 of the 491 true ones of reworded-8 say with a negation or a turn what their source says
without, or the other way round; reworded-9 are twins, a true sentence beside one that says the opposite. Its goals of
alarms and of negation with direction no set written by somebody else reaches.

reworded-7 is scored last, by the rules as they stand, which nobody has tuned on it: its line is what to expect. The
rules of the day before had 4.2, 14.8 and 11.3 on it, and caught 20.0 of negations and 36.0 of directions, 95.9 of
numbers, 89.3 of units. Of its true sentences 12 in a hundred are close to the source (no alarm), 77 reworded (10.9),
11 free (67.8).

What reworded-3 showed was mended by kind before reworded-4 was written, and what that one showed after it. The
sources and sentences of near-copies-2 are those of these two. Floors of negation (80, 95 and 84 before), of a date
(98) and of inventions (94, 96) went down for the sake of true sentences before reworded-5 was scored.

reworded-5 to -9 but the seventh were then mended on by kind: units and measures, names in another's place, numbers that stand there, Japanese
verbs. What was tried for free paraphrase and left out, as it moved true and invented sentences alike: a linear score
of up to 16 features (judged on the set left out: 6.9 of 100 true sentences of reworded-5 lost where 85 of 100
inventions are kept out, 7.4 by content alone), a large English lexicon, 200 more senses in four languages, 120 more
light words. For Chinese and Japanese more senses do tell them apart (area under the curve 0.937 to 0.963).
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import near_copies
import pytest
from labelled import pairs
from scores import OK, by, page, score

from pplx_notebook.evidence.verdicts import judged, sentence_of

# per cent that must be caught, by kind: what the rules reach, less a point or two
NEAR = {
    "number": 98,
    "date": 97,
    "unit": 97,
    "name": 97,
    "negation": 97,
    "direction": 97,
    "marker moved": 97,
    "invented": 98,
}
NEAR_2 = {**NEAR, "date": 96, "unit": 95, "invented": 95}
SECOND = {"number": 92, "date": 97, "unit": 95, "name": 88, "negation": 80, "direction": 60}
REWORDED = {
    "number": 95,
    "date": 97,
    "unit": 97,
    "name": 85,
    "negation": 85,
    "direction": 85,
    "marker moved": 97,
    "invented": 97,
}
THIRD = {**REWORDED, "date": 95, "unit": 95, "name": 90, "negation": 88, "direction": 82, "invented": 85}
FOURTH = {**REWORDED, "number": 93, "name": 90, "negation": 83, "direction": 80, "invented": 83}

FIFTH = {
    "number": 95,
    "date": 97,
    "unit": 97,
    "name": 90,
    "negation": 62,
    "direction": 74,
    "marker moved": 95,
    "invented": 90,
}
SIXTH = {
    "number": 93,
    "date": 97,
    "unit": 95,
    "name": 86,
    "negation": 35,
    "direction": 45,
    "marker moved": 98,
    "invented": 82,
}

SEVENTH = {
    "number": 94,
    "date": 97,
    "unit": 86,
    "name": 88,
    "negation": 28,
    "direction": 40,
    "marker moved": 91,
    "invented": 82,
}
EIGHTH = {
    "number": 91,
    "date": 96,
    "unit": 87,
    "name": 80,
    "negation": 50,
    "direction": 55,
    "marker moved": 95,
    "invented": 86,
}
NINTH = {"negation": 44, "direction": 49}


SETS = {
    "near-copies": NEAR,
    "near-copies-2": NEAR_2,
    "reworded": REWORDED,
    "reworded-2": SECOND,
    "reworded-3": THIRD,
    "reworded-4": FOURTH,
    "reworded-5": FIFTH,
    "reworded-6": SIXTH,
    "reworded-7": SEVENTH,
    "reworded-8": EIGHTH,
    "reworded-9": NINTH,
}
# of true sentences at most so many called "differs", alarms, left open; at least so many found
NEAR_TRUE, TRUE = (1, 2, 3, 84), (3, 5, 12, 84)
TRUE_OF = {
    "near-copies": NEAR_TRUE,
    "near-copies-2": NEAR_TRUE,
    "reworded-5": (3, 9.5, 11, 78),
    "reworded-7": (5.5, 16, 7, 77),
    "reworded-8": (5.5, 15.5, 16, 69),
    "reworded-9": (4, 6, 11, 83),
}
MOST_UNTOLD = {
    "near-copies": 3,
    "near-copies-2": 3,
    "reworded-7": 12,
    "reworded-8": 9,
}  # absurd ones found, or called "unclear"
ABSURD = ("marker moved", "invented")


@cache
def scored(which: str) -> dict[tuple[str, str], Counter[str]]:
    return score(pairs(which))


def share(verdicts: dict[str, int], *words: str) -> float:
    return 100 * sum(verdicts.get(word, 0) for word in words) / sum(verdicts.values())


def summed(which: str, kind: str) -> dict[str, int]:
    return dict(by(scored(which), 0, true=kind == "true")[kind])


@pytest.mark.parametrize("which", SETS)
def test_true_sentences_are_found_and_few_are_called_wrong(which: str) -> None:
    differs, alarms, open_, found = TRUE_OF.get(which, TRUE)
    verdicts = summed(which, "true")
    assert share(verdicts, "differs") <= differs
    assert share(verdicts, "differs", "not found") <= alarms
    assert share(verdicts, "unclear", "not fetched") <= open_
    assert share(verdicts, *OK) >= found


@pytest.mark.parametrize(("which", "kind"), [(w, k) for w, kinds in SETS.items() for k in kinds])
def test_what_was_changed_is_caught(which: str, kind: str) -> None:
    least = SETS[which][kind]
    assert share(summed(which, kind), "differs", "not found", "not fetched") >= least


def test_the_near_copies_are_those_of_their_script() -> None:
    for which, rows in near_copies.made().items():
        assert [tuple(row) for row in rows] == pairs(which)
        assert len(rows) >= 1_000
        assert 0.4 <= sum(not row[0].startswith("true") for row in rows) / len(rows) <= 0.61


@pytest.mark.parametrize("which", SETS)
def test_absurd_claims_are_not_called_as_true_ones_are(which: str) -> None:
    """One word for all would be no check: what nobody wrote is called "not found", and hardly ever "unclear"."""
    absurd = Counter[str]()
    for kind in ABSURD:
        absurd.update(dict(by(scored(which), 0, true=False).get(kind, {})))
    assert not absurd or share(dict(absurd), *OK, "unclear") <= MOST_UNTOLD.get(which, 7)


def test_scores_are_of_what_stands_in_the_source() -> None:
    """A score that any page could reach would measure nothing: on another page the true sentences are not found."""
    rows = [row for row in pairs("reworded-3") if row[0] == "true" and row[1] == "en"]
    verdicts = [judged(sentence_of(sentence), page("moon")).verdict for *_, sentence in rows]
    assert sum(verdict in OK for verdict in verdicts) <= 0.05 * len(rows)
