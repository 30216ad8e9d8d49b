"""Other JupyterLab, Notebook and ipykernel versions: an answer from its first word to its second reader.

On demand (``-m matrix``), in the environments of front_ends.py; the versions installed here are covered by
test_first_answer.py, test_viewers.py and test_midstream.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from front_ends import PAGES, ROWS, environment, load, wait_for_kernel
from lab_server import Lab, Notebook, profile, running_lab
from playwright.sync_api import Browser, BrowserContext, expect
from reading import QUESTION, Seen, assert_whole

from pplx_notebook import Answer
from pplx_notebook.inspect.notebook_form import MIME, from_notebook

pytestmark = [pytest.mark.matrix, pytest.mark.timeout(900)]
FIRST = "No power station uses it yet"


@pytest.fixture(scope="module", params=["lab4.2-kernel6.29", "lab4.2-kernel7.4", "lab4.4-kernel7.3"])
def row_lab(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab of that row."""
    assert request.param in ROWS
    python = environment(request.param, tmp_path_factory.mktemp("matrix"))
    with running_lab(tmp_path_factory.mktemp("row"), python) as running:
        yield running


@pytest.fixture
def row_context(row_lab: Lab, chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh profile for it."""
    with profile(chromium, row_lab) as made:
        yield made


def begun(context: BrowserContext, lab: Lab, front_end: str, pace: str, options: str = "") -> Notebook:
    """A notebook whose second cell streams."""
    asked = f"%%pplx {options}\n{QUESTION}"
    sources = [f"%load_ext pplx_notebook\n%env PPLX_DEMO_PACE={pace}", asked, "%pplx --last"]
    name = lab.write("version.ipynb", sources)
    opened = Notebook(context.new_page(), name, lab)
    opened.page.goto(f"{lab.url}/{PAGES[front_end]}/{name}?token={lab.token}&reset")
    opened.page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    load(opened)
    opened.run(1)
    expect(opened.output(1).locator(".pplx-live .pplx-text")).to_contain_text(FIRST, timeout=20_000)
    return opened


def seen(opened: Notebook) -> Seen:
    """What the answer's output shows, and where its links lead."""
    output = opened.output(1)
    for folded in output.locator("details").all():
        folded.evaluate("details => { details.open = true }")
    links = output.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
    return Seen(output.inner_text(), frozenset(links) | {link.rstrip("/") for link in links})


@pytest.mark.parametrize("front_end", PAGES)
def test_an_answer_streams_and_stays(front_end: str, row_lab: Lab, row_context: BrowserContext) -> None:
    opened = begun(row_context, row_lab, front_end, "3")
    opened.wait_finished(1)
    expect(opened.output(1).locator(".pplx-live")).to_have_count(0)
    opened.save()
    (answer,) = Answer.from_notebook(row_lab.root / opened.name)
    assert_whole(seen(opened), answer)
    expect(opened.output(1).locator(".pplx-interactive")).to_have_count(1)
    assert not any("widget" in kind for kind in row_lab.saved(opened.name).cells[1].outputs[0].data)


@pytest.mark.parametrize("front_end", PAGES)
def test_a_page_reloaded_in_midstream_is_readable_and_has_last(
    front_end: str, row_lab: Lab, row_context: BrowserContext
) -> None:
    opened = begun(row_context, row_lab, front_end, "0.4")
    opened.save()
    opened.page.reload()
    output = opened.output(1)
    expect(output).to_contain_text("%pplx --last shows it whole", timeout=20_000)
    expect(output.locator(".pplx-text")).to_contain_text(FIRST)
    expect(output).not_to_contain_text("model not found", use_inner_text=True)
    wait_for_kernel(row_lab, opened.page)
    opened.run_and_wait(2)
    expect(opened.output(2).locator(".pplx-text")).to_contain_text("of fusion power for some minutes")


@pytest.mark.parametrize("front_end", PAGES)
def test_an_inspected_answer_is_live_and_stays(
    front_end: str, row_lab: Lab, row_context: BrowserContext
) -> None:
    opened = begun(row_context, row_lab, front_end, "3", "--inspect")
    inspector = opened.output(1).locator(".pplx-inspector")
    expect(inspector.locator(".state")).to_have_text("receiving")
    expect(inspector.locator(".list [aria-selected=true]")).to_contain_text("text")
    opened.wait_finished(1)
    expect(inspector.locator(".state")).to_have_text("complete")
    opened.save()
    (data,) = [one.data[MIME] for one in row_lab.saved(opened.name).cells[1].outputs if MIME in one.data]
    (entry,) = from_notebook(data).entries
    expect(inspector.locator(".list")).to_have_attribute("aria-rowcount", str(len(entry.blocks)))
