"""Viewers of a saved answer in Chromium: what a reader sees, can click, and that nothing is fetched.

Pages of nbconvert load scripts of their own (RequireJS, MathJax, reveal.js); they are noted and refused like
everything else, and an answer must add nothing to them and be readable without them.
"""

from __future__ import annotations

import http.server
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from asked import answer, asked, environment, export, home
from front_ends import load, wait_for_kernel
from lab_server import Lab, Notebook, profile
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Route, expect
from reading import QUESTION, Seen, assert_whole
from served import free_port, serving

from pplx_notebook import Answer

__all__ = ["answer", "asked", "environment", "export", "home"]
THEIRS = ("cdnjs.cloudflare.com", "cdn.jsdelivr.net", "unpkg.com")  # nbconvert's own scripts


@dataclass
class Viewer:
    """A page, and every address beyond this machine it asked for."""

    page: Page
    outside: list[str] = field(default_factory=list)

    @property
    def ours(self) -> list[str]:
        """Addresses that are not the viewer's own scripts."""
        return [url for url in self.outside if not any(f"//{host}/" in url for host in THEIRS)]


@contextmanager
def viewer(chromium: Browser, **options: object) -> Iterator[Viewer]:
    """A page in a fresh profile that reaches nothing but this machine."""
    context: BrowserContext = chromium.new_context(viewport={"width": 1200, "height": 900}, **options)  # type: ignore[arg-type]
    made = Viewer(context.new_page())

    def refuse(route: Route) -> None:
        made.outside.append(route.request.url)
        route.abort()

    context.route(lambda url: not url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:")), refuse)
    try:
        yield made
    finally:
        context.close()


def seen(frame: Page | Frame) -> Seen:
    """What is drawn, and where its links lead."""
    for folded in frame.locator("details").all():
        folded.evaluate("details => { details.open = true }")
    for more in frame.get_by_role("button", name="Show all").all():
        more.click()
    links = frame.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
    return Seen(frame.locator("body").inner_text(), frozenset(links) | {link.rstrip("/") for link in links})


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("kind", ["html", "slides"])
def test_an_exported_page_is_whole_and_fetches_nothing(
    kind: str, script: bool, export: Callable[..., str], answer: Answer, chromium: Browser, tmp_path: Path
) -> None:
    file = tmp_path / f"{kind}.html"
    file.write_text(export(kind), "utf-8")
    with viewer(chromium, java_script_enabled=script) as opened:
        opened.page.goto(file.as_uri())
        if kind == "slides":  # without reveal.js, which they load from elsewhere, slides are one long page
            opened.page.locator(".pplx-answer").evaluate("node => node.scrollIntoView()")
        assert_whole(seen(opened.page), answer)
        assert opened.ours == []
        expect(opened.page.locator(".pplx-sources tbody tr").first).to_be_visible()


SANDBOXES = {
    # Colab: an iframe of another origin for each output, scripts allowed; VS Code: a webview with a strict policy
    "Colab": 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"',
    "VS Code": "sandbox=\"allow-scripts allow-popups\" csp=\"default-src 'none'; style-src 'unsafe-inline'\"",
    "no rights at all": 'sandbox=""',
}


@pytest.mark.parametrize("name", SANDBOXES)
def test_the_html_is_whole_in_a_sandboxed_frame(
    name: str, asked: Path, answer: Answer, chromium: Browser
) -> None:
    html = nbformat.read(asked, as_version=4).cells[-1].outputs[0].data["text/html"]
    with viewer(chromium) as opened:
        opened.page.set_content(f"<iframe {SANDBOXES[name]} width=1100 height=800></iframe>")
        opened.page.evaluate("html => { document.querySelector('iframe').srcdoc = html }", html)
        frame = opened.page.frames[1]
        frame.locator(".pplx-answer").wait_for()
        assert_whole(seen(frame), answer)
        assert opened.outside == []


@contextmanager
def source() -> Iterator[tuple[str, list[str | None]]]:
    """A web page on this machine: its address, and the referrer of each visit."""
    referrers: list[str | None] = []

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name is the standard library's
            if self.path == "/source":
                referrers.append(self.headers.get("Referer"))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/source", referrers
        server.shutdown()
        thread.join()


def test_a_link_opens_outside_the_sandboxed_frame_without_a_referrer(
    asked: Path, answer: Answer, chromium: Browser
) -> None:
    html = nbformat.read(asked, as_version=4).cells[-1].outputs[0].data["text/html"]
    with source() as (url, referrers), viewer(chromium) as opened:
        opened.page.set_content(f"<iframe {SANDBOXES['Colab']} width=1100 height=800></iframe>")
        html = html.replace(answer.citations[0].url, url)
        opened.page.evaluate("html => { document.querySelector('iframe').srcdoc = html }", html)
        with opened.page.context.expect_page() as popup:
            opened.page.frames[1].locator(".pplx-sources tbody a").first.click()
        popup.value.wait_for_url(url)
        assert popup.value.evaluate("window.opener") is None
        assert referrers == [None]


def open_in_notebook_7(context: BrowserContext, lab: Lab, name: str) -> Notebook:
    """A notebook in Notebook 7, its kernel ready."""
    page = context.new_page()
    page.goto(f"{lab.url}/notebooks/{name}?token={lab.token}")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    wait_for_kernel(lab, page)
    return Notebook(page, name, lab)


def test_notebook_7_shows_the_answer_live_and_when_it_has_ended(chromium: Browser, lab: Lab) -> None:
    name = lab.write(
        "seven.ipynb", ["%load_ext pplx_notebook", "%env PPLX_DEMO_PACE=2", f"%%pplx\n{QUESTION}"]
    )
    with profile(chromium, lab) as context:
        outside: list[str] = []
        context.on("request", lambda request: outside.append(request.url))
        opened = open_in_notebook_7(context, lab, name)
        load(opened)
        opened.run_and_wait(1)
        opened.run(2)
        expect(opened.output(2).locator(".pplx-live .pplx-text")).not_to_be_empty()
        opened.wait_finished(2)
        expect(opened.output(2).locator(".pplx-live")).to_have_count(0)
        opened.save()
        (answer,) = Answer.from_notebook(lab.root / name)
        assert_whole(seen(opened.page), answer)
        assert [url for url in outside if not url.startswith((lab.url, "data:", "blob:"))] == []


@contextmanager
def running_voila(notebook: Path, environment: dict[str, str]) -> Iterator[str]:
    """Voilà serving one notebook; its address."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "voila",
        str(notebook),
        "--no-browser",
        f"--port={port}",
        "--Voila.ip=127.0.0.1",
    ]
    url = f"http://127.0.0.1:{port}"
    log = notebook.with_suffix(".log")
    with serving(command, f"{url}/voila/static/voila.js", log, env=environment):
        yield f"{url}/"


def test_voila_shows_the_answer_with_its_links(
    chromium: Browser, environment: dict[str, str], asked: Path, answer: Answer, tmp_path: Path
) -> None:
    app = tmp_path / "app.ipynb"
    nbformat.write(nbformat.read(asked, as_version=4), app)
    with running_voila(app, environment) as url, viewer(chromium) as opened:
        opened.page.goto(url, timeout=60_000)
        opened.page.locator(".pplx-answer").wait_for(timeout=60_000)
        assert_whole(seen(opened.page), answer)
        assert opened.ours == []
        expect(opened.page.locator(".pplx-interactive")).to_have_count(1)
        expect(opened.page.get_by_text("Loading widget")).to_have_count(0)
