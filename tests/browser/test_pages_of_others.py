"""The pages of ``examples/browser`` in a real Chromium, asked for across origins and through Jupyter's server proxy.

Each shows its first words while the answer is still being written: a gate in the server opens once they are seen.
"""

from __future__ import annotations

import functools
import http.server
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from gate import GatedEngine
from playwright.sync_api import Browser, Page, expect
from programs import EXAMPLES, PREFIX, TOKEN, node_folder, running_jupyter

from pplx_notebook.demo.server.server import Port


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and writes no log."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Site:
    """The pages, the server they ask, and Jupyter in front of both."""

    def __init__(self, pages: int, jupyter: str, port: Port, engine: GatedEngine) -> None:
        self.engine = engine
        self.bases = {
            "bare": (f"http://127.0.0.1:{pages}", port.base_url),
            "proxied": (f"{jupyter}{PREFIX}proxy/{pages}", f"{jupyter}{PREFIX}proxy/{port.port}"),
        }

    def show(self, page: Page, name: str, way: str, token: str = TOKEN) -> None:
        """The page, which asks at once."""
        self.engine.gate.clear()
        own, base = self.bases[way]
        page.goto(f"{own}/{name}?base={base}&token={token}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    handler = functools.partial(Quiet, directory=str(EXAMPLES / "browser"))
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as pages,
        running_jupyter(tmp_path_factory.mktemp("jupyter")) as jupyter,
    ):
        threading.Thread(target=pages.serve_forever, daemon=True).start()
        engine = GatedEngine()
        origins = [f"http://127.0.0.1:{pages.server_port}", jupyter]
        with Port(engine, tokens={"class": TOKEN}, origins=origins) as port:
            yield Site(pages.server_port, jupyter, port, engine)
        pages.shutdown()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def react() -> Path:
    """The React page, bundled."""
    made = EXAMPLES / "browser" / "react.js"
    command = [
        "./node_modules/.bin/esbuild",
        "../browser/react.jsx",
        "--bundle",
        "--jsx=automatic",
        f"--outfile={made}",
    ]
    # react is found where the page's own neighbours are
    subprocess.run(
        [*command, "--define:process.env.NODE_ENV='production'"],
        cwd=node_folder(),
        env={"NODE_PATH": str(EXAMPLES / "node" / "node_modules"), "PATH": "/usr/bin:/bin:/usr/local/bin"},
        check=True,
        capture_output=True,
    )
    return made


WAYS = ["bare", "proxied"]


@pytest.mark.parametrize("way", WAYS)
def test_an_event_source_shows_words_as_they_come(page: Page, site: Site, way: str) -> None:
    """``EventSource`` by GET: text_chunk by text_chunk, then done with citations and usage; it is closed and asks
    no second time."""
    site.show(page, "eventsource.html", way)
    expect(page.locator("#answer")).to_contain_text("**DNA** (deoxyribonucleic")
    expect(page.locator("#status")).to_have_text("…")
    asked = len(site.engine.seen)
    site.engine.gate.set()
    expect(page.locator("#status")).to_contain_text("done: 12 citations")
    expect(page.locator("#answer")).to_contain_text("closed in 2022.[4]")
    assert len(site.engine.seen) == asked


@pytest.mark.parametrize("way", WAYS)
def test_fetch_reads_the_stream_and_stop_ends_it(page: Page, site: Site, way: str) -> None:
    """fetch and a ReadableStream; AbortController stops the generation early."""
    site.show(page, "fetch.html", way)
    expect(page.locator("#answer")).to_contain_text("**DNA** (deoxyribonucleic")
    expect(page.locator("#status")).to_have_text("writing")
    site.engine.gate.set()
    expect(page.locator("#status")).to_have_text("done")
    expect(page.locator("#answer")).to_contain_text("Sources:")
    site.show(page, "fetch.html", way)
    expect(page.locator("#answer")).to_contain_text("**DNA**")
    page.locator("#stop").click()
    expect(page.locator("#status")).to_have_text("stopped")
    assert "Sources:" not in page.locator("#answer").inner_text()


@pytest.mark.parametrize("way", WAYS)
def test_a_react_component_streams_and_stops(page: Page, site: Site, react: Path, way: str) -> None:
    """A hook with state for text and status."""
    site.show(page, "react.html", way)
    expect(page.locator("#answer")).to_contain_text("**DNA** (deoxyribonucleic")
    expect(page.locator("#status")).to_have_text("writing")
    site.engine.gate.set()
    expect(page.locator("#status")).to_have_text("done")
    site.show(page, "react.html", way)
    expect(page.locator("#answer")).to_contain_text("**DNA**")
    page.locator("#stop").click()
    expect(page.locator("#status")).to_have_text("stopped")


def test_a_page_with_a_wrong_token_or_of_a_strange_origin_gets_nothing(page: Page, site: Site) -> None:
    """``onerror`` fires; a page elsewhere is not even told why."""
    site.show(page, "eventsource.html", "bare", token="wrong")  # noqa: S106  (what is refused)
    expect(page.locator("#status")).to_have_text("broken off")
    site.show(page, "fetch.html", "bare", token="wrong")  # noqa: S106
    expect(page.locator("#status")).to_have_text("Error: HTTP 401")
    own, base = site.bases["bare"]
    page.goto(f"{own.replace('127.0.0.1', 'localhost')}/fetch.html?base={base}&token={TOKEN}")
    expect(page.locator("#status")).to_contain_text("Failed to fetch")


def test_an_event_source_that_nobody_closes_is_ended_by_the_server(page: Page, site: Site) -> None:
    """It connects again with the id of ``done``, and 204 tells it to stay away: the question is not asked again."""
    site.engine.gate.set()
    own, base = site.bases["bare"]
    page.goto(f"{own}/eventsource.html?base={base}&token=none")
    page.evaluate(
        """(url) => { window.state = []; const source = new EventSource(url);
        source.addEventListener("done", () => window.state.push("done"));
        source.onerror = () => window.state.push(source.readyState); }""",
        f"{base}/events?q=DNA&token={TOKEN}",
    )
    page.wait_for_function("window.state.includes(2)", timeout=20_000)
    assert page.evaluate("window.state.filter((it) => it === 'done').length") == 1
