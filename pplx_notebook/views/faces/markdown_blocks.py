"""The tree as escaped Markdown; the rules stand in ``markdown``."""

from __future__ import annotations

import re
from typing import NamedTuple

from pplx_notebook.document.emphasis_marks import Closing, Opening, joined
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
    markers,
)  # fmt: skip

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKS = re.compile(r"[&<>]|[\\`*\[\]$~|^{}]|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"^([ \t]*)(?:([#+=:-])|(\d{1,9})([.)]))", re.MULTILINE)
_NEXT_LINE_START = re.compile(_LINE_START.pattern.replace("^", "(?<=\n)"))
_COMMAND = re.compile(r"((?:\\(?:[A-Za-z]+|[()\[\]]))+)")
_COMMAND_OR_DOLLAR = re.compile(r"((?:\\(?:[A-Za-z]+|[()\[\]])|\$\w*(?:[.,]\w+)*)+)")
_BARE_PIPE = re.compile(r"(?<!\\)\|")
_OTHER_SCHEME = re.compile(r"(?i)\b(?!https?:)([a-z][a-z0-9+.-]*):(?=//)")
_LABEL_IN_FORMULA = re.compile(r"\[(\d+)\]")
_MARKUP_IN_FORMULA = re.compile(r"`|!\[|\][(\[:]")
_NEEDS_PIPE = re.compile(r"\|.*\\(?:text|mbox)|\\(?:text|mbox|begin\{array).*\|", re.DOTALL)
_PIPE = re.compile(r"(\\?)\|(?=([A-Za-z]?))")
_TAG = re.compile(r"<(?![=<-])")
_LANGUAGE = re.compile(r"[A-Za-z0-9_+#.-]{1,30}")


def escaped(text: str, several_dollars: bool = False) -> str:
    """Text that every Markdown viewer shows as it is.

    Front ends look for formulas in the finished page, where no escape is left. So what could begin one stands
    alone in a code span: TeX commands and brackets, and amounts of money where there are several.
    """
    parts = (_COMMAND_OR_DOLLAR if several_dollars or text.count("$") > 1 else _COMMAND).split(text)
    return "".join(code_span(part) if at % 2 else _plain(part, at == 0) for at, part in enumerate(parts))


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
    title = f' "{note}"' if note else ""
    shown = f"[{content}]({_address(target.url)}{title})"
    return f"{shown} ({escaped(target.hint)})" if hinted and target.hint else shown


def _address(url: str) -> str:
    url = url.replace("&", "&amp;").replace("$", "%24")
    return f"<{url}>" if set("()") & set(url) else url


class LinePlace(NamedTuple):
    """Where spans stand: in a link's text, in a line that cannot be broken (a heading, a cell)."""

    in_link: bool = False
    in_line: bool = False
    in_cell: bool = False
    several_dollars: bool = False


def document_markdown(document: Document) -> str:
    """All blocks, footnotes as a list at the end, and last where the markers lead, a line each."""
    face = MarkdownBlocks()
    notes = [face.hanging(f"{number}. ", note) for number, note in enumerate(document.notes, 1)]
    listed = "---\n\n" + "\n".join(notes) if notes else ""
    return "\n\n".join(filter(None, (face.blocks(document.blocks), listed, _definitions(document))))


def _definitions(document: Document) -> str:
    """``[3]: https://…`` for each source: its address stands once, however often it is pointed to."""
    named = [span for span in markers(document) if span.url and span.url == span.source.url]
    targets = {_label(span): _address(span.source.url) for span in named}
    return "\n".join(f"[{label}]: {address}" for label, address in targets.items())


def _label(span: MarkerSpan) -> str:
    return span.text.strip("[]")


class MarkdownBlocks:
    """The blocks of a tree as Markdown. The dialects of write-ups (``exports.writeups``) are made of it: they
    write ``piece`` and the styles anew."""

    line_break = "<br>"  # where a line cannot be broken

    def blocks(self, blocks: tuple[Block, ...], tight: bool = False) -> str:
        """Blocks in order, an empty line between them unless the list they stand in is ``tight``."""
        return ("\n" if tight else "\n\n").join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        """One block, without an end of line."""
        if isinstance(block, Paragraph):
            return self.run(block.inline.spans, LinePlace())
        if isinstance(block, Heading):
            return "#" * block.level + " " + self._one_line(block.inline, LinePlace(in_line=True))
        if isinstance(block, Code):
            return fence(block)
        if isinstance(block, List):
            return self._list(block)
        if isinstance(block, Quote):
            return "\n".join(f"> {line}".rstrip() for line in self.blocks(block.blocks).split("\n"))
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Display):
            return self.formula(block.formula)
        assert isinstance(block, Rule)  # noqa: S101  # for mypy: the last kind
        return "---"

    def hanging(self, mark: str, blocks: tuple[Block, ...], tight: bool = False) -> str:
        """Blocks behind a mark, each line as far to the right as the first."""
        lines = self.blocks(blocks, tight).split("\n")
        indent = " " * len(mark)
        return "\n".join([(mark + lines[0]).rstrip(), *((indent + line).rstrip() for line in lines[1:])])

    def run(self, spans: tuple[Span, ...], place: LinePlace) -> str:
        """Spans in order."""
        out: list[str] = []
        self.write(spans, out, place._replace(several_dollars=_dollars(spans) > 1))
        return joined(out)

    def write(self, spans: tuple[Span, ...], out: list[str], place: LinePlace) -> None:
        """Spans into pieces of a line."""
        for span in spans:
            if isinstance(span, Styled):
                opening, closing = self.style(span)
                out.append(opening)
                self.write(span.spans, out, place)
                out.append(closing)
            elif isinstance(span, Link):
                note = UNBACKED if span.unbacked else ""
                inside = self.run(span.spans, place._replace(in_link=True))
                self.then(out, self.link(inside, span.target, note))
            else:
                self.then(out, self.piece(span, place))

    def then(self, out: list[str], piece: str) -> None:
        """One more piece of a line, which together with the one before it begins nothing else."""
        before = out[-1] if out else ""
        if piece[:1] == "[" and before.endswith("!") and not isinstance(before, Opening | Closing):
            out[-1] = f"{before[:-1]}\\!"  # "wow!" and a link are no picture, which would be fetched
        two_code_spans = piece[:1] == "`" == before[-1:]
        out.append(f" {piece}" if two_code_spans else piece)

    def style(self, span: Styled) -> tuple[str, str]:
        """What stands before and behind styled letters."""
        is_tag = span.style in ("sub", "sup")
        return (span.markup, f"</{span.style}>") if is_tag else (Opening(span.markup), Closing(span.markup))

    def link(self, inside: str, target: Target, note: str) -> str:
        """A link; ``inside`` is its text as Markdown."""
        return target_markdown(inside, target, note=note)

    def text(self, content: str, place: LinePlace) -> str:
        """Letters."""
        return escaped(content, place.several_dollars)

    def formula(self, formula: Formula, in_cell: bool = False) -> str:
        """A formula, of a line or by itself."""
        return formula_markdown(formula, in_cell)

    def piece(self, span: Span, place: LinePlace) -> str:
        """A span that holds no others."""
        if isinstance(span, Text):
            return self.text(span.content, place)
        if isinstance(span, ImageSpan):
            text = self.text(span.text, LinePlace())
            return text if place.in_link else self.link(text, span.target, "")
        if isinstance(span, MarkerSpan):
            return marker_markdown(span)
        if isinstance(span, CodeSpan):
            return code_span(span.content)
        if isinstance(span, Formula):
            return self.formula(span, place.in_cell)
        if isinstance(span, NoteMark):
            return f"\\[^{span.number}\\]"
        assert isinstance(span, Break)  # noqa: S101  # for mypy: the last kind
        if not span.hard:
            return "\n"
        return self.line_break if place.in_line else "\\\n"

    def _list(self, block: List) -> str:
        first = 1 if block.start is None else block.start
        tight = any(_is_tight(item) for item in block.items)
        items = [
            self.hanging(f"{n}. " if block.ordered else "- ", item.blocks, tight)
            for n, item in enumerate(block.items, first)
        ]
        return ("\n" if tight else "\n\n").join(items)

    def _table(self, table: Table) -> str:
        rule = [{"left": ":--", "right": "--:", "center": ":-:"}.get(align, "---") for align in table.aligns]
        rows = [[self._cell(cell) for cell in row] for row in (table.head, *table.rows)]
        return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))

    def _cell(self, cell: Inline) -> str:
        """The content of a cell; a bare pipe, in code, would end the cell."""
        return _BARE_PIPE.sub(r"\|", self._one_line(cell, LinePlace(in_line=True, in_cell=True)))

    def _one_line(self, inline: Inline, place: LinePlace) -> str:
        return self.run(inline.spans, place).replace("\n", " ")


def _is_tight(item: Item) -> bool:
    return any(isinstance(block, Paragraph) and block.tight for block in item.blocks)


def _dollars(spans: tuple[Span, ...]) -> int:
    """Dollar signs in the text of a run: several may be taken for a formula."""
    inner = sum(_dollars(span.spans) for span in spans if isinstance(span, Styled | Link))
    return inner + sum(span.content.count("$") for span in spans if isinstance(span, Text))


def fence(code: Code) -> str:
    """A block of code between marks that are longer than any inside it."""
    longest = max((len(run) for run in re.findall("`+", code.content)), default=0)
    mark = "`" * max(3, longest + 1)
    language = _LANGUAGE.match(code.info.strip())
    return f"{mark}{language[0] if language else ''}\n{code.content.rstrip(chr(10))}\n{mark}"


def marker_markdown(span: MarkerSpan) -> str:
    """What points to a passage has an address of its own."""
    shown = escaped(span.text) + span.mark
    if span.url != span.source.url:
        return f"[{shown}]({_address(span.url)})"
    return f"[{shown}][{_label(span)}]" if span.url else shown


def code_span(content: str) -> str:
    """A code span whose marks are longer than any inside it."""
    mark = "`" * (max((len(run) for run in re.findall("`+", content)), default=0) + 1)
    pad = " " if content[:1] in ("`", " ") or content[-1:] in ("`", " ") else ""
    return f"{mark}{pad}{content}{pad}{mark}"


def formula_markdown(formula: Formula, in_cell: bool = False) -> str:
    """A formula between dollars, or as code where a viewer without formulas would find markup in it."""
    content = formula.content
    is_markup = _MARKUP_IN_FORMULA.search(content) or (in_cell and _NEEDS_PIPE.search(content))
    if is_markup or not formula.harmless:
        return code_span(content.replace("\n", " "))
    if "\\ce" in content:  # its arrows, "<=>" and "->", are no tags
        content = _TAG.sub("\\\\lt ", content.replace("\n", " "))
    else:
        content = content.replace("<", "\\lt ").replace(">", "\\gt ")
    if in_cell:
        content = _PIPE.sub(_bar, content)
    mark = "$$" if formula.display else "$"
    content = _LABEL_IN_FORMULA.sub(r"[{\1}]", content)  # else the label of a marker to some viewers
    return mark + content + mark


def _bar(pipe: re.Match[str]) -> str:
    """A pipe of a formula by its name: a cell would end at the sign."""
    return ("\\Vert" if pipe[1] else "\\vert") + (" " if pipe[2] else "")
