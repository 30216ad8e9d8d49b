"""What we hand to JupyterLab's typesetter it knows: no formula of ours ends as an error or as red source."""

from __future__ import annotations

from lab_server import Lab
from places import CASES
from playwright.sync_api import Browser, expect

from browser.finished.untrusted import open_untrusted, write
from pplx_notebook import Answer
from pplx_notebook.views.faces.bundle import bundle

FORMULAS = (CASES / "views" / "formulas.txt").read_text("utf-8").splitlines()


def test_every_formula_of_the_cases_is_typeset_without_an_error(chromium: Browser, lab: Lab) -> None:
    text = (
        "\n\n".join(f"\\[{formula}\\]" for formula in FORMULAS) + "\n\n\\begin{align}\na &= b\n\\end{align}"
    )
    name = write(lab, "formulas.ipynb", [bundle(Answer(text=text))])
    with open_untrusted(chromium, lab, name) as opened:
        expect(opened.answer(0).locator(".pplx-math mjx-container")).to_have_count(len(FORMULAS) + 1)
        wrong = opened.answer(0).locator(
            "mjx-merror, mjx-mtext[style*=red], mjx-mtext[style*='#'], mjx-mtext[color]"
        )
        assert wrong.all_inner_texts() == []
