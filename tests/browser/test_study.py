"""Many questions in a real JupyterLab: a bar and a table that grow, a Stop that keeps everything, a table that stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe import violations
from lab_server import Lab, Notebook
from playwright.sync_api import expect
from study_serving import StudyServer, serving

LOAD = "%load_ext pplx_notebook\npeople = [f'Person {n}' for n in range(200)]"
ASK = "%%pplx --each people --into study --provider chat --base-url {url} --model local --max-active 4\nWho was {{{{item}}}}?"
COUNT = "print(study.done, study.not_asked, len(study))"


@pytest.fixture(scope="module")
def server() -> Iterator[StudyServer]:
    """Answers of a third of a second."""
    with serving("--pause", "0.25") as running:
        yield running


def test_it_grows_stops_and_stays(
    open_notebook: Callable[..., Notebook], lab: Lab, server: StudyServer
) -> None:
    notebook = open_notebook(lab.write("study.ipynb", [LOAD, ASK.format(url=server.url), COUNT]))
    notebook.run_and_wait(0)
    notebook.run(1)
    output = notebook.output(1)
    expect(output.locator(".pplx-state")).to_have_text("Asking 200 questions")
    bar = output.locator("progress")
    expect(bar).not_to_have_attribute("value", "0")
    expect(output.locator("table")).to_contain_text("of\u00a0200")
    assert violations(notebook, ".pplx-live") == []
    assert output.locator(".pplx-spoken").inner_text() == "Asking 200 questions"
    output.get_by_role("button", name="Stop").click()
    notebook.wait_finished(1)
    expect(output.locator(".pplx-study")).to_contain_text("not asked")
    expect(output.locator(".pplx-study")).to_contain_text("You stopped it.")
    expect(output).to_contain_text("Stopped; ")
    assert violations(notebook, ".pplx-study") == []
    notebook.run_and_wait(2)
    done, not_asked, total = map(int, notebook.output(2).inner_text().split())
    assert (done > 0, done + not_asked, total) == (True, 200, 200)
    notebook.save()
    saved = lab.saved("study.ipynb").cells[1].outputs
    assert [sorted(one.data) for one in saved if one.output_type == "display_data"] == [
        ["text/html", "text/markdown", "text/plain"]
    ]
    assert f"{done} of 200 answered" in saved[0].data["text/plain"]
