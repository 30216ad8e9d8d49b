"""Whether pages are fetched is asked once in a notebook, and never where nobody can answer: real kernels."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from places import jupyter_folders

LOAD = """
%load_ext pplx_notebook
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult
def answer(host):
    url = f"http://{host}/page"
    return Answer(text="It is 5 km long.[1]", citations=(Citation(number=1, url=url, title=""),),
                  search_results=(SearchResult(url=url, snippet="Nothing."),), status="done")
"""
CHECK = 'found = answer("127.0.0.1:9").check(); print(found[0].verdict, found[0].reason)'
FETCHED, NOT_FETCHED = "unreachable refused address: it is this machine", "not fetched"


class Page:
    """A notebook page with a reader: what its cells print, and what was asked of the reader."""

    def __init__(self, folder: Path) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(env=os.environ | jupyter_folders(folder))
        self.client = self.manager.client()
        self.client.session.metadata = {"cellId": "a"}  # as a page sends it
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.questions: list[str] = []
        self.shown: list[str] = []
        self.outputs = 0
        self.run(LOAD)

    def run(self, code: str, *typed: str) -> str:
        out: list[str] = []
        self.shown, self.outputs = [], 0
        answers = iter(typed)

        def asked(message: dict[str, Any]) -> None:
            self.questions.append(message["content"]["prompt"])
            self.client.input(next(answers))

        def told(message: dict[str, Any]) -> None:
            content = message["content"]
            if "display" in message["msg_type"]:
                self.shown.append(content["data"]["text/plain"])
                self.outputs += message["msg_type"] == "display_data"
            out.append(content.get("text", "") or "".join(content.get("traceback", ())))

        self.client.execute_interactive(
            code, allow_stdin=True, stdin_hook=asked, output_hook=told, timeout=60
        )
        return "".join(out).strip()

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    page = Page(tmp_path_factory.mktemp("jupyter"))
    yield page
    page.close()


@pytest.mark.parametrize(
    ("typed", "said"), [("y", FETCHED), ("", NOT_FETCHED), ("n", NOT_FETCHED), ("YES", FETCHED)]
)
def test_a_notebook_is_asked_once(notebook: Page, typed: str, said: str) -> None:
    notebook.questions.clear()
    notebook.run("%config Pplx.fetch = 'never'\n%config Pplx.fetch = 'ask'")
    assert notebook.run(CHECK, typed) == said
    assert notebook.run(CHECK) == said
    assert notebook.questions == ["Fetch the cited page to check it (127.0.0.1)? Asked once. [y/N] "]


def test_always_and_never_ask_nobody(notebook: Page) -> None:
    notebook.questions.clear()
    assert notebook.run(f"%config Pplx.fetch = 'always'\n{CHECK}") == FETCHED
    assert notebook.run(f"%config Pplx.fetch = 'never'\n{CHECK}") == NOT_FETCHED
    assert "fetch" in notebook.run("%config Pplx.fetch = 'perhaps'")
    assert notebook.questions == []


def test_where_nobody_can_answer_nothing_is_fetched_and_the_summary_offers_it(tmp_path: Path) -> None:
    cells = [nbformat.v4.new_code_cell(code) for code in (LOAD, CHECK, "print(found.summary)")]
    book = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(book, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()
    said = ["".join(output.get("text", "") for output in cell.outputs).strip() for cell in book.cells]
    assert said[1] == NOT_FETCHED
    assert said[2].endswith("(snippets alone answer one in seven: check(fetch=True) looks at the pages)")


def test_a_notebook_page_shows_one_line_that_counts(notebook: Page) -> None:
    assert notebook.run("%config Pplx.fetch = 'always'\n" + CHECK + "\n%config Pplx.fetch = 'ask'") == FETCHED
    assert notebook.shown[0] == "0 of 1 cited page looked at"
    assert notebook.shown[-1].startswith("1 of 1 cited page looked at in ")
    assert notebook.outputs == 1
