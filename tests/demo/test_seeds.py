"""The three documents, line by line: ``tests/cases/demo/seeds.toml`` says where each thing works and what shows it."""

from __future__ import annotations

import ast
import functools
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from places import CASES, ROOT

LINES: list[dict[str, Any]] = tomllib.loads((CASES / "demo" / "seeds.toml").read_text("utf-8"))["line"]


@functools.cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['document']}-{line['says'][:40]}")
def test_a_line_names_a_place_and_a_test_that_are_there(line: dict[str, Any]) -> None:
    """Nothing is missing; what a document only names has no test."""
    if line.get("state") == "named only":
        assert set(line) == {"document", "says", "state"}
        return
    assert set(line) == {"document", "says", "what", "where", "test"}
    file, _, name = line["test"].partition("::")
    assert name in names_in(file), line["test"]
    assert any((root / line["where"]).exists() for root in (ROOT, ROOT / "pplx_notebook")), line["where"]


def test_each_line_quotes_its_document(shared: Path) -> None:
    """The words are the document's own."""
    texts = [file.read_text("utf-8") for file in sorted((shared / "seeds").glob("*.txt"))]
    assert len(texts) == 3
    for line in LINES:
        assert line["says"] in texts[line["document"]], line["says"]


def test_all_three_documents_are_there_and_little_is_only_named() -> None:
    """Metrics, logs and somebody's examples."""
    assert Counter(line["document"] for line in LINES).keys() == {0, 1, 2}
    assert [line["says"].split()[0] for line in LINES if "state" in line] == ["Metrics", "Logs", "Examples:"]
