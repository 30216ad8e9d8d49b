"""The samples of the documentation, block by block: what ``tests/docs`` runs.

In a page (``docs/**/*.md``, README) every fenced block says what it is:

    ```python            a cell, run in the page's one session; also one that begins with % or %%
    ```python raises=X   a cell that ends with this exception
    ```sh                run by ``sh -e`` in the same folder, unless ``not_run.toml`` argues why not
    ```text              straight behind a block: what that block shows, line by line, … standing for anything
    ```toml json js …    shown, not run; a block of no language is a mistake
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from places import ROOT

SHOWN = ("json", "toml", "ini", "html", "js", "bibtex", "http", "yaml", "markdown", "console")


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands, what it is, what it holds, what it must show (None: anything)."""

    line: int
    language: str
    words: tuple[str, ...]
    text: str
    shows: str | None = None

    @property
    def raises(self) -> str:
        """The exception it must end with, "" for none."""
        return next((word.partition("=")[2] for word in self.words if word.startswith("raises=")), "")


def pages() -> list[Path]:
    """Every page that may hold samples."""
    ours = (file for file in (ROOT / "docs").rglob("*.md") if "_build" not in file.parts)
    return [ROOT / "README.md", *sorted(ours)]


def blocks_of(page: Path) -> list[Block]:
    """Its fenced blocks from top to bottom; directives of MyST are none."""
    found: list[Block] = []
    end = 0
    lines = page.read_text("utf-8").splitlines()
    for token in MarkdownIt().parse("\n".join(lines)):
        if token.type != "fence" or token.map is None or token.info.startswith("{"):
            continue
        language, *words = token.info.split() or [""]
        first, last = token.map
        block = Block(first + 1, language, tuple(words), token.content.rstrip("\n"))
        straight = found and not any(line.strip() for line in lines[end:first])
        end = last
        if language == "text" and straight and found[-1].language in ("python", "sh"):
            before = found[-1]
            found[-1] = Block(before.line, before.language, before.words, before.text, block.text)
        else:
            found.append(block)
    return found
