"""A Word file, by Pandoc: the write-up in Pandoc's own Markdown, its citations resolved by citeproc."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from pplx_notebook.errors import UsageProblem
from pplx_notebook.exports.writeups.dialects.dialect import MARK
from pplx_notebook.protocol.scrub import printable_line

LONGEST_S = 120
NEEDED = (
    "docx is written by Pandoc, which is not here: install pandoc or pypandoc_binary, or choose --to quarto."
)
# what our Markdown is made of and nothing else: no raw TeX, no raw HTML, no includes
READS = (
    "markdown-raw_html-raw_tex-raw_attribute-native_divs-native_spans-markdown_in_html_blocks"
    "+fenced_divs-smart-latex_macros"
)


def to_docx(markdown: str, folder: Path, file: Path) -> None:
    """Write ``file``; ``folder`` is where the ``.bib`` and the pictures lie. ``UsageProblem`` where Pandoc is
    not here or does not take it."""
    program = pandoc()
    given = [
        program, "--from", READS, "--to", "docx", "--citeproc", "--standalone",
        "--output", str(file.resolve()), "--metadata", f"description={MARK}",
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603  # our own arguments, no shell
            given, input=markdown.encode(), cwd=folder, capture_output=True, timeout=LONGEST_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        raise UsageProblem("Pandoc did not answer: run pandoc --version, or choose --to quarto.") from None
    if done.returncode:
        said = printable_line(done.stderr.decode("utf-8", "replace"), 100)
        raise UsageProblem(f"Pandoc did not write the file: {said}")


def pandoc() -> str:
    """Pandoc's program: the one on the path, else that of pypandoc_binary."""
    found = shutil.which("pandoc")
    if found is not None:
        return found
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError):
        raise UsageProblem(NEEDED) from None


def is_ours(file: Path) -> bool:
    """Whether a Word file was written here."""
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(file) as parts:
            return MARK.encode() in parts.read("docProps/core.xml")
    except (BadZipFile, KeyError, OSError):
        return False
