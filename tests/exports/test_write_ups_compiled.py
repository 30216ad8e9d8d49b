"""Write-ups compiled by their own tools: Sphinx in the gate, three engines of LaTeX on demand (``-m matrix``):

apt-get install --no-install-recommends texlive-latex-recommended texlive-fonts-recommended texlive-xetex texlive-luatex lmodern poppler-utils
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import CASES
from writing_up import HOSTILE, answer, as_left, asked, code, markdown, printed, write

import pplx_notebook as pplx
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.document.tree import formula
from pplx_notebook.exports.writeups.tex.formulas import tex_formula

CONF = """
extensions = ["myst_parser", "sphinxcontrib.bibtex"]
bibtex_bibfiles = ["saved.bib"]
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence", "substitution", "deflist", "fieldlist", "attrs_inline"]
root_doc = "saved"
suppress_warnings = ["bibtex.missing_field"]  # an article whose author nobody knows: that is for the reader to add
exclude_patterns = ["_built"]
"""


def hostile(folder: Path) -> Path:
    """Every hostile line as an answer, a question, a Markdown cell, code and what it printed."""
    cells = [markdown('# {{< x >}} \\input{x} <b> "t": 核')]
    for at, line in enumerate(HOSTILE):
        cells += [asked(answer(f"{line}\n\nEnd[1].", line, at=f"00:{at:02}:00")), markdown(line)]
        cells.append(code(line, printed(line)))
    cells.append(asked(answer("\n".join(HOSTILE), "\n".join(HOSTILE), at="01:00:00")))
    return write(folder, *cells, name="hostile.ipynb")


def test_sphinx_builds_it_without_a_warning(tmp_path: Path) -> None:
    both = [
        cell
        for path in (as_left(tmp_path), hostile(tmp_path))
        for cell in json.loads(path.read_text())["cells"]
    ]
    pplx.export(write(tmp_path, *both), to="myst")
    (tmp_path / "conf.py").write_text(CONF)
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-E", ".", "_built"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "_built" / "saved.html").read_text("utf-8")
    shown = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert "exampleorg" not in shown
    assert shown.count("Tokamak") == 1  # in the references
    assert len(re.findall(r'href="#id\d+"', page)) >= 7  # each citation leads to its page


engines = pytest.mark.parametrize("engine", ["pdflatex", "xelatex", "lualatex"])


def compiled(tex: Path, engine: str) -> tuple[str, str]:
    """(log, text of the pages); any error is a fault."""
    if not shutil.which(engine) or not shutil.which("bibtex"):
        pytest.skip(f"{engine} and bibtex are not installed: see the head of this file")
    latex = [engine, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", tex.name]
    where = os.environ | {"max_print_line": "1000", "openin_any": "p"}
    for step in (latex, ["bibtex", tex.stem], latex, latex):
        done = subprocess.run(step, cwd=tex.parent, capture_output=True, check=False, env=where)
        said = done.stdout.decode("utf-8", "replace")
        assert done.returncode == 0 or step[0] == "bibtex", said[-3000:]
    pages = subprocess.run(
        ["pdftotext", tex.with_suffix(".pdf").name, "-"],
        cwd=tex.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return tex.with_suffix(".log").read_text("utf-8", "replace"), pages.stdout


@pytest.mark.matrix
@engines
def test_latex_compiles_it_and_every_citation_is_there(engine: str, tmp_path: Path) -> None:
    tex = pplx.export(as_left(tmp_path), to="latex").path
    log, shown = compiled(tex, engine)
    assert "undefined" not in log
    assert "??" not in shown
    shown = " ".join(shown.split())
    assert "plasma [1, 2], at 100 %" in shown
    assert "[3] A third page" in shown
    if engine == "pdflatex":
        assert "no font has these signs" in log
    else:
        assert "Missing character" not in log


@pytest.mark.matrix
@engines
def test_latex_compiles_what_is_hostile_and_runs_none_of_it(engine: str, tmp_path: Path) -> None:
    log, shown = compiled(pplx.export(hostile(tmp_path), to="latex").path, engine)
    assert "(/etc/passwd" not in log  # as files are that were read
    assert "root:" not in shown
    assert "undefined" not in log
    assert "write18{touch" in shown  # to be read


@pytest.mark.matrix
@engines
def test_every_ordinary_formula_is_typeset_or_shown_as_code(engine: str, tmp_path: Path) -> None:
    """Those the page typesets; a formula that stops one engine stops a paper."""
    formulas = (CASES / "views" / "formulas.txt").read_text("utf-8").splitlines()
    made = [formula(line, display=False).content for line in formulas]
    typeset = sum(tex_formula(each) is not None for each in made)
    assert typeset >= 0.9 * len(made)
    text = "\n\n".join(f"${each}$" for each in made)
    assert read_markdown(text).blocks
    compiled(pplx.export(write(tmp_path, asked(answer(text))), to="latex").path, engine)
