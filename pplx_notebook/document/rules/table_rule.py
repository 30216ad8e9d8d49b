"""Tables of GFM, but a ``|`` inside code or a formula is part of it and never cuts the row.

Which pipes are borders: those outside of spans. Should the row then have fewer cells than its head, and
exactly as many if the spans are not heeded, they were no spans: a lone backtick or dollar sign in two cells.
Only code that touches both its marks (`` `a|b` ``) stays code even then. ``\\|`` is a pipe, in a formula the
TeX that it says. What stands behind the last column belongs to the last cell: GFM drops it, and citations.
"""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from pplx_notebook.document.rules.formula_rule import formula_end, may_still_end

MOST_EMPTY_CELLS = 65_536  # that short rows are filled up with: a table of one line may name many columns
_WAITING = 240  # characters behind an open backtick that may still be code, as in ``unfinished``
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_ALIGNS = {(True, True): "center", (False, True): "right", (True, False): "left", (False, False): ""}
_SIGN = re.compile(r"[\\$]|`+")
_PIPE = re.compile(r"(?<!\\)\|")


class _Range(NamedTuple):
    """A code span or formula in a row: its place, and whether it is one even if that leaves cells missing."""

    start: int
    end: int
    is_code: bool
    is_firm: bool


def table_rule(parser: MarkdownIt, *, growing: bool = False) -> None:
    """Replace the parser's rule; ``growing``: a span that is open in the last row may still be closed."""
    options = {"alt": ["paragraph", "reference"]}
    parser.block.ruler.at("table", partial(_table, growing=growing), options)  # type: ignore[arg-type]  # its TypedDict


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool, *, growing: bool) -> bool:
    aligns = _aligns(state, start_line, end_line)
    if not aligns or state.is_code_block(start_line):
        return False
    head = _line(state, start_line)
    if "|" not in head:
        return False
    cells = _cells(head, len(aligns))
    if len(cells) != len(aligns):
        return False
    if not silent:
        rows = _body(state, start_line, end_line, len(aligns), growing)
        _push_table(state, start_line, aligns, cells, rows)
    return True


def _aligns(state: StateBlock, start_line: int, end_line: int) -> list[str]:
    """What ``nodes.Table.aligns`` says for each column the second line names; empty if it is none."""
    line = start_line + 1
    if line >= end_line or state.sCount[line] < state.blkIndent or state.is_code_block(line):
        return []
    start = state.bMarks[line] + state.tShift[line]
    if state.src[start : start + 1] not in ("|", "-", ":"):
        return []
    rule = _line(state, line)
    if len(rule) < 2 or rule[:2] in ("- ", "-\t") or not _RULE.fullmatch(rule):
        return []
    marks = [mark.strip() for mark in rule.strip("| \t").split("|")]
    return [_ALIGNS[mark[0] == ":", mark[-1] == ":"] for mark in marks]


def _body(state: StateBlock, start_line: int, end_line: int, columns: int, growing: bool) -> list[list[str]]:
    """The rows below the head, each with as many cells."""
    endings = state.md.block.ruler.getRules("blockquote")
    rows: list[list[str]] = []
    missing = 0
    for line in range(start_line + 2, end_line):
        row = _line(state, line)
        if state.sCount[line] < state.blkIndent or not row or state.is_code_block(line):
            break
        if any(rule(state, line, end_line, True) for rule in endings):
            break
        is_open = growing and state.eMarks[line] == len(state.src)
        cells = _cells(row, columns, is_open=is_open)
        missing += max(columns - len(cells), 0)
        if missing > MOST_EMPTY_CELLS:
            break
        rows.append(_fitted(cells, columns))
    return rows


def _fitted(cells: list[str], columns: int) -> list[str]:
    """As many cells as columns: missing ones are empty, the last one holds what is too much."""
    while len(cells) > columns and not cells[-1]:
        cells.pop()
    last = " | ".join(cells[columns - 1 :])
    return [*cells[: columns - 1], *([last] if len(cells) >= columns else [""] * (columns - len(cells)))]


def _push_table(
    state: StateBlock, start_line: int, aligns: list[str], head: list[str], rows: list[list[str]]
) -> None:
    end_line = start_line + 2 + len(rows)
    state.push("table_open", "table", 1).map = [start_line, end_line]
    for line, cells in enumerate([head, *rows], start_line):
        tag = "th" if line == start_line else "td"
        state.push("tr_open", "tr", 1)
        for align, cell in zip(aligns, cells, strict=True):
            if align:
                state.push(f"{tag}_open", tag, 1).attrs = {"style": f"text-align:{align}"}
            else:
                state.push(f"{tag}_open", tag, 1)
            token = state.push("inline", "", 0)
            token.content, token.children, token.map = cell, [], [line, line + 1]
            state.push(f"{tag}_close", tag, -1)
        state.push("tr_close", "tr", -1)
    state.push("table_close", "table", -1)
    state.line = end_line


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _cells(row: str, columns: int, *, is_open: bool = False) -> list[str]:
    """The cells of a row as its head has ``columns`` of them; it may still hold more or fewer."""
    ranges = _ranges(row, is_open=is_open)
    cells = _split(row, ranges)
    if len(cells) < columns and ranges and not is_open:  # in a row that is open cells have yet to come
        others = _split(row, [found for found in ranges if found.is_firm])
        return others if len(others) == columns else cells
    return cells


def _split(row: str, ranges: list[_Range]) -> list[str]:
    cells, begun = [""], 0
    for found in [*ranges, _Range(len(row), len(row), False, False)]:
        first, *others = _PIPE.split(row[begun : found.start])
        cells[-1] += first.replace("\\|", "|")
        cells += [other.replace("\\|", "|") for other in others]
        span = row[found.start : found.end]
        cells[-1] += span.replace("\\|", "|") if found.is_code else span
        begun = found.end
    cells = [cell.strip() for cell in cells]
    return cells[not cells[0] : -1 if len(cells) > 1 and not cells[-1] else None]


def _ranges(row: str, *, is_open: bool) -> list[_Range]:
    """The code spans and formulas of a row, as the inline rules find them. Linear but for formulas."""
    if not ("`" in row or "$" in row or "\\" in row):
        return []
    closing = _closing_ticks(row)
    ranges: list[_Range] = []
    at = 0
    while sign := _SIGN.search(row, at):
        start, is_code = sign.start(), sign[0][0] == "`"
        end = closing.get(start, -1) if is_code else formula_end(row, start)
        if end < 0 and is_open and _may_still_end(row, start):
            ranges.append(_Range(start, len(row), is_code, is_firm=True))
            break
        if end > 0:
            content = row[sign.end() : end - len(sign[0])]
            ranges.append(_Range(start, end, is_code, is_code and content == content.strip()))
        at = end if end > 0 else sign.end() + (sign[0] == "\\")
    return ranges


def _may_still_end(row: str, at: int) -> bool:
    return len(row) - at <= _WAITING if row[at] == "`" else may_still_end(row, at)


def _closing_ticks(row: str) -> dict[int, int]:
    """Where the code that begins at a run of backticks ends, by the place of the run."""
    found: dict[int, int] = {}
    following: dict[str, int] = {}
    for run in reversed(list(re.finditer("`+", row))):
        if run[0] in following:
            found[run.start()] = following[run[0]]
        following[run[0]] = run.end()
    return found
