"""A check as the faces are given it: each marker of the text with its verdict, each passage with its address
on its page.

A marker belongs to the row of its sentence and its source. A link goes to a passage only where the source
says what the sentence says (quoted, supported): elsewhere a reader wants the whole page.
"""

from __future__ import annotations

from collections.abc import Iterator

from pplx_notebook.document.clean import clean, one_line
from pplx_notebook.document.findings.passage_link import at_passage
from pplx_notebook.document.findings.values import Finding, Findings
from pplx_notebook.document.nodes import markers
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.evidence.results.checked import SIGNS, Checked, Evidence
from pplx_notebook.evidence.results.kept import form_of
from pplx_notebook.evidence.sentences import with_markers
from pplx_notebook.evidence.verdicts import FOUND
from pplx_notebook.protocol.answer import Answer

TEXT_CHARACTERS = 600  # of anything a face is given; what was found holds it whole
MORE = "%pplx --last --check --fetch"


def findings_of(answer: Answer, evidence: Evidence) -> Findings:
    """What the faces show of a check of this answer."""
    around = _sent(answer)
    places = tuple(_places(answer, evidence))
    later = {row.sentence for row in evidence if row.cited == "later" and row.verdict in FOUND}
    return Findings(
        summary=one_line(evidence.summary, TEXT_CHARACTERS),
        rows=tuple(_finding(row, around.get(row.url, "")) for row in evidence),
        markers=places,
        uncited=tuple(clean(sentence.text) for sentence in evidence.uncited if sentence.text not in later),
        unbacked=tuple(map(clean, evidence.unbacked)),
        notes=tuple(one_line(note, TEXT_CHARACTERS) for note in evidence.notes),
        offer=MORE if evidence.offer and not evidence.fetched else "",
        saved=form_of(evidence, places),
    )


def _places(answer: Answer, evidence: Evidence) -> Iterator[int]:
    """The row of each marker of the text, in reading order, -1 for none."""
    rows = {(row.sentence, row.number, row.url): at for at, row in reversed(list(enumerate(evidence)))}
    document = read_markdown(answer.text, answer)
    of_marker = {
        id(span): rows.get((sentence.text, span.source.number or 0, span.source.url), -1)
        for sentence, spans in with_markers(document)
        for span in spans
    }
    yield from (of_marker.get(id(span), -1) for span in markers(document))


def _finding(row: Checked, around: str) -> Finding:
    is_found = row.verdict in FOUND
    return Finding(
        sentence=one_line(row.sentence, TEXT_CHARACTERS),
        number=row.number,
        verdict=row.verdict,
        sign=SIGNS[row.verdict],
        passage=one_line(row.passage, TEXT_CHARACTERS),
        differs=one_line(row.differs, TEXT_CHARACTERS),
        why=one_line(row.reason, TEXT_CHARACTERS),
        link=at_passage(row.url, row.passage, around) if is_found and row.passage else "",
    )


def _sent(answer: Answer) -> dict[str, str]:
    """What the server sent of each page."""
    sent: dict[str, str] = {}
    for result in answer.search_results:
        sent[result.url] = f"{sent.get(result.url, '')}\n{result.snippet}"
    return sent
