"""A sentence without a citation, looked up in the sources that are cited later in its paragraph."""

from __future__ import annotations

import pytest

from pplx_notebook.evidence.results.kept import evidence_in, form_of
from pplx_notebook.evidence.results.shown import findings_of
from pplx_notebook.magic.shown.evidence import evidence_bundle
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult

PAGE = "The bridge of Altenau was opened on 12 March 1996. It is 1,842 metres long. Lorries over 40 tonnes are not allowed on it."
OTHER = "Halvik has a harbour for 60 fishing boats and a lighthouse of 1871."


def asked(text: str) -> Answer:
    sources = {1: PAGE, 2: OTHER}
    return Answer(
        text=text,
        citations=tuple(Citation(number=n, url=f"https://example.org/{n}") for n in sources),
        search_results=tuple(
            SearchResult(url=f"https://example.org/{n}", snippet=snippet) for n, snippet in sources.items()
        ),
        status="done",
    )


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("The bridge is 1,842 metres long. It was opened on 12 March 1996.[1]", [(1, "supported"), (1, "supported")]),
        ("The bridge is 1,482 metres long. It was opened on 12 March 1996.[1]", [(1, "differs"), (1, "supported")]),
        # nothing of it stands there: the citation need not be meant
        ("The mayor of the town likes jazz. It was opened on 12 March 1996.[1]", [(1, "supported")]),
        # of two sources the one that says it
        ("The bridge is 1,842 metres long. It was opened on 12 March 1996.[2][1]", [(1, "supported"), (2, "not fetched"), (1, "supported")]),
        # another paragraph's citation is not meant, nor is one before
        ("The bridge is 1,842 metres long.\n\nIt was opened on 12 March 1996.[1]", [(1, "supported")]),
        ("It was opened on 12 March 1996.[1] The bridge is 1,842 metres long.", [(1, "supported")]),
    ],
)  # fmt: skip
def test_it_is_a_row_where_it_is_found_or_differs(text: str, rows: list[tuple[int, str]]) -> None:
    assert [(row.number, row.verdict) for row in asked(text).check()] == rows


def test_its_row_says_where_the_citation_stands() -> None:
    found = asked("The bridge is 1,842 metres long. It was opened on 12 March 1996.[1]").check()
    assert [row.cited for row in found] == ["later", "here"]
    assert list(found.to_pandas()["cited"]) == ["later", "here"]


def test_the_summary_counts_it_beside_those_with_a_citation() -> None:
    text = (
        "The bridge is 1,842 metres long. Lorries over 60 tonnes are not allowed on it. Nobody likes it. "
        "It was opened on 12 March 1996.[1]"
    )
    found = asked(text).check()
    assert found.summary == (
        "1 of 1 cited sentence found in their sources; 3 sentences without a citation (1 found, 1 different "
        "in a source cited later in the paragraph)"
    )
    assert len(found.uncited) == 3


def test_what_is_found_is_not_shown_as_uncited() -> None:
    answer = asked("The bridge is 1,842 metres long. Nobody likes it. It was opened on 12 March 1996.[1]")
    findings = findings_of(answer, answer.check())
    assert findings.uncited == ("Nobody likes it.",)
    assert findings.rows[findings.markers[0]].sentence == "It was opened on 12 March 1996."


def test_a_saved_check_keeps_it() -> None:
    found = asked("The bridge is 1,842 metres long. It was opened on 12 March 1996.[1]").check()
    kept = evidence_in(form_of(found, ()))
    assert kept is not None
    assert [row.cited for row in kept] == ["later", "here"]
    assert kept.summary == found.summary


def test_the_text_and_the_table_say_so() -> None:
    found = asked("The bridge is 1,842 metres long. It was opened on 12 March 1996.[1]").check()
    assert str(found).splitlines()[1].strip() == "cited later in its paragraph"
    assert evidence_bundle(found)["text/html"].count("✓ supported · cited later") == 1
