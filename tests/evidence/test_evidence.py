"""Whether a source says what an answer says: ``answer.check()``, and what single sentences are told."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from msgspec.structs import replace
from places import CASES
from scores import OK

from pplx_notebook.evidence.checking import MOST_ROWS
from pplx_notebook.evidence.results.checked import Evidence
from pplx_notebook.evidence.source_text import SourceText
from pplx_notebook.evidence.verdicts import judged, sentence_of
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult

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
        "cited",
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
