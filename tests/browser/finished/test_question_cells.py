"""Questions in code cells are coloured as Markdown, in JupyterLab and in Notebook 7; other cells stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import nbformat
import pytest
from front_ends import PAGES
from lab_server import Lab, Notebook, profile
from playwright.sync_api import Browser, expect

QUESTION = (
    "# What is **it**?\n\nA *list*, please, don't be long: `a`\n\n1. first\n\n```python\nfor x in y: 'z'\n```"
)
PYTHON = "for x in range(3):\n    print('a', x)  # as ever"
LINE = '%pplx --into y what\'s **it** (in """?'
CELLS = {
    "python": PYTHON,
    "question": f"%%pplx --into x\n{QUESTION}",
    "line": f"{LINE}\n{PYTHON}",
    "other": f"%%bash\n{LINE}\n{PYTHON}",
    "markdown": QUESTION,
}
# each word of a cell's editor and how it looks, line by line
LOOKS = """cell => [...cell.querySelectorAll('.cm-line')].map(line => {
    const words = document.createTreeWalker(line, NodeFilter.SHOW_TEXT), found = [];
    while (words.nextNode()) {
        const {color, fontWeight, fontStyle} = getComputedStyle(words.currentNode.parentElement);
        found.push([words.currentNode.nodeValue, color, fontWeight, fontStyle]);
    }
    return found;
})"""
# what JupyterLab shares, changed before our extension sees it
SHARING = """const sharing = (scope) => ({...scope, %s});
window._JUPYTERLAB = new Proxy({}, {set(page, name, container) {
    const init = container.init;
    if (name === "pplx-notebook") container.init = (scope) => init(sharing(scope));
    page[name] = container;
    return true;
}});"""
MISSING = '"@lezer/highlight": undefined'
FOREIGN = '"@codemirror/state": {"99.0.0": {get: async () => () => ({Facet: class {}, StateEffect: {}})}}'

Looks = list[list[list[str]]]


def write(lab: Lab) -> str:
    """A notebook of these cells."""
    kind = {"markdown": nbformat.v4.new_markdown_cell}
    notebook = nbformat.v4.new_notebook(
        cells=[kind.get(name, nbformat.v4.new_code_cell)(text) for name, text in CELLS.items()]
    )
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, lab.root / "questions.ipynb")
    return "questions.ipynb"


@contextmanager
def opened(chromium: Browser, lab: Lab, front_end: str, script: str = "") -> Iterator[Notebook]:
    """The notebook on a page, its Python coloured: the kernel has said what its language is."""
    with profile(chromium, lab) as context:
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.goto(f"{lab.url}/{PAGES[front_end]}/{write(lab)}?token={lab.token}")
        notebook = Notebook(page, "questions.ipynb", lab)
        cell = notebook.cell(list(CELLS).index("python"))
        bold = "cell => [...cell.querySelectorAll('.cm-line span')].some(word => getComputedStyle(word).fontWeight > 400)"
        cell.locator(".cm-line").first.wait_for()
        page.wait_for_function(bold, arg=cell.element_handle(), polling=100)
        yield notebook


@pytest.fixture(params=PAGES, scope="module")
def notebook(request: pytest.FixtureRequest, chromium: Browser, lab: Lab) -> Iterator[Notebook]:
    """On a page of JupyterLab and of Notebook 7; what a test types it takes back."""
    with opened(chromium, lab, request.param) as page:
        expect(page.cell(1).locator(".cm-line").first.locator("span").first).to_have_text("%%pplx")
        markdown = page.cell(list(CELLS).index("markdown"))
        markdown.dblclick()
        expect(markdown.locator(".cm-line", has_text="What is").locator("span").first).to_be_visible()
        yield page


def looks(notebook: Notebook, name: str) -> Looks:
    """How the lines of a cell look."""
    found: Looks = notebook.cell(list(CELLS).index(name)).evaluate(LOOKS)
    return found


def settles(notebook: Notebook, name: str, wanted: Looks) -> None:
    """Wait until a cell looks like that; a page that never does is told apart word by word."""
    for _ in range(50):
        if looks(notebook, name) == wanted:
            return
        notebook.page.wait_for_timeout(100)
    assert looks(notebook, name) == wanted


def type_into(notebook: Notebook, name: str, *keys: str) -> None:
    """Press these keys in a cell, from its very beginning."""
    notebook.cell(list(CELLS).index(name)).locator(".cm-content").click()
    for key in ("Control+Home", *keys):
        notebook.page.keyboard.press(key)


def test_a_question_looks_as_it_does_in_a_markdown_cell(notebook: Notebook) -> None:
    settles(notebook, "question", [looks(notebook, "question")[0], *looks(notebook, "markdown")])


def test_options_look_as_options(notebook: Notebook) -> None:
    magic, _, option, _, value = looks(notebook, "question")[0]
    assert [word[0] for word in (magic, option, value)] == ["%%pplx", "--into", "x"]
    plain = looks(notebook, "question")[3][0]
    assert len({word[1] for word in (magic, option, value, plain)}) == 4


def test_lines_around_a_question_look_as_they_do_in_python(notebook: Notebook) -> None:
    settles(notebook, "line", [looks(notebook, "line")[0], *looks(notebook, "python")])
    words = [word[0] for word in looks(notebook, "line")[0]]
    assert words[:5] == ["%pplx", " ", "--into", " ", "y"]
    assert ["it", "700"] in [[word, weight] for word, _, weight, _ in looks(notebook, "line")[0]]


def test_a_cell_follows_what_is_typed_into_it(notebook: Notebook) -> None:
    question, python = looks(notebook, "question"), looks(notebook, "python")
    type_into(notebook, "question", "#")  # no magic any more
    notebook.page.wait_for_timeout(300)
    assert looks(notebook, "question")[1:] != question[1:]
    type_into(notebook, "question", "Delete")
    settles(notebook, "question", question)
    type_into(notebook, "python", *"%pplx why", "Enter")
    expect(notebook.cell(0).locator(".cm-line").first.locator("span").first).to_have_text("%pplx")
    settles(notebook, "python", [looks(notebook, "python")[0], *python])
    type_into(notebook, "python", "Shift+ArrowDown", "Delete")
    settles(notebook, "python", python)


def test_undo_takes_back_the_text_and_its_colours(notebook: Notebook) -> None:
    before = looks(notebook, "question")
    type_into(notebook, "question", "Shift+ArrowDown", "Delete")
    notebook.page.wait_for_timeout(300)
    assert looks(notebook, "question") != before[1:]
    notebook.page.keyboard.press("Control+z")
    type_into(notebook, "question")
    settles(notebook, "question", before)


@pytest.mark.parametrize("front_end", PAGES)
@pytest.mark.parametrize("shared", [MISSING, FOREIGN], ids=["a missing module", "another copy"])
def test_without_jupyterlabs_own_modules_cells_stay_as_they_are(
    shared: str, front_end: str, chromium: Browser, lab: Lab, notebook: Notebook
) -> None:
    with opened(chromium, lab, front_end, SHARING % shared) as without:
        settles(without, "python", looks(notebook, "python"))
        settles(without, "other", looks(notebook, "other"))
        assert looks(without, "question")[1:] != looks(notebook, "question")[1:]
        without.cell(0).locator(".cm-content").click()
        without.page.keyboard.type("x")
        expect(without.cell(0).locator(".cm-content")).to_contain_text("x")
