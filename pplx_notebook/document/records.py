"""An answer that is JSON, as tables: a list of records is a table, an object a table of its fields.

Nodes are made here without a parser: what a record holds is text, whatever signs stand in it; an address is a
link. As long as it is being written, and where it is not what was asked for, the text is shown as the JSON
it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pplx_notebook.document.clean import clean, one_line
from pplx_notebook.document.links import Target, safe_url
from pplx_notebook.document.nodes import (
    Block,
    Code,
    Document,
    Inline,
    Item,
    Link,
    List,
    Paragraph,
    Span,
    Styled,
    Table,
    Text,
)
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.lenient_json import json_in

MOST_ROWS = 200  # of a table; the answer holds them all
MOST_COLUMNS = 20
MOST_IN_A_CELL = 500
NOTHING = "–"
_DEEPEST = 3  # objects in each other that get tables of their own
_LEFT_OUT = "the table shows {} of {:,} rows; .parsed holds them all"


def read_answer_text(answer: Answer) -> Document:
    """The text of an answer as a document: Markdown, or the tables of its JSON."""
    if answer.schema and answer.status == "done" and not answer.parse_error:
        try:
            value = json_in(answer.text)
        except ValueError:
            pass
        else:
            return Document(tuple(_blocks(value, 0)), notices=tuple(_left_out(value)))
    return read_markdown(shown_text(answer), answer)


def shown_text(answer: Answer) -> str:
    """The Markdown that is shown of an answer's text; JSON stands in a fence, which is open while it is
    written."""
    if not answer.schema or not answer.text or answer.text.lstrip().startswith("```"):
        return answer.text
    fence = "`" * max(3, _longest_run(answer.text) + 1)
    end = f"\n{fence}\n" if answer.status == "done" else ""
    return f"{fence}json\n{answer.text}{end}"


def _longest_run(text: str) -> int:
    import re

    return max(map(len, re.findall("`+", text)), default=0) if "```" in text else 0


def _blocks(value: Any, depth: int) -> Iterator[Block]:
    """What a value is shown as."""
    if isinstance(value, Mapping):
        yield from _object(value, depth)
    elif isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        yield _table(value)
    elif isinstance(value, list) and value:
        yield List(
            tuple(Item((Paragraph(_inline(row), tight=True),)) for row in value[:MOST_ROWS]), ordered=False
        )
    elif isinstance(value, list):
        yield Paragraph(_text("an empty list"))
    else:
        yield Paragraph(_inline(value))


def _object(value: Mapping[str, Any], depth: int) -> Iterator[Block]:
    """Its plain fields as one table, then each list of records and each object under its name."""
    inner = {field: each for field, each in value.items() if depth < _DEEPEST and _has_tables(each)}
    inner = dict(islice(inner.items(), MOST_COLUMNS if depth == 0 else 3))
    plain = {field: each for field, each in value.items() if field not in inner}
    if plain:
        rows = tuple((_text(field), _inline(each)) for field, each in plain.items())
        yield Table(("", ""), (_text("Field"), _text("Value")), rows[:MOST_ROWS])
    for field, each in inner.items():
        if plain or len(inner) > 1:
            yield Paragraph(Inline(field, lambda it: (Styled("strong", (Text(it.source),), "**"),)))
        yield from _blocks(each, depth + 1)
    if not value:
        yield Paragraph(_text("an empty object"))


def _has_tables(value: Any) -> bool:
    """Whether a field is worth a table of its own."""
    if isinstance(value, Mapping):
        return bool(value)
    return isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _table(records: Sequence[Mapping[str, Any]]) -> Table:
    """A column for each field any record has, numbers to the right."""
    columns = list(dict.fromkeys(field for row in records for field in row))[:MOST_COLUMNS]
    shown = records[:MOST_ROWS]
    aligns = ["right" if _all_numbers(row.get(column) for row in shown) else "" for column in columns]
    rows = tuple(tuple(_inline(row.get(column)) for column in columns) for row in shown)
    return Table(tuple(aligns), tuple(map(_text, columns)), rows)


def _all_numbers(values: Iterator[Any]) -> bool:
    there = [value for value in values if value is not None]
    return bool(there) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in there)


def _left_out(value: Any) -> Iterator[str]:
    """That tables do not hold all rows."""
    values = value.values() if isinstance(value, Mapping) else (value,)
    for each in values:
        if isinstance(each, list) and len(each) > MOST_ROWS:
            yield _LEFT_OUT.format(MOST_ROWS, len(each))


def _text(text: str) -> Inline:
    shown = one_line(clean(text), MOST_IN_A_CELL) or NOTHING
    return Inline(shown, lambda it: (Text(it.source),))


def _inline(value: Any) -> Inline:
    """A value in a cell."""
    text = _said(value)
    if text.startswith(("http://", "https://")) and " " not in text and safe_url(text) is not None:
        return Inline(text, _link)
    return _text(text)


def _link(inline: Inline) -> tuple[Span, ...]:
    shown = one_line(inline.source.partition("://")[2].removeprefix("www.").rstrip("/"), 50)
    return (Link((Text(shown),), shown, Target(safe_url(inline.source) or "")),)  # it says where it leads


def _said(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and not any(isinstance(each, list | Mapping) for each in value):
        return ", ".join(map(_said, value))
    return json.dumps(value, ensure_ascii=False)


def dry_run_page(rows: Sequence[tuple[str, str]], body: str) -> Document:
    """A question as it would be sent: what there is to know of it, and its body."""
    head = Paragraph(Inline("Nothing was sent.", lambda it: (Styled("strong", (Text(it.source),), "**"),)))
    table = Table(("", ""), (_text("What"), _text("Value")), tuple((_text(a), _text(b)) for a, b in rows))
    return Document((head, table, Code(body, "json")))
