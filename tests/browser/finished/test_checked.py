"""Verdicts on the page: quiet at the marker, said aloud, shown on hover and focus, the same without our script.

The links that lead to a passage are followed in a real browser, to a page of our own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from findings.planted import checked, of_every_verdict
from lab_server import Lab, Notebook
from playwright.sync_api import Browser, expect

from browser.axe import violations
from browser.finished.untrusted import Opened, open_untrusted, write
from pplx_notebook.document.findings.passage_link import at_passage
from pplx_notebook.views.faces.bundle import bundle

THEMES = ("JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast")
FACES = [bundle(answer, findings=findings) for answer, findings in (checked(), of_every_verdict())]
CHANGE_THEME = "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
WIDER = """answer => [...answer.querySelectorAll("*")].filter(each => each.checkVisibility()
    && !each.closest("[popover], table, .pplx-spoken")
    && each.getBoundingClientRect().right > answer.getBoundingClientRect().right + 1).length"""


@pytest.fixture(scope="module")
def opened(chromium: Browser, lab: Lab) -> Iterator[Opened]:
    """An answer with verdicts as they come, and one with all seven."""
    with open_untrusted(chromium, lab, write(lab, "checked.ipynb", FACES)) as page:
        page.page.set_viewport_size({"width": 1280, "height": 900})
        expect(page.page.locator(".pplx-interactive")).to_have_count(2)
        yield page


def test_a_marker_says_its_verdict_aloud(opened: Opened) -> None:
    names = [each.get_attribute("aria-label") for each in opened.answer(1).locator(".pplx-marker").all()]
    assert names == [
        "1, quoted in its source",
        "2, supported by its source",
        "3, differs from its source",
        "4, not found in its source",
        "5, unclear whether its source says it",
        "6, its source was not fetched",
        "7, its source could not be read",
    ]


def test_verdicts_differ_in_their_line_and_sign_not_in_a_colour_alone(opened: Opened) -> None:
    looks = (
        opened.answer(1)
        .locator(".pplx-marker")
        .evaluate_all(
            """all => all.map(each => [getComputedStyle(each).textDecorationLine, getComputedStyle(each).textDecorationStyle,
            each.innerText.replace(/[^\\[\\]\\d]*\\[\\d\\]/, "")].join(" ").trim())"""
        )
    )
    found, differs, missing, *open_ = [looks[0], *looks[2:]]
    assert looks[0] == looks[1] == "underline solid"
    assert differs == "underline dashed ≠"
    assert missing == "underline dashed ∅"
    assert set(open_) == {"none solid"}
    assert len({found, differs, missing, open_[0]}) == 4


def test_focus_shows_both_values_and_escape_takes_them_away(opened: Opened) -> None:
    marker, card = opened.answer(0).locator(".pplx-differs"), opened.answer(0).locator(".pplx-card")
    marker.focus()
    expect(card).to_contain_text("The answer says 29.5 days")
    expect(card).to_contain_text("The source says 27.3 days")
    expect(card.locator(".pplx-passage b")).to_have_text("27.3 days")
    opened.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    marker.blur()
    marker.hover()
    expect(card).to_contain_text("differs")
    opened.page.mouse.move(0, 0)
    expect(card).to_be_hidden()


def test_a_table_sums_up_each_source_and_its_row_tells_each_sentence(opened: Opened) -> None:
    row = opened.answer(0).locator(".pplx-sources tbody tr").first
    expect(row.locator(".pplx-column-checked .pplx-spoken")).to_have_text("1 differs, 1 quoted")
    row.locator(".pplx-title").press("Space")
    claims = row.locator(".pplx-claims > li")
    expect(claims).to_have_count(2)
    expect(claims.nth(1)).to_contain_text("number: 29.5 days – source: 27.3 days")
    row.locator(".pplx-title").press("Space")


def test_a_marker_that_leads_to_a_passage_still_knows_its_row(opened: Opened) -> None:
    marker = opened.answer(0).locator(".pplx-found").first
    assert ":~:text=" in (marker.get_attribute("href") or "")
    marker.click()
    expect(opened.answer(0).locator(".pplx-sources tbody tr").first.locator(".pplx-title")).to_be_focused()


def test_sentences_without_a_citation_are_told_apart_while_the_line_is_open(opened: Opened) -> None:
    line = opened.answer(0).locator("details.pplx-checked > summary")
    marked = "(CSS.highlights.get('pplx-uncited')?.size ?? 0)"
    assert opened.page.evaluate(marked) == 0
    line.click()
    opened.page.wait_for_function(f"{marked} === 2")
    opened.answer(0).get_by_role("button", name="Nobody cites this sentence.").click()
    expect(opened.answer(0).locator(".pplx-text p", has_text="Nobody cites")).to_be_focused()
    line.click()
    opened.page.wait_for_function(f"{marked} === 0")


def test_nothing_is_cut_off_on_a_narrow_page(opened: Opened) -> None:
    for width in (420, 1280):
        opened.page.set_viewport_size({"width": width, "height": 900})
        assert [opened.answer(n).evaluate(WIDER) for n in (0, 1)] == [0, 0], width


def test_axe_finds_nothing_in_any_theme(opened: Opened) -> None:
    """The line, a row and a card are open."""
    answer = opened.answer(1)
    answer.locator("details.pplx-checked > summary").click()
    answer.locator(".pplx-citations .pplx-title").nth(2).press("Space")
    for theme in (*THEMES, THEMES[0]):
        opened.page.evaluate(CHANGE_THEME, theme)
        opened.page.locator(f"body[data-jp-theme-name='{theme}']").wait_for(state="attached")
        answer.locator(".pplx-marker").first.focus()
        answer.locator(".pplx-differs").focus()
        expect(answer.locator(".pplx-card")).to_contain_text("differs")
        assert violations(opened, ".pplx-interactive") == [], theme


PARAGRAPHS = "".join(f"<p>Line {n} of this page tells nothing at all.</p>" for n in range(300))
PASSAGES = {
    "short": "Tides come twice a day, mostly.",
    "long": "The gravitational pull of the Moon, which is 384,400 km away, is the main cause of the tides "
    "that we see on well-known coasts & in harbours.",
    "twice": "It was first photographed in 1959 by a probe.",
    "chinese": "月球是地球唯一的天然卫星，平均距离约为三十八万四千四百公里。",
}
BEFORE_TWICE = "Another thing: it was seen much later. "


@pytest.fixture(scope="module")
def long_page() -> Iterator[str]:
    """A page of 300 lines with the passages near its end."""
    told = "".join(
        f"<p id='{name}'>{BEFORE_TWICE if name == 'twice' else ''}{text.replace('&', '&amp;')}</p>"
        for name, text in PASSAGES.items()
    )
    body = f"<!doctype html><meta charset=utf-8><p>It was first photographed in 1839.</p>{PARAGRAPHS}{told}{PARAGRAPHS}".encode()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/page"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", PASSAGES)
def test_the_browser_opens_the_page_at_the_passage(name: str, long_page: str, chromium: Browser) -> None:
    around = (
        f"It was first photographed in 1839. {BEFORE_TWICE}{PASSAGES['twice']}" if name == "twice" else ""
    )
    address = at_passage(long_page, PASSAGES[name], around)
    assert ":~:text=" in address
    page = chromium.new_page()
    page.goto("about:blank")
    page.set_content(f'<a href="{address}" target="_blank" rel="noopener">go</a>')
    with page.context.expect_page() as opening:
        page.click("a")
    opened = opening.value
    opened.wait_for_function("scrollY > 1000")
    place = opened.locator(f"[id='{name}']").bounding_box()
    assert place
    assert 0 <= place["y"] <= opened.evaluate("innerHeight")
    page.context.close()


def test_a_cell_that_checks_ends_with_its_verdicts_in_the_text_that_was_live(
    open_notebook: Callable[..., Notebook], lab: Lab
) -> None:
    load = "%load_ext pplx_notebook\n%env PPLX_DEMO_PACE=5"
    asked = "%%pplx --check --provider demo --header X-Demo-Fault=misquote\nWhy does the Amazon rainforest matter?"
    notebook = open_notebook(lab.write("checked-live.ipynb", [load, asked]))
    notebook.run_and_wait(0)
    notebook.run(1)
    output = notebook.output(1)
    output.locator(".pplx-text p").first.evaluate("paragraph => { window.paragraph = paragraph; }")
    notebook.wait_finished(1)
    marker = output.locator(".pplx-marker.pplx-differs")
    expect(marker).to_have_attribute("aria-label", "1, differs from its source")
    expect(output.locator("details.pplx-checked > summary")).to_contain_text("1 number differs")
    expect(output.locator(".pplx-live .pplx-status")).to_have_count(0)
    assert notebook.page.evaluate("paragraph.isConnected")
