"""Programs that run, convert and sanitise notebooks: the answer is whole in what they make.

Each test asks the demo engine in a real kernel; what is looked for comes from the saved answer itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import bleach
import nbformat
import pytest
from nbclient import NotebookClient
from places import CASES
from reading import QUESTION, assert_whole, markdown, page, plain

from pplx_notebook import Answer

GITHUB = json.loads((CASES / "everywhere" / "github.json").read_text("utf-8"))
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def outputs_of(path: Path) -> list[nbformat.NotebookNode]:
    """The outputs of the cell that asked."""
    return list(nbformat.read(path, as_version=4).cells[-1].outputs)


def test_papermill_keeps_one_static_output_and_no_widget(asked: Path, answer: Answer) -> None:
    (output,) = outputs_of(asked)
    assert WIDGET_VIEW not in output.data
    assert_whole(page(output.data["text/html"]), answer)
    assert_whole(plain(output.data["text/plain"]), answer)
    assert_whole(markdown(output.data["text/markdown"]), answer)


def test_nbclient_keeps_one_static_output_and_no_widget(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    sources = ("%load_ext pplx_notebook", f"%%pplx\n{QUESTION}")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    (output,) = notebook.cells[-1].outputs
    assert WIDGET_VIEW not in output.data
    assert_whole(page(output.data["text/html"]), answer)


@pytest.mark.parametrize("kind", ["html", "slides"])
def test_nbconvert_shows_all_of_it(kind: str, export: Callable[..., str], answer: Answer) -> None:
    exported = export(kind)
    assert_whole(page(exported), answer)
    assert "Loading widget" not in page(exported).text


def test_nbconvert_with_its_sanitizer_keeps_text_and_links(
    export: Callable[..., str], answer: Answer
) -> None:
    assert_whole(page(export("html", "--sanitize-html")), answer)


def test_nbconvert_to_markdown_shows_all_of_it(export: Callable[..., str], answer: Answer) -> None:
    exported = export("markdown")
    assert_whole(markdown(exported), answer)
    assert "<script" not in exported


def test_a_sanitizer_like_githubs_keeps_text_links_and_rows(asked: Path, answer: Answer) -> None:
    (output,) = outputs_of(asked)
    cleaned = bleach.clean(
        output.data["text/html"],
        tags=GITHUB["tags"],
        attributes=GITHUB["attributes"],
        protocols=GITHUB["protocols"],
        strip=True,
    )
    assert_whole(page(cleaned), answer)
    assert cleaned.count("<tr>") >= len(answer.search_results)


def test_a_plain_script_prints_the_answer(environment: dict[str, str], answer: Answer) -> None:
    script = "import sys, pplx_notebook as pplx\nprint(pplx.ask(sys.argv[1]).text)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, QUESTION],
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == b""
    assert done.stdout.decode("utf-8").strip() == answer.text.strip()


def test_a_program_that_wants_an_address_outside_would_be_noticed(
    environment: dict[str, str], tmp_path: Path
) -> None:
    script = "import socket\ns = socket.socket()\ns.settimeout(0.01)\ns.connect_ex(('192.0.2.1', 9))"
    noted = tmp_path / "noted"
    subprocess.run([sys.executable, "-c", script], env=environment | {"PPLX_WATCH": str(noted)}, check=True)
    assert noted.read_text("utf-8") == "socket.connect 192.0.2.1\n"
