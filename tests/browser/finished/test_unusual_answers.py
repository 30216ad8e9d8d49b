"""Answers out of the ordinary on a page of JupyterLab: hostile, with 200 sources, from right to left, too wide."""

from __future__ import annotations

import json

from lab_server import Lab
from places import CASES
from playwright.sync_api import Browser, expect

from browser.finished.untrusted import open_untrusted, write
from pplx_notebook import Answer
from pplx_notebook.protocol.saved import MIME, from_saved
from pplx_notebook.views.faces.bundle import bundle

HOSTILE = json.loads((CASES / "labextension" / "hostile.json").read_text("utf-8"))
# JupyterLab's table of contents parses every text/html output and so loads its media; we do not
BY_JUPYTERLAB = "https://evil.example/12"


def test_hostile_outputs_of_an_untrusted_notebook_do_nothing(chromium: Browser, lab: Lab) -> None:
    """Our own cases inside JupyterLab; the whole corpus is in ``test_labextension_hostile.py``."""
    html = '<div class="pplx-answer"><div class="pplx-text"><p>kept words</p>{0}</div></div>{0}'
    bundles = [
        {MIME: {"version": 1, "answer": {"text": text}}, "text/html": html.format(text)} for text in HOSTILE
    ]
    name = write(lab, "hostile.ipynb", bundles, per_cell=len(bundles))
    with open_untrusted(chromium, lab, name) as opened:
        expect(opened.page.locator(".pplx-interactive")).to_have_count(len(bundles))
        expect(opened.page.get_by_text("kept words")).to_have_count(len(bundles))
        opened.page.wait_for_timeout(500)
        assert set(opened.outside) <= {BY_JUPYTERLAB}
        assert opened.alerts == []
        made = "script, style, iframe, form, object, embed, video, audio, svg, img, [onclick], [onerror], [data-commandlinker-command]"
        assert opened.page.locator(".pplx-interactive").locator(made).count() == 0
        assert opened.page.locator(".jp-OutputArea a:not([href^='http'])[href]").count() == 0


def test_two_hundred_sources_are_drawn_in_a_moment(chromium: Browser, lab: Lab) -> None:
    results = tuple(
        {"title": f"Page {n}", "url": f"https://example.org/{n}", "snippet": "words " * 60, "id": n}
        for n in range(1, 201)
    )
    text = " ".join(f"Fact [{n}]." for n in range(1, 201))
    answer = from_saved({"version": 1, "answer": {"text": text, "search_results": results}})
    name = write(lab, "many.ipynb", [bundle(answer)])
    with open_untrusted(chromium, lab, name) as opened:
        opened.answer(0).locator(".pplx-marker", has_text="[180]").click()
        row = opened.table("Citations").locator("tbody tr", has_text="Page 180")
        expect(row.locator(".pplx-title")).to_be_focused()
        filter_ = opened.table("Citations").get_by_label("Filter citations")
        filter_.fill("page 17")
        assert opened.titles("Citations") == [f"Page {n}" for n in range(1, 201) if "17" in str(n)]


def test_an_arabic_list_reads_from_the_right_and_the_code_in_it_from_the_left(
    chromium: Browser, lab: Lab
) -> None:
    text = "A list:\n\n- عنصر أول\n- عنصر ثان\n\n  ```\n  if x: y\n  ```"
    name = write(lab, "arabic.ipynb", [bundle(Answer(text=text, status="done"))])
    with open_untrusted(chromium, lab, name) as opened:
        direction = "element => getComputedStyle(element).direction"
        assert opened.answer(0).locator(".pplx-text ul").evaluate(direction) == "rtl"
        assert opened.answer(0).locator(".pplx-text pre").evaluate(direction) == "ltr"


def test_a_formula_wider_than_the_page_scrolls_in_its_own_box(chromium: Browser, lab: Lab) -> None:
    text = f"$${' + '.join(f'x_{{{n}}}^2' for n in range(80))}$$"
    name = write(lab, "formula.ipynb", [bundle(Answer(text=text, status="done"))])
    with open_untrusted(chromium, lab, name) as opened:
        box = opened.answer(0).locator(".pplx-math mjx-container")
        assert box.evaluate("box => box.scrollWidth > box.clientWidth + 500")
        assert opened.answer(0).evaluate("answer => answer.scrollWidth <= answer.clientWidth")
        expect(box).to_have_attribute("tabindex", "0")
