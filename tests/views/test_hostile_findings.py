"""What strangers wrote is harmless where a check repeats it: in titles, lists, tables, and in an address."""

from __future__ import annotations

import json

import pytest
from test_security import OWN, face_violations

from pplx_notebook.document.findings.at_markers import with_findings
from pplx_notebook.document.records import read_answer_text
from pplx_notebook.evidence.results.checked import Checked, Evidence
from pplx_notebook.evidence.results.kept import keep
from pplx_notebook.evidence.results.shown import findings_of
from pplx_notebook.evidence.sentences import Sentence, Sentences
from pplx_notebook.protocol.answer import Answer, Citation
from pplx_notebook.protocol.saved import MIME
from pplx_notebook.views.faces.bundle import bundle
from pplx_notebook.views.faces.text import answer_text

TEXTS = OWN["texts"]
URL = "https://example.org/a"


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("verdict", ["quoted", "differs", "unreachable"])
def test_it_stays_text_in_every_face(verdict: str, text: str) -> None:
    said = "The tower is tall, they say."
    row = Checked(
        sentence=said,
        number=1,
        verdict=verdict,
        passage=text,
        differs=text,
        reason=text,
        url=URL,  # type: ignore[arg-type]
    )
    beside = Sentences((Sentence(text=text),))
    answer = Answer(text=f"{said}[1]", citations=(Citation(number=1, url=URL),), status="done")
    evidence = keep(
        answer,
        Evidence(
            (row, Checked(sentence=text, number=1, verdict="differs")),
            beside,
            (text,),
            notes=(text,),
            offer=text,
        ),
    )
    findings = findings_of(answer, evidence)
    faces = bundle(answer, findings=findings)
    document = with_findings(read_answer_text(answer), findings)
    terminal = answer_text(answer, width=80, ansi=True, links=True, document=document)
    assert face_violations({**faces, "terminal": terminal}) == []
    json.dumps(faces[MIME], allow_nan=False)
