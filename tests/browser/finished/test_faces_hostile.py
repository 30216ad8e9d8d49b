"""Hostile answers in real Chromium: the HTML face, and the Markdown face in the most permissive viewer there is."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from places import CASES
from playwright.sync_api import Browser, Page

from pplx_notebook.protocol import Answer, read_answer
from pplx_notebook.views.faces.bundle import bundle

HOSTILE = CASES / "views" / "hostile.json"
BATCH = 40  # answers per page
ACTED = """
    window.acted = [];
    for (const name of ["alert", "prompt", "confirm", "open", "fetch"]) window[name] = (...x) => acted.push([name, ...x]);
    addEventListener("securitypolicyviolation", (e) => acted.push(["csp", e.blockedURI]));
"""
LEFT_BEHIND = """() => [
    ...acted,
    ...[...document.querySelectorAll("script,iframe,object,embed,svg,img,video,audio,form,input,style,link,base,meta")].map((e) => e.outerHTML),
    ...[...document.querySelectorAll("*")].flatMap((e) => [...e.attributes].filter((a) => /^on|^style$|^id$|^name$/.test(a.name)).map((a) => a.name)),
    ...[...document.querySelectorAll("a")].filter((a) => !["http:", "https:"].includes(a.protocol) || a.username).map((a) => a.href),
    ...[...document.body.children].filter((e) => !e.matches(".face")).map((e) => "outside: " + e.outerHTML),
]"""


def shared_answers(shared: Path) -> Iterator[Answer]:
    """Every shared payload that arrives in an answer, through the protocol."""
    spec = importlib.util.spec_from_file_location("security_answers", shared / "security" / "answers.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    for payload in maker.load():
        body = None if payload["context"] in ("json_stream", "response_header") else maker.sse(payload)
        if body is not None and payload["class"] != "dos":
            yield read_answer([body])


def own_answers() -> Iterator[Answer]:
    """The repository's own hostile texts and addresses."""
    hostile: dict[str, list[str]] = json.loads(HOSTILE.read_text("utf-8"))
    for text in hostile["texts"] + hostile["refused_formulas"]:
        yield Answer(text=text, reasoning=text, model=text, related_questions=(text,), notices=(text,))
    for url in hostile["refused_urls"]:
        yield Answer(text=f"[a]({url}) <{url}> ![b]({url}) [c]\n\n[c]: {url}")


def faces(answer: Answer) -> str:
    """Both faces of an answer, each in a box of its own."""
    made: dict[str, Any] = bundle(answer)
    viewer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    viewer.validateLink = lambda _: True  # type: ignore[method-assign]
    return "".join(
        f'<div class="face">{html}</div>'
        for html in (made["text/html"], viewer.render(made["text/markdown"]))
    )


def watched(page: Page, html: str) -> list[Any]:
    """Show the HTML, click nothing, and list what it did or left behind."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.set_content(
        html.replace(' style="text-align', ' data-style="')
    )  # the viewer's own alignment of cells
    page.wait_for_timeout(200)
    return [*page.evaluate(LEFT_BEHIND), *requests]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page that records whatever acts."""
    made = chromium.new_page()
    made.add_init_script(ACTED)
    made.goto("about:blank")
    yield made
    made.close()


def test_nothing_acts_in_the_repositorys_own_hostile_answers(page: Page) -> None:
    """No script, handler, request, foreign element or address that is not http(s)."""
    assert watched(page, "".join(map(faces, own_answers()))) == []


def test_nothing_acts_in_the_shared_hostile_answers(page: Page, shared: Path) -> None:
    """The same for every shared payload, forty answers to a page."""
    answers = list(shared_answers(shared))
    assert len(answers) > 500
    for first in range(0, len(answers), BATCH):
        assert watched(page, "".join(map(faces, answers[first : first + BATCH]))) == []


def test_the_watch_sees_what_does_act(page: Page) -> None:
    """A script handler, an image and a bad link are noticed: the tests above can fail."""
    seen = watched(
        page, '<div class="face"><img src=x onerror=alert(1)><a href="javascript:1">x</a></div><p>out</p>'
    )
    assert ["alert", 1] in seen
    assert "onerror" in seen
    assert "javascript:1" in seen
    assert any(str(what).startswith("outside") for what in seen)
