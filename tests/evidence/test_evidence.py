"""Whether a source says what an answer says: the rules on two labelled sets, and ``answer.check()``."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from functools import cache

import near_copies
import pytest
from IPython.core.interactiveshell import InteractiveShell
from msgspec.structs import replace
from near_copies import pairs, sources
from places import CASES
from scores import OK, by, score

from pplx_notebook.evidence.checking import MOST_ROWS, Evidence
from pplx_notebook.evidence.forms.dates import moments
from pplx_notebook.evidence.forms.numbers import quantities
from pplx_notebook.evidence.forms.rounding import same
from pplx_notebook.evidence.forms.text import normal
from pplx_notebook.evidence.forms.tongue import tongue_of
from pplx_notebook.evidence.source_text import SourceText
from pplx_notebook.evidence.verdicts import judged, sentence_of
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult

# First scores, before anything was mended: reworded 89.8 % of 98 true pairs found, 4.1 % alarms, 6.1 % open; caught:
# number 98, date 100, unit 95, name 67, negation 75, direction 50, marker moved 100, invented 100 %. After one round
# of repair, reworded-2: 90.5 % of 42 found, 7.1 % alarms, 2.4 % open; number 93, date 100, unit 80, name 80,
# negation 83, direction 33 %. Both were written by the author of the rules, who knows what they can.
# per cent that must be caught, by kind: what the rules reach, less a point or two
NEAR = {
    "number": 98,
    "date": 98,
    "unit": 97,
    "name": 97,
    "negation": 97,
    "direction": 97,
    "marker moved": 95,
    "invented": 98,
}
SECOND = {"number": 92, "date": 97, "unit": 80, "name": 80, "negation": 80, "direction": 30}
REWORDED = {
    "number": 95,
    "date": 97,
    "unit": 90,
    "name": 80,
    "negation": 73,
    "direction": 70,
    "marker moved": 97,
    "invented": 97,
}


SETS = {"near-copies": NEAR, "reworded": REWORDED, "reworded-2": SECOND}


@cache
def scored(which: str) -> dict[tuple[str, str], Counter[str]]:
    return score(pairs(which))


def share(verdicts: dict[str, int], *words: str) -> float:
    return 100 * sum(verdicts.get(word, 0) for word in words) / sum(verdicts.values())


def summed(which: str, kind: str) -> dict[str, int]:
    return dict(by(scored(which), 0, true=kind == "true")[kind])


@pytest.mark.parametrize(
    ("which", "differs", "alarms", "open_"),
    [("near-copies", 1, 2, 3), ("reworded", 3, 5, 12), ("reworded-2", 3, 5, 12)],
)
def test_true_sentences_are_found_and_few_are_called_wrong(
    which: str, differs: float, alarms: float, open_: float
) -> None:
    verdicts = summed(which, "true")
    assert share(verdicts, "differs") <= differs
    assert share(verdicts, "differs", "not found") <= alarms
    assert share(verdicts, "unclear", "not fetched") <= open_


@pytest.mark.parametrize(("which", "kind"), [(w, k) for w, kinds in SETS.items() for k in kinds])
def test_what_was_changed_is_caught(which: str, kind: str) -> None:
    least = SETS[which][kind]
    assert share(summed(which, kind), "differs", "not found", "not fetched") >= least


def test_the_near_copies_are_those_of_their_script() -> None:
    assert [tuple(row) for row in near_copies.make()] == pairs()
    assert len(pairs()) >= 1_000
    assert 0.4 <= sum(not row[0].startswith("true") for row in pairs()) / len(pairs()) <= 0.6


def values(text: str) -> list[tuple[float, str]]:
    said = normal(text)
    return [(round(q.values[0], 6), q.dimension) for q in quantities(said, tongue_of(said))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The tower is 1,234 m high and has 3.4 km of cable.", [(1234, "length"), (3.4, "length")]),
        ("Die Strecke ist 3.410 km lang und hat siebzehn Brücken.", [(3410, "length"), (17, "")]),
        ("Le tunnel est long de 12 500 m et a coûté 37 millions d'euros.", [(12500, "length"), (37e6, "")]),
        ("El puente mide veintidós metros y es del puerto.", [(22, "length")]),
        ("总投资为8.6亿元，共72万7277人。", [(8.6e8, "cny"), (727277, "")]),
        ("長さは一百二十メートルである。", [(120, "length")]),
        ("It cost £62m, of which $1.5B was lent.", [(62e6, "gbp"), (1.5e9, "usd")]),
        ("One hundred and twenty cats and forty-six dogs.", [(120, ""), (46, "")]),
        ("They stayed two and a half hours.", [(2.5, "time")]),
        ("Take 75 to 100 mg per day.", [(75, "mass"), (100, "mass")]),
        ("A third of the 250 MWh was lost.", [(33.333333, "percent"), (250, "energy")]),
    ],
)
def test_a_number_is_one_value_however_it_is_written(text: str, expected: list[tuple[float, str]]) -> None:
    found = values(text)
    for one in expected:
        assert any(one[0] == value and (not one[1] or one[1] == dimension) for value, dimension in found), (
            found
        )


def says(claim: str, source: str) -> bool:
    (one,), (other,) = (quantities(normal(text), tongue_of(text)) for text in (claim, source))
    return same(one, other)


@pytest.mark.parametrize(
    ("claim", "source", "agrees"),
    [
        ("the wall is 5 km long", "the wall is 5,000 m long", True),
        ("the wall is 5 km long", "the wall is 5 miles long", False),
        ("the hall is 1,642 m long", "the hall is 1.642 m long", True),  # either reading
        ("the hall is 1,642 m long", "the hall is 1.642 km long", True),
        ("about 380,000 km away", "it is 384,400 km away", True),
        ("about 400,000 km away", "it is 384,400 km away", True),
        ("about 320,000 km away", "it is 384,400 km away", False),
        ("more than 70,000 people", "there were 75,000 people", True),
        ("more than 57,000 people", "there were 75,000 people", False),
        ("2.5 percent per year", "2.5 % per month", False),
        ("the air has 24 °C", "the air has 24 °F", False),
    ],
)
def test_two_quantities_agree_up_to_rounding_and_unit(claim: str, source: str, agrees: bool) -> None:
    assert says(claim, source) is agrees


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("on 16 July 1969", 1969, 7, 16),
        ("on July 16, 1969", 1969, 7, 16),
        ("1969-07-16", 1969, 7, 16),
        ("am 16.07.1969", 1969, 7, 16),
        ("am 16. Juli 1969", 1969, 7, 16),
        ("le 16 juillet 1969", 1969, 7, 16),
        ("el 16 de julio de 1969", 1969, 7, 16),
        ("1969年7月16日", 1969, 7, 16),
        ("in December 1972", 1972, 12, 0),
        ("since 1972", 1972, 0, 0),
    ],
)
def test_a_date_is_one_date_in_six_languages(text: str, year: int, month: int, day: int) -> None:
    (moment,) = moments(normal(text))
    assert (moment.year, moment.month, moment.day) == (year, month, day)


PAGE = "The bridge of Altenau was opened on 12 March 1996. It is 1,842 metres long. Lorries over 40 tonnes are not allowed on it."


def answer(text: str, *snippets: str) -> Answer:
    return Answer(
        text=text,
        citations=tuple(
            Citation(number=n, url=f"https://example.org/{n}", title=f"Page {n}")
            for n, _ in enumerate(snippets, 1)
        ),
        search_results=tuple(
            SearchResult(url=f"https://example.org/{n}", snippet=s) for n, s in enumerate(snippets, 1)
        ),
        status="done",
    )


def test_a_check_says_for_each_sentence_what_its_snippet_says() -> None:
    text = "It is 1,842 metres long.[1] It was opened on 12 May 1996.[1] The mayor likes jazz.[1] Nobody knows why."
    found = answer(text, PAGE).check()
    assert [(row.number, row.verdict) for row in found] == [(1, "quoted"), (1, "differs"), (1, "not fetched")]
    assert found[1].differs == "date: 12 May 1996 – source: 12 March 1996"
    assert [s.text for s in found.uncited] == ["Nobody knows why."]
    assert found.summary == (
        "1 of 3 cited sentences found in their sources; 1 date differs; 1 not fetched (snippets alone answer one in seven: check(fetch=True) looks at the pages); 1 sentence without a citation"
    )


def said_of(claim: str, page: str) -> tuple[str, str]:
    one = judged(sentence_of(claim), SourceText(page, whole=True))
    return one.verdict, "; ".join(map(str, one.differs))


def test_another_unit_is_called_a_unit() -> None:
    assert said_of("The bridge of Altenau is 1,842 km long.", PAGE) == (
        "differs",
        "unit: 1,842 km – source: 1,842 metres",
    )


def test_a_number_that_belongs_to_something_else_differs() -> None:
    page = "Unemployment among young people stood at 14 % in the northern province. In the capital the rate was 22 %. It rained."
    claim = "Among young people in the northern province, unemployment stood at 22 %."
    assert said_of(claim, page) == ("differs", "number: 22 % – source: 14 %")


def test_what_stands_far_apart_is_found_together() -> None:
    between = " ".join(f"The weather on day {n} was pleasant." for n in range(20, 40))
    page = f"Herring fishing made the village rich. {between} Its wooden church burned down during a thunderstorm. {between} Pupils painted their gymnasium blue."
    merged = "Herring fishing made the village rich, while its wooden church burned down during a thunderstorm, and pupils painted their gymnasium blue."
    assert said_of(merged, page) == ("supported", "")
    assert (
        said_of(
            "Whaling ships from Norway ruined the school, while its wooden church burned down during a thunderstorm.",
            page,
        )[0]
        != "supported"
    )


def test_bare_numbers_support_nothing() -> None:
    assert said_of("1, 2, 3", "We count to 3: 1, 2, 3, and so on.")[0] == "unclear"


def test_a_passage_is_the_sources_own_words_with_their_place() -> None:
    for row in answer("The bridge is 1842 m long.[1] It was opened in May 1996.[1]", PAGE).check():
        assert row.passage
        assert PAGE[row.start : row.end] == row.passage


def test_of_several_citations_a_fact_found_in_any_is_found() -> None:
    text = "The bridge of Altenau, opened in 1996, is 1,842 metres long.[1][2]"
    halves = answer(
        text, "The bridge of Altenau was opened in 1996.", "The bridge of Altenau is 1,842 metres long."
    ).check()
    assert [row.verdict for row in halves] == ["not fetched", "not fetched"]
    assert {row.together for row in halves} == {"supported"}
    other = answer(
        text, "The bridge of Altenau was opened in 1996.", "The bridge of Altenau is 1,942 metres long."
    ).check()
    assert {row.together for row in other} == {"differs"}


def test_links_that_no_source_holds_are_told() -> None:
    found = answer("It is [long](https://elsewhere.example/x).[1]", PAGE).check()
    assert found.unbacked == ("https://elsewhere.example/x",)
    assert "1 link that no source holds" in found.summary


def test_an_answer_without_citations_has_nothing_to_check() -> None:
    assert Answer(text="", status="done").check().summary == "no sentence with a citation to check"
    assert len(answer("Nothing is cited here.", PAGE).check()) == 0


def test_a_check_is_a_data_frame_and_a_slice_is_one() -> None:
    found = answer("It is 1,842 metres long.[1] The mayor likes jazz.[1]", PAGE).check()
    frame = found.to_pandas()
    columns = [
        "sentence",
        "number",
        "verdict",
        "passage",
        "differs",
        "url",
        "together",
        "seen",
        "reason",
        "by",
    ]
    assert list(frame.columns) == columns
    assert isinstance(found[:1], Evidence)
    assert len(found[:1]) == 1


def test_a_cell_shows_the_check_as_a_table_in_three_faces() -> None:
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "pplx_notebook")
    found = answer("It was opened on 12 May <b>1996</b>.[1]", PAGE).check()
    bundle, _ = shell.display_formatter.format(found)
    assert {"text/html", "text/markdown", "text/plain"} <= bundle.keys()
    for face in bundle.values():
        assert "≠ differs" in face
        assert "12 March 1996" in face
        assert "1 date differs" in face
    assert "<b>" not in bundle["text/html"]
    assert 'href="https://example.org/1"' in bundle["text/html"]


def test_the_command_checks_a_saved_notebook() -> None:
    saved = CASES / "library" / "saved-2026-11.ipynb"
    done = subprocess.run(
        [sys.executable, "-m", "pplx_notebook", "check", str(saved)],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert "cited sentence" in done.stdout
    missing = subprocess.run(
        [sys.executable, "-m", "pplx_notebook", "check", "nowhere.ipynb"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert missing.returncode == 1
    assert missing.stderr.count("\n") == 1


def test_absurd_claims_are_not_called_as_true_ones_are() -> None:
    """One word for all would be no check: of pages of the demo library, true and absurd get other words."""
    true = {
        judged(sentence_of(s), SourceText(sources()[n][1], whole=True)).verdict
        for k, _, n, s in pairs("reworded")
        if k == "true"
    }
    absurd = [
        judged(sentence_of(s), SourceText(sources()[n][1], whole=True)).verdict
        for k, _, n, s in pairs()
        if k == "invented"
    ]
    assert true & set(OK)
    assert not set(absurd) & set(OK)


@pytest.mark.parametrize(
    "piece",
    [
        "1234567890",
        "([{",
        "*_*",
        "漢字仮名",
        "12 March 2019 ",
        "1.2.3,4,",
        "not no never ",
        "two hundred and fifty-six ",
        "一百二十三万",
        "half of a ",
        "$5 €6 ",
        "a-b-",
        "\ud800",
    ],
)
def test_hostile_texts_are_read_to_their_end(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    page = SourceText(text, whole=True)
    assert all(len(segment.line) <= 400 for segment in page.segments)
    assert judged(sentence_of(text[:3_000]), page).verdict
    assert judged(sentence_of("The bridge of Altenau was opened on 12 March 1996."), page).verdict not in OK


def test_many_citations_are_cut_and_an_answer_with_none_of_its_pages_is_not_fetched() -> None:
    assert len(answer("It is long.[1]\n\n" * (MOST_ROWS + 50), PAGE).check()) == MOST_ROWS
    lost = replace(answer("The bridge is 1,842 metres long.[1]", PAGE), search_results=())
    assert [row.verdict for row in lost.check()] == ["not fetched"]
    json.dumps([row.passage for row in lost.check()])
