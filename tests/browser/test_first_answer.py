"""A reader's first answer in a real JupyterLab: it grows, stops, is kept, and needs no kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import nbformat
import pytest
from lab_server import Lab, Notebook, open_in, profile
from playwright.sync_api import Browser, Locator, expect

from pplx_notebook.demo.server.server import DemoServer

LOAD = "%load_ext pplx_notebook"
QUESTION = "%%pplx --into answer {options}\nWhat is nuclear fusion, and where does it stand?"
RECORDINGS = {  # name: file, provider, pace (the agent's is short: a tenth of the pace)
    "agent": ("agent-fast-2026-09-21-named-events.sse", "responses", 0.1),
    "sonar": ("sonar-full-2026-06-10-ruby.sse", "chat", 1.0),
}
CLICK_AND_TIME = """() => new Promise(resolve => {
    const began = performance.now();
    const watch = new MutationObserver(() => {
        if (!document.querySelector('.pplx-stop:not([hidden])')) resolve(performance.now() - began);
    });
    watch.observe(document.body, {subtree: true, childList: true, attributes: true});
    document.querySelector('.pplx-stop').click();
})"""


@dataclass(frozen=True)
class Story:
    """Something to ask: a name and the options of ``%%pplx`` that lead there."""

    name: str
    options: str


@pytest.fixture(params=["demo", *RECORDINGS], scope="module")
def story(request: pytest.FixtureRequest) -> Iterator[Story]:
    """The embedded demo engine, and genuine recorded Perplexity streams over real HTTP."""
    if request.param == "demo":
        yield Story("demo", "--provider demo")
        return
    name, provider, pace = RECORDINGS[request.param]
    file = request.getfixturevalue("shared") / "streams" / name
    with DemoServer(replay=file, pace=pace) as server:
        yield Story(request.param, f"--provider {provider} --base-url {server.base_url}")


def write(lab: Lab, name: str, story: Story) -> str:
    """A notebook that loads, asks and looks at what came."""
    return lab.write(
        f"{name}-{story.name}.ipynb", [LOAD, QUESTION.format(options=story.options), "answer.status"]
    )


@pytest.fixture
def notebook(story: Story, lab: Lab, open_notebook: Callable[..., Notebook]) -> Notebook:
    """An open notebook with the extension loaded; its second cell asks."""
    opened = open_notebook(write(lab, "first", story))
    opened.run_and_wait(0)
    return opened


@pytest.fixture(scope="module")
def finished(story: Story, chromium: Browser, lab: Lab) -> Iterator[Notebook]:
    """A saved notebook with a finished answer, its page still open."""
    with profile(chromium, lab) as context:
        context.route(
            lambda url: not url.startswith((lab.url, "data:", "blob:")),
            lambda route: route.fulfill(body="outside"),
        )
        opened = open_in(context, lab, write(lab, "finished", story))
        opened.run_and_wait(0)
        opened.run_and_wait(1, timeout_s=60)
        opened.save()
        yield opened


def words(output: Locator) -> int:
    """Words of the answer on the page."""
    return len(output.locator(".pplx-text").inner_text().split())


def content(output: Locator) -> dict[str, Any]:
    """What a reader finds in a finished output."""
    output.locator(".pplx-text").wait_for()
    return {
        "text": output.locator(".pplx-text").inner_text(),
        "rows": output.locator(".pplx-sources tbody tr").all_inner_texts(),
        "links": output.locator("a").evaluate_all("links => links.map(link => link.href)"),
    }


def test_text_grows_before_the_stream_ends(notebook: Notebook) -> None:
    output = notebook.output(1)
    notebook.run(1)
    live = output.locator(".pplx-live")
    expect(live.locator(".pplx-text")).not_to_be_empty()
    few = words(live)
    expect(live.get_by_role("button", name="Stop")).to_be_visible()
    notebook.page.wait_for_function(
        "few => document.querySelector('.pplx-live .pplx-text').innerText.split(/\\s+/).length > few", arg=few
    )
    notebook.wait_finished(1)
    expect(live).to_have_count(0)
    assert words(output) > few


def test_stop_keeps_the_text_and_ends_the_cell(notebook: Notebook) -> None:
    output = notebook.output(1)
    notebook.run(1)
    expect(output.locator(".pplx-text")).not_to_be_empty()
    before = words(output)
    took_ms = notebook.page.evaluate(CLICK_AND_TIME)
    print(f"\nfrom the click to the end of the live view: {took_ms:.0f} ms")
    assert took_ms < 2_000
    notebook.wait_finished(1)
    assert words(output) >= before
    expect(output.locator(".pplx-ending")).to_contain_text("Stopped.")
    notebook.run_and_wait(2)
    expect(notebook.output(2)).to_contain_text("interrupted")


def test_a_row_that_can_be_opened_has_a_mark_that_points_down(finished: Notebook) -> None:
    """Also where a live answer has put its own style on the page, behind that of the finished ones."""
    mark = finished.output(1).locator(".pplx-snippet > summary").first
    turned = mark.evaluate("mark => new DOMMatrix(getComputedStyle(mark, '::before').transform).b")
    assert turned > 0, "a square's corner turned by 45 degrees; by -45 it points to the right"


def test_the_finished_answer_has_tables_of_its_sources(finished: Notebook) -> None:
    output = finished.output(1)
    for heading in ("Citations (", "Search results ("):
        expect(output.locator(".pplx-sources", has_text=heading)).to_be_visible()
    assert output.locator(".pplx-sources tbody tr a").count() > 0


def test_a_citation_opens_its_source_elsewhere(finished: Notebook) -> None:
    citation = finished.output(1).locator(".pplx-sources tbody tr a").first
    with finished.page.context.expect_page() as opened:
        citation.click()
    assert opened.value.url.rstrip("/") == str(citation.get_attribute("href")).rstrip("/")
    opened.value.close()


def test_a_saved_answer_is_whole_when_opened_again(
    finished: Notebook, lab: Lab, open_notebook: Callable[..., Notebook]
) -> None:
    shown = content(finished.output(1))
    assert shown["rows"]
    assert shown["links"]
    assert content(open_notebook(finished.name).output(1)) == shown


def test_a_strangers_copy_is_whole_without_a_kernel(
    finished: Notebook, lab: Lab, open_notebook: Callable[..., Notebook]
) -> None:
    copy = lab.saved(finished.name)
    copy.metadata = nbformat.NotebookNode(comes_from="somebody else")  # breaks the trust, names no kernel
    nbformat.write(copy, lab.root / f"copy-of-{finished.name}")
    opened = open_notebook(f"copy-of-{finished.name}", kernel=False)
    assert content(opened.output(1)) == content(finished.output(1))


def test_the_notebook_file_holds_the_answer_and_no_widget(finished: Notebook, lab: Lab) -> None:
    [output] = lab.saved(finished.name).cells[1].outputs
    assert set(output.data) >= {"text/html", "text/plain"}
    assert not any("widget" in kind for kind in output.data)
    assert "widgets" not in lab.saved(finished.name).metadata
