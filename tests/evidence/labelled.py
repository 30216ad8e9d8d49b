"""The sources and pairs of the labelled sets: a set is ``tests/cases/evidence/NAME.tsv``, a pair a line of it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pplx_notebook.evidence.splitting import split_text

HERE = Path(__file__).resolve().parent
ARTICLES = HERE.parent.parent / "pplx_notebook" / "demo" / "library" / "articles"
CASES = HERE.parent / "cases" / "evidence"
OF_NEAR_COPIES = ("texts-3", "texts-4")
FRESH = (
    *OF_NEAR_COPIES,
    "texts-5",
    "texts-6",
    "texts-7",
    "texts-8",
    "texts-9",
)  # written after the rules were frozen


@cache
def sources() -> dict[str, tuple[str, str]]:
    """Name to (language, text) of the sources of the first sets: the demo library's articles, and our own."""
    articles = {file.stem: ("en", _article(file)) for file in sorted(ARTICLES.glob("*.md"))}
    return articles | _texts("texts")


@cache
def fresh_sources(files: tuple[str, ...] = FRESH) -> dict[str, tuple[str, str]]:
    """The same of the later sets."""
    return {name: text for file in files for name, text in _texts(file).items()}


def _texts(file: str) -> dict[str, tuple[str, str]]:
    found = {}
    for part in (CASES / f"{file}.txt").read_text("utf-8").split("\n## ")[1:]:
        head, _, text = part.partition("\n")
        language, name = head.split()
        found[f"{language}-{name}"] = (language, text.strip())
    return found


def _article(file: Path) -> str:
    _, _, text = file.read_text("utf-8").partition("\n\n")
    text = re.sub(r"\s?\[@[\w-]+\]", "", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return re.sub(r"\$[^$\n]*\$", "it", re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL)).strip()


def plain_sentences(text: str) -> list[str]:
    """Those that read as sentences: no rows, headings, items or questions."""
    lines = [
        line
        for line in text.splitlines()
        if line and line[0] not in "#|-*>`" and "[" not in line and not re.match(r"\d+\. ", line)
    ]
    found = [s for line in lines for s in split_text(line)]
    return [
        s
        for s in found
        if s[-1] in ".。"
        and "\\" not in s
        and s[:2] != "it"
        and 20 <= len(s) * (3 if ord(s[0]) > 0x3000 else 1) <= 300
    ]


def pairs(which: str = "near-copies") -> list[tuple[str, ...]]:
    """(kind, language, source, sentence) of the pairs of a set."""
    return [tuple(line.split("\t")) for line in (CASES / f"{which}.tsv").read_text("utf-8").splitlines()]
