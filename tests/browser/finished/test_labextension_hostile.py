"""Forged outputs: whatever stands in a notebook, our renderer puts only its own elements on the page.

The judge is a real Chromium with a host that sanitises nothing (``bare_host.js``), so that JupyterLab's own
sanitizer cannot hide a hole in ours; ``test_unusual_answers.py`` repeats a part inside JupyterLab.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

import pytest
from places import CASES, ROOT
from playwright.sync_api import Browser, Page, Route
from playwright.sync_api import Error as PlaywrightError

from pplx_notebook.protocol.saved import MIME

HERE = Path(__file__).parent
BUNDLE = next((ROOT / "share/jupyter/labextensions/pplx-notebook/static").glob("remoteEntry.*.js"))
OWN = json.loads((CASES / "labextension" / "hostile.json").read_text("utf-8"))
FORGED = json.loads((CASES / "labextension" / "forged.json").read_text("utf-8"))


@contextmanager
def bare_page(chromium: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page with the extension loaded, and the list of what it asks for."""
    context = chromium.new_context()
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    context.route("**/*", refuse)
    page = context.new_page()
    page.set_content("<!doctype html><main></main>")
    page.add_script_tag(content=(HERE / "bare_host.js").read_text("utf-8"))
    page.add_script_tag(content=BUNDLE.read_text("utf-8"))
    page.evaluate("start()")
    yield page, asked
    context.close()


@pytest.fixture(scope="module")
def bare(chromium: Browser) -> Iterator[tuple[Page, list[str]]]:
    """One bare page for all tests here."""
    with bare_page(chromium) as opened:
        yield opened


def forged_bundles(text: str) -> list[dict[str, Any]]:
    """The text in every place a forger can write to, with and without the HTML face."""
    url = escape(text)
    row = f'<tr><td>{text}</td><td><a href="{url}" title="{url}">{text}</a><details class="pplx-snippet"><summary>s</summary>{text}</details></td><td>{text}</td><td>{text}</td></tr>'
    table = f'<div class="pplx-sources {url}"><h4>Citations (1)</h4><table><tbody>{row}<tr><td>1</td><td>{text}</td></tr></tbody></table></div>'
    words = f'<div class="pplx-text">{text}<a class="pplx-marker" href="{url}">[1]</a><code class="language-{url}">{text}</code></div>'
    lists = "".join(
        f'<ul class="pplx-{name}"><li>{text}</li></ul>' for name in ("related", "images", "videos")
    )
    html = f'{text}<div class="pplx-answer jp-RenderedHTMLCommon" title="{url}">{words}{table}{lists}{text}</div>{text}'
    source = {
        "title": text,
        "url": text,
        "snippet": text,
        "date": text,
        "last_updated": text,
        "source": text,
        "id": 1,
    }
    answer = {
        "text": text, "reasoning": text, "model": text, "prompt": text, "search_results": [source, source | {"url": "https://a.example/"}],
        "citations": [{"number": 1, "url": text, "title": text}], "related_questions": [text],
        "images": [{"image_url": text, "origin_url": text, "title": text}],
    }  # fmt: skip
    saved = {"version": 1, "answer": answer}
    return [
        {MIME: saved, "text/html": html, "text/markdown": text},
        {MIME: saved},
        {MIME: text, "text/html": text, "text/plain": text},
    ]


def harm(page: Page, asked: list[str], text: str) -> list[str]:
    """What went wrong with this text; [] when nothing did."""
    found: list[str] = page.evaluate("bundles => faultsOfAll(bundles)", forged_bundles(text))
    return found + [f"asked for {url}" for url in asked]


@pytest.mark.parametrize("text", OWN)
def test_a_forged_output_puts_nothing_of_its_own_on_the_page(bare: tuple[Page, list[str]], text: str) -> None:
    assert harm(*bare, text) == []


FORGED_TABLE = """<div class="pplx-answer"><div class="pplx-text"><a class="pplx-marker" href="{href}">[1]</a></div>
<div class="pplx-sources pplx-citations"><h4>Citations (1)</h4><table><tbody>
<tr><td>1</td><td><a href="https://evil.example/">forged</a></td></tr></tbody></table></div></div>"""


@pytest.mark.parametrize(("href", "known"), [("https://a.example/", True), ("https://evil.example/", False)])
def test_the_tables_say_what_the_answers_data_say_and_not_the_html(
    bare: tuple[Page, list[str]], href: str, known: bool
) -> None:
    """A marker that leads elsewhere than the source of its number is no place of that source."""
    page, _ = bare
    answer = {"text": "[1]", "search_results": [{"title": "Saved title", "url": "https://a.example/"}]}
    shown = page.evaluate(
        "bundle => draw(bundle)",
        {MIME: {"version": 1, "answer": answer}, "text/html": FORGED_TABLE.format(href=href)},
    )
    assert "Saved title" in shown
    assert "forged" not in shown
    assert page.evaluate("document.querySelector('main .pplx-title').href") == "https://a.example/"
    assert page.evaluate("!!document.querySelector('tbody .pplx-place')") is known


@pytest.mark.parametrize("text", [text for text in OWN if "<" in text])
def test_the_judge_sees_what_would_get_through(chromium: Browser, text: str) -> None:
    """The test above means something: put on a page unsanitised, each of these texts is noticed."""
    with bare_page(chromium) as (page, asked):
        assert noticed(page, text) or asked


def noticed(page: Page, text: str) -> bool:
    """Put the text on the page as markup and judge it; one that takes the page away is noticed, too."""
    try:
        page.evaluate("html => document.querySelector('main').setHTMLUnsafe(html)", text)
        return bool(page.evaluate("faults().length + alerts.length"))
    except PlaywrightError:
        return True


def text_of(payload: dict[str, Any]) -> str:
    """The text of a payload of the shared corpus."""
    if repeat := payload.get("repeat"):
        return str(repeat["prefix"] + repeat["unit"] * repeat["count"] + repeat["suffix"])
    return str(payload["payload"]) if "payload" in payload else "".join(payload["chunks"])


def test_no_payload_of_the_corpus_gets_through(bare: tuple[Page, list[str]], shared: Path) -> None:
    payloads = json.loads((shared / "security" / "payloads.json").read_text("utf-8"))["payloads"]
    found = {payload["id"]: faults for payload in payloads if (faults := harm(*bare, text_of(payload)))}
    print(f"\n{len(payloads)} payloads, {3 * len(payloads)} forged outputs")
    assert found == {}


@pytest.mark.parametrize("case", FORGED, ids=lambda case: case["name"])
def test_a_damaged_answer_still_shows_its_text_and_says_what_is_wrong(
    bare: tuple[Page, list[str]], case: dict[str, Any]
) -> None:
    page, _ = bare
    html = '<div class="pplx-answer"><div class="pplx-text"><p>kept words</p></div></div>'
    shown = page.evaluate("bundle => draw(bundle)", {MIME: case["saved"], "text/html": html})
    assert "kept words" in shown
    assert case["note"] in shown
    assert page.evaluate("faults()") == []
    assert page.evaluate("({}).polluted === undefined && ({}).text === undefined")


def test_without_html_the_text_is_shown_as_text(bare: tuple[Page, list[str]]) -> None:
    page, _ = bare
    answer = {
        "text": "**not** <b>bold</b>",
        "search_results": [{"title": "A page", "url": "https://a.example/x"}],
    }
    shown = page.evaluate("bundle => draw(bundle)", {MIME: {"version": 1, "answer": answer}})
    assert "**not** <b>bold</b>" in shown
    assert "A page" in shown
