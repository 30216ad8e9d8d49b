"""Write-ups as their own tools read them: Pandoc's tree, MyST's doctree, CommonMark's tokens, LaTeX's commands."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypandoc
from docutils.core import publish_doctree
from docutils.nodes import Node
from markdown_it import MarkdownIt
from myst_parser.docutils_ import Parser

PANDOC = pypandoc.get_pandoc_path()
MYST = "dollarmath,amsmath,strikethrough,colon_fence,substitution,deflist,fieldlist,attrs_inline,attrs_block,tasklist"


def pandoc(text: str, reads: str, writes: str, *more: str, folder: Path | None = None) -> str:
    """What Pandoc makes of it; a warning is a fault."""
    done = subprocess.run(
        [PANDOC, "--from", reads, "--to", writes, "--fail-if-warnings", *more],
        input=text.encode(), capture_output=True, check=False, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def tree(text: str, reads: str) -> Any:
    """Pandoc's tree."""
    return json.loads(pandoc(text, reads, "json"))


def nodes(tree: Any) -> Iterator[tuple[str, Any]]:
    """(kind, content) of every node."""
    if isinstance(tree, dict):
        if "t" in tree:
            yield tree["t"], tree.get("c")
        for value in tree.values():
            yield from nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from nodes(value)


def letters(tree: Any) -> str:
    """What a reader sees of a node."""
    said = {"Str": lambda c: c, "Space": lambda _: " ", "SoftBreak": lambda _: "\n", "Code": lambda c: c[1]}
    return "".join(said[kind](content) for kind, content in nodes(tree) if kind in said)


def paragraphs_of_pandoc(text: str, reads: str) -> list[str]:
    """The text of each block."""
    return [letters(block) for block in tree(text, reads)["blocks"]]


def paragraphs_of_commonmark(text: str) -> list[str]:
    """The text of each paragraph; whatever else there is as its kind."""
    found = []
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text):
        if token.type == "inline":
            plain = [c for c in token.children or () if c.type in ("text", "softbreak", "text_special")]
            odd = [c.type for c in token.children or () if c not in plain]
            found.append("".join("\n" if c.type == "softbreak" else c.content for c in plain) + "".join(odd))
        elif token.type not in ("paragraph_open", "paragraph_close"):
            found.append(f"<{token.type}>")
    return found


def doctree(text: str) -> Node:
    """MyST's document; a warning is a fault."""
    return publish_doctree(
        text, parser=Parser(),
        settings_overrides={"myst_enable_extensions": MYST.split(","), "halt_level": 2, "report_level": 2},
    )  # fmt: skip


def commands(tex: str) -> set[str]:
    """The commands in the body of a LaTeX file."""
    body = tex[tex.index("\\begin{document}") :]
    return set(re.findall(r"\\([A-Za-z@]+|.)", body, re.DOTALL))


def balanced(tex: str) -> bool:
    """Whether its braces are."""
    depth = 0
    for brace in re.findall(r"\\.|[{}]", tex, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0
