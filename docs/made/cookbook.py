"""``{cookbook} python``: every program of ``examples/python``, under what it says of itself."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

from made.directive import Made

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
LANGUAGES = {".py": "python3", ".sh": "sh", ".mjs": "js", ".go": "go", ".html": "html", ".jsx": "jsx"}
SAID = re.compile(  # a docstring or a comment at its head
    r'\A(?:#!.*\n)?(?:"""([^"]+)"""|# (.*)|// (.*)|(?:<!doctype html>\n)?<!-- (.*?) -->)'
)


class Cookbook(Made):
    """The programs of one folder."""

    required_arguments = 1
    optional_arguments = 0

    def markdown(self) -> str:
        """Each as it stands in the checkout: what the tests run."""
        return "\n\n".join(self._program(file) for file in programs(self.named))

    def _program(self, file: Path) -> str:
        self.env.note_dependency(str(file))
        language = LANGUAGES[file.suffix]
        path = f"/../examples/{self.named}/{file.name}"
        return (
            f"### {file.name}\n\n{said(file)}\n\n````{{literalinclude}} {path}\n:language: {language}\n````"
        )


def programs(folder: str) -> list[Path]:
    """The programs of a folder, by name; what is made of them is none."""
    return sorted(
        file for file in (EXAMPLES / folder).iterdir() if file.suffix in LANGUAGES and file.name != "react.js"
    )


def said(file: Path) -> str:
    """The first sentence of its head, "" where it has none."""
    found = SAID.search(file.read_text("utf-8"))
    return next((" ".join(text.split()) for text in found.groups() if text), "") if found else ""


def setup(app: Sphinx) -> None:
    """The directive."""
    app.add_directive("cookbook", Cookbook)
