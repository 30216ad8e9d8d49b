"""Each rule on the sentences it was made for: ``tests/cases/evidence/development``, a section a rule."""

from __future__ import annotations

import pytest
from development import cases, is_right, page

from pplx_notebook.evidence.verdicts import judged, sentence_of


@pytest.mark.parametrize("section", sorted({case.section for case in cases()}))
def test_a_rule_says_what_its_sentences_need(section: str) -> None:
    wrong = []
    for case in cases():
        if case.section == section and not case.is_far:
            one = judged(sentence_of(case.sentence), page(case.source, alone=False))
            if not is_right(case.kind, one.verdict):
                wrong.append(
                    f"{case.kind}: {case.sentence}: {one.verdict} {'; '.join(map(str, one.differs))}"
                )
    assert not wrong, "\n".join(wrong)
