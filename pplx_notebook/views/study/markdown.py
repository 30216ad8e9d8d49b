"""A study that has ended as Markdown; text from strangers never becomes markup."""

from __future__ import annotations

from collections.abc import Iterable

from pplx_notebook.views.faces.markdown_blocks import escaped
from pplx_notebook.views.study.table import ShownRow, ShownStudy


def study_markdown(study: ShownStudy) -> str:
    """What came of it, and a table of its rows."""
    parts = [f"**{escaped(study.facts)}**"]
    parts += [escaped(line) for line in (study.reason, *study.notices) if line]
    if study.rows:
        parts.append(_table(study.rows, costly=study.costly))
    if study.more:
        parts.append(escaped(f"… and {study.more:,} more: to_pandas() has them all."))
    return "\n\n".join(parts)


def _table(rows: Iterable[ShownRow], *, costly: bool) -> str:
    head = "|  | Question | Answer |" + (" Cost |" if costly else "")
    lines = [head, "|---|---|---|" + ("---|" if costly else "")]
    for row in rows:
        said = escaped(row.said) if row.status == "done" or not row.said else f"*{escaped(row.said)}*"
        cost = f" {escaped(row.cost)} |" if costly else ""
        lines.append(f"| {row.number} | {escaped(row.question)} | {said} |{cost}")
    return "\n".join(lines)
