"""What stands in a notebook or an answer is text in every write-up: each letter as it is, nothing runs."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from reading_back import (
    balanced,
    commands,
    doctree,
    nodes,
    paragraphs_of_commonmark,
    paragraphs_of_pandoc,
    tree,
)
from writing_up import ALL, HOSTILE, TEXTS, answer, asked, code, markdown, printed, text_of, write

from pplx_notebook.document.nodes import Document, Paragraph
from pplx_notebook.exports.writeups.formats import WRITE_UPS
from pplx_notebook.exports.writeups.parts import WriteUp, Written, words


def as_paragraphs(lines: list[str], to: str) -> str:
    """Each line as a paragraph of a write-up, as if an answer had said it."""
    made = tuple(Written(Document((Paragraph(words(line)),)), answer=True) for line in lines)
    return WRITE_UPS[to].write(WriteUp("title", made), "x.bib")


def many_lines() -> list[str]:
    """The hostile ones, and others of the same signs; no blank is at an end, nor are there two."""
    signs = list("\\`*_{}[]<>()#+-.!|~$^@&%:;=\"',/?0aAiv ")
    chance = random.Random(7)  # noqa: S311  # the same lines each time
    made = ["".join(chance.choices(signs, k=chance.randint(1, 24))) for _ in range(400)]
    return [line for text in (*HOSTILE, *made) if (line := " ".join(text.split()))]


def test_pandoc_and_quarto_show_every_letter_as_it_is() -> None:
    lines = many_lines()
    text = as_paragraphs(lines, "docx").partition("\n---\n")[2]
    assert paragraphs_of_pandoc(text, "markdown-smart") == lines


def test_quarto_finds_no_shortcode_even_in_code(tmp_path: Path) -> None:
    line = "{{< include /etc/passwd >}}"
    cells = [
        markdown(f"{line} and `{line}`\n\n{line}"),
        code(line, printed(line)),
        asked(answer(f"{line}\n\n```\n{line}\n```", line)),
    ]
    text = text_of(write(tmp_path, *cells), "quarto")
    assert not re.search(r"(?<![{\\])\{\{<", text)
    assert text.count("{{{< include /etc/passwd >}}}") == 4
    assert "\nengine: markdown\n" in text


def test_markdown_shows_every_letter_as_it_is() -> None:
    lines = many_lines()
    text = as_paragraphs(lines, "markdown").partition("# title")[2]
    assert paragraphs_of_commonmark(text) == lines


def test_myst_shows_every_letter_as_it_is() -> None:
    lines = many_lines()
    found = [
        node.astext()
        for node in doctree(as_paragraphs(lines, "myst")).findall()
        if node.tagname == "paragraph"
    ]
    assert found == lines


OURS = {"begin", "end", "title", "author", "date", "maketitle", "section", "subsection", "subsubsection", "paragraph", "subparagraph", "emph", "textbf", "sout", "textsubscript", "textsuperscript", "texttt", "href", "cite", "item", "newline", "pplxcode", "pplxline", "pplxcjk", "pplxemoji", "pplxother", "pplxpicture", "bibliographystyle", "bibliography", "textbackslash", "textasciicircum", "textasciitilde", "textasciigrave", "textquotedbl", "textbar", "textless", "textgreater", "textbullet", "textdegree", "texteuro", "texttrademark", "ldots", "ensuremath", "toprule", "midrule", "endhead", "bottomrule", "tabularnewline", "raggedright", "raggedleft", "centering", "arraybackslash", "dimexpr", "linewidth", "tabcolsep", "relax", "rule"} | set("{}%$&#_()[],")  # fmt: skip


def test_nothing_of_a_text_is_a_command_of_latex(tmp_path: Path) -> None:
    text = as_paragraphs(many_lines(), "latex")
    assert commands(text) <= OURS
    assert balanced(text)
    lines = "\n".join(HOSTILE)
    cells = [markdown(lines), code(lines, printed(lines)), asked(answer(lines.replace("$", "S"), lines))]
    text = text_of(write(tmp_path, *cells), "latex")
    assert commands(text) <= OURS
    assert balanced(text)


@pytest.mark.parametrize("reads", ["markdown", "gfm"])
def test_a_hostile_notebook_is_inert_to_pandoc(tmp_path: Path, reads: str) -> None:
    to = "quarto" if reads == "markdown" else "markdown"
    cells = [markdown('# "title": {{x}} \\input{x} <b>')]
    for at, line in enumerate(HOSTILE):
        cells += [
            asked(answer(f"{line}\n\nEnd[1].", line, at=f"00:{at:02}:00")),
            markdown(line),
            code(line, printed(line)),
        ]
    cells.append(asked(answer("\n".join(HOSTILE), "\n".join(HOSTILE), at="01:00:00")))
    text = text_of(write(tmp_path, *cells), to)
    whole = tree(text, reads)
    kinds = [kind for kind, _ in nodes(whole["blocks"])]
    assert not {"RawInline", "Image", "Span", "DefinitionList", "LineBlock", "Underline"} & set(kinds)
    assert kinds.count("RawBlock") == (reads == "gfm")  # our own comment
    assert set(whole["meta"]) <= {"bibliography", "engine", "link-citations", "title"}
    cited = {key["citationId"] for kind, content in nodes(whole) if kind == "Cite" for key in content[0]}
    assert cited <= ALL


ODD = (
    {"cells": [None, 3, "x", [], {"cell_type": 5, "source": {"a": 1}, "outputs": 7}]},
    {"cells": [{"cell_type": "code", "source": ["a", 2, None], "outputs": [None, {"data": []}, {"data": {"image/png": "no"}}]}]},
    {"cells": [{"cell_type": "markdown", "source": "# \ud800\u202e\x07 x\n\n![a](b.png) <b>"}, {"cell_type": "code", "source": "", "outputs": [{"output_type": "error", "ename": 1, "evalue": 2}, {"text": ["\x1b]0;t\x07", "y" * 9000]}]}]},
    {"cells": []},
)  # fmt: skip


@pytest.mark.parametrize("made", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("to", TEXTS)
def test_what_others_wrote_into_a_notebook_does_no_harm(
    made: dict[str, object], to: str, tmp_path: Path
) -> None:
    path = tmp_path / "odd.ipynb"
    path.write_text(json.dumps(made), encoding="utf-8")
    text = text_of(path, to)
    assert "\x1b" not in text
    assert "\u202e" not in text
