"""The tree as escaped Markdown; the rules stand in ``markdown``."""

from __future__ import annotations

import re

from pplx_notebook.document.links import Target
from pplx_notebook.document.nodes import (
    UNBACKED,
    Block,
    Break,
    Code,
    CodeSpan,
    Display,
    Document,
    Formula,
    Heading,
    ImageSpan,
    Inline,
    Item,
    Link,
    List,
    MarkerSpan,
    NoteMark,
    Paragraph,
    Quote,
    Rule,
    Span,
    Styled,
    Table,
    Text,
)  # fmt: skip

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKS = re.compile(r"[&<>]|[\\`*\[\]$~|^{}]|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"^([ \t]*)(?:([#+=:-])|(\d{1,9})([.)]))", re.MULTILINE)
_NEXT_LINE_START = re.compile(_LINE_START.pattern.replace("^", "(?<=\n)"))
_COMMAND = re.compile(r"((?:\\(?:[A-Za-z]+|[()\[\]]))+)")
_COMMAND_OR_DOLLAR = re.compile(r"((?:\\(?:[A-Za-z]+|[()\[\]])|\$\w*(?:[.,]\w+)*)+)")
_BARE_PIPE = re.compile(r"(?<!\\)\|")
_OTHER_SCHEME = re.compile(r"(?i)\b(?!https?:)([a-z][a-z0-9+.-]*):(?=//)")
_MARKUP_IN_FORMULA = re.compile(r"`|!\[|\][(\[:]")
_LANGUAGE = re.compile(r"[A-Za-z0-9_+#.-]{1,30}")


def escaped(text: str, several_dollars: bool = False) -> str:
    """Text that every Markdown viewer shows as it is.

    Front ends look for formulas in the finished page, where no escape is left. So what could begin one stands
    alone in a code span: TeX commands and brackets, and amounts of money where there are several.
    """
    parts = (_COMMAND_OR_DOLLAR if several_dollars or text.count("$") > 1 else _COMMAND).split(text)
    return "".join(_code(part) if at % 2 else _plain(part, at == 0) for at, part in enumerate(parts))


def _plain(text: str, at_start: bool = True) -> str:
    """Text with every mark of Markdown escaped, and no scheme a viewer would make a link of."""
    text = _MARKS.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), text)
    starts = _LINE_START if at_start else _NEXT_LINE_START
    text = starts.sub(lambda m: m[1] + (f"\\{m[2]}" if m[2] else f"{m[3]}\\{m[4]}"), text)
    return _OTHER_SCHEME.sub(r"\1\\:", text)


def target_markdown(content: str, target: Target, hinted: bool = True, note: str = "") -> str:
    """A link with its host behind it; a refused address as text. ``content`` is Markdown, ``note`` our own
    words to be seen when a pointer rests on it."""
    if not target.url:
        return f"{content} ({escaped(target.refused)})" if target.refused else content
    url = target.url.replace("&", "&amp;").replace("$", "%24")
    title = f' "{note}"' if note else ""
    shown = f"[{content}]({f'<{url}>' if set('()') & set(url) else url}{title})"
    return f"{shown} ({escaped(target.hint)})" if hinted and target.hint else shown


def document_markdown(document: Document) -> str:
    """All blocks, footnotes as a list at the end."""
    body = _blocks(document.blocks)
    notes = [_hanging(f"{number}. ", note) for number, note in enumerate(document.notes, 1)]
    return body + ("\n\n---\n\n" + "\n".join(notes) if notes else "")


def _blocks(blocks: tuple[Block, ...], tight: bool = False) -> str:
    return ("\n" if tight else "\n\n").join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _inline(block.inline)
    if isinstance(block, Heading):
        return "#" * block.level + " " + _inline(block.inline).replace("\n", " ")
    if isinstance(block, Code):
        return _fence(block)
    if isinstance(block, List):
        return _list(block)
    if isinstance(block, Quote):
        return "\n".join(f"> {line}".rstrip() for line in _blocks(block.blocks).split("\n"))
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Display):
        return _formula(block.formula)
    assert isinstance(block, Rule)  # noqa: S101  # for mypy: the last kind
    return "---"


def _list(block: List) -> str:
    first = 1 if block.start is None else block.start
    tight = any(_is_tight(item) for item in block.items)
    items = [
        _hanging(f"{n}. " if block.ordered else "- ", item.blocks, tight)
        for n, item in enumerate(block.items, first)
    ]
    return ("\n" if tight else "\n\n").join(items)


def _is_tight(item: Item) -> bool:
    return any(isinstance(block, Paragraph) and block.tight for block in item.blocks)


def _hanging(mark: str, blocks: tuple[Block, ...], tight: bool = False) -> str:
    lines = _blocks(blocks, tight).split("\n")
    indent = " " * len(mark)
    return "\n".join([(mark + lines[0]).rstrip(), *((indent + line).rstrip() for line in lines[1:])])


def _fence(code: Code) -> str:
    longest = max((len(run) for run in re.findall("`+", code.content)), default=0)
    mark = "`" * max(3, longest + 1)
    language = _LANGUAGE.match(code.info.strip())
    return f"{mark}{language[0] if language else ''}\n{code.content.rstrip(chr(10))}\n{mark}"


def _table(table: Table) -> str:
    rule = [{"left": ":--", "right": "--:", "center": ":-:"}.get(align, "---") for align in table.aligns]
    rows = [[_cell(cell) for cell in row] for row in (table.head, *table.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))


def _cell(cell: Inline) -> str:
    """The content of a cell on one line; a bare pipe, in code or a formula, would end the cell."""
    return _BARE_PIPE.sub(r"\|", _inline(cell).replace("\n", " "))


def _inline(inline: Inline) -> str:
    return _run(inline.spans)


def _run(spans: tuple[Span, ...], inside_link: bool = False) -> str:
    out: list[str] = []
    _write(spans, out, inside_link, several_dollars=_dollars(spans) > 1)
    return "".join(out)


def _dollars(spans: tuple[Span, ...]) -> int:
    """Dollar signs in the text of a run: several may be taken for a formula."""
    inner = sum(_dollars(span.spans) for span in spans if isinstance(span, Styled | Link))
    return inner + sum(span.content.count("$") for span in spans if isinstance(span, Text))


def _write(spans: tuple[Span, ...], out: list[str], inside_link: bool, several_dollars: bool) -> None:
    for span in spans:
        if isinstance(span, Styled):
            out.append(span.markup)
            _write(span.spans, out, inside_link, several_dollars)
            out.append(span.markup)
        elif isinstance(span, Link):
            note = UNBACKED if span.unbacked else ""
            out.append(target_markdown(_run(span.spans, True), span.target, note=note))
        else:
            piece = _piece(span, inside_link, several_dollars)
            out.append(f" {piece}" if piece[:1] == "`" == "".join(out[-1:])[-1:] else piece)  # two code spans


def _piece(span: Span, inside_link: bool, several_dollars: bool) -> str:
    if isinstance(span, Text):
        return escaped(span.content, several_dollars)
    if isinstance(span, ImageSpan):
        return escaped(span.text) if inside_link else target_markdown(escaped(span.text), span.target)
    if isinstance(span, MarkerSpan):
        return target_markdown(escaped(span.text), Target(span.source.url))
    if isinstance(span, CodeSpan):
        return _code(span.content)
    if isinstance(span, Formula):
        return _formula(span)
    if isinstance(span, NoteMark):
        return f"\\[^{span.number}\\]"
    return "\\\n" if isinstance(span, Break) and span.hard else "\n"


def _code(content: str) -> str:
    """A code span whose marks are longer than any inside it."""
    mark = "`" * (max((len(run) for run in re.findall("`+", content)), default=0) + 1)
    pad = " " if content[:1] in ("`", " ") or content[-1:] in ("`", " ") else ""
    return f"{mark}{pad}{content}{pad}{mark}"


def _formula(formula: Formula) -> str:
    """A formula between dollars, or as code where a viewer without formulas would find markup in it."""
    if not formula.harmless or _MARKUP_IN_FORMULA.search(formula.content):
        return _code(formula.content.replace("\n", " "))
    mark = "$$" if formula.display else "$"
    return mark + formula.content.replace("<", "\\lt ").replace(">", "\\gt ") + mark
