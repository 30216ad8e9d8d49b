"""Blocks of tokens as lines of text of a given width."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markdown_it.token import Token

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.links import host_hint, safe_url
from pplx_notebook.document.nodes import Node, inline_text, tree
from pplx_notebook.document.parser import Document
from pplx_notebook.views.faces.text_width import pad, width_of, wrap

RULE_COLUMNS = 40


@dataclass(frozen=True)
class Style:
    """Which escape sequences may be written: none by default."""

    ansi: bool = False
    links: bool = False

    def bold(self, text: str) -> str:
        """Bold, if allowed."""
        return f"\x1b[1m{text}\x1b[22m" if self.ansi and text else text

    def dim(self, text: str) -> str:
        """Dim, if allowed."""
        return f"\x1b[2m{text}\x1b[22m" if self.ansi and text else text

    def link(self, text: str, url: str) -> str:
        """An OSC 8 hyperlink, if allowed; ``url`` comes from ``safe_url`` and holds no control character."""
        return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\" if self.links and url else text


class TextWriter:
    """Writes documents as text of at most ``width`` columns (None: lines are not broken)."""

    def __init__(self, style: Style, width: int | None) -> None:
        self.style = style
        self.width = width

    def document(self, document: Document) -> str:
        """All blocks with an empty line between them, footnotes last."""
        lines = self._blocks([node for block in document.blocks for node in tree(block)], self.width)
        for number, note in enumerate(document.notes, 1):
            lines += ["", *self._hanging(f"[^{number}] ", tree(note), self.width)]
        return "\n".join(lines).strip("\n")

    def _blocks(self, nodes: list[Node], width: int | None, tight: bool = False) -> list[str]:
        lines: list[str] = []
        for node in nodes:
            if lines and not tight:
                lines.append("")
            lines += self._block(node, width)
        return lines

    def _block(self, node: Node, width: int | None) -> list[str]:
        kinds: dict[str, Callable[[Node, int | None], list[str]]] = {
            "heading": self._heading,
            "bullet_list": self._list,
            "ordered_list": self._list,
            "blockquote": self._quote,
            "table": self._table,
        }
        if node.kind in kinds:
            return kinds[node.kind](node, width)
        if node.kind in ("fence", "code_block"):
            return [f"    {line}" for line in node.token.content.rstrip("\n").split("\n")]
        if node.kind == "hr":
            return ["─" * min(width or RULE_COLUMNS, RULE_COLUMNS)]
        if node.kind == "math_display":
            return [f"    {line.strip()}" for line in node.token.content.split("\n")]
        inline = node.children[0].token.children if node.children else []
        return wrap(self.inline(inline or []), width)

    def _heading(self, node: Node, width: int | None) -> list[str]:
        lines = wrap(self.inline(node.children[0].token.children or []), width)
        if self.style.ansi:
            return [self.style.bold(line) for line in lines]
        rule = {"h1": "=", "h2": "-"}.get(node.token.tag)
        return [*lines, rule * max(map(width_of, lines))] if rule and lines != [""] else lines

    def _list(self, node: Node, width: int | None) -> list[str]:
        first = int(node.token.attrs.get("start", 1))
        lines: list[str] = []
        for number, item in enumerate(node.children, first):
            mark = "• " if node.kind == "bullet_list" else f"{number}. "
            tight = bool(item.children) and item.children[0].token.hidden
            if lines and not tight:
                lines.append("")
            lines += self._hanging(mark, item.children, width, tight)
        return lines

    def _hanging(self, mark: str, nodes: list[Node], width: int | None, tight: bool = False) -> list[str]:
        """Blocks behind a mark, further lines indented as far."""
        indent = " " * width_of(mark)
        inner = self._blocks(nodes, None if width is None else width - len(indent), tight) or [""]
        return [(mark + inner[0]).rstrip(), *((indent + line).rstrip() for line in inner[1:])]

    def _quote(self, node: Node, width: int | None) -> list[str]:
        lines = self._blocks(node.children, None if width is None else width - 2)
        return [f"│ {line}".rstrip() for line in lines]

    def _table(self, node: Node, width: int | None) -> list[str]:
        """Columns where they fit, else one "header: cell" line each."""
        rows = [row.children for part in node.children for row in part.children]
        cells = [[self.inline(cell.children[0].token.children or []) for cell in row] for row in rows]
        aligns = [str(cell.token.attrs.get("style", "")).removeprefix("text-align:") for cell in rows[0]]
        columns = [max(width_of(row[at]) for row in cells) for at in range(len(aligns))]
        if width is not None and sum(columns) + 3 * (len(columns) - 1) > width:
            return _records(cells, width)
        shown = [" │ ".join(map(pad, row, columns, aligns)).rstrip() for row in cells]
        return [self.style.bold(shown[0]), "─┼─".join("─" * n for n in columns), *shown[1:]]

    def inline(self, tokens: list[Token]) -> str:
        """Inline tokens as one run of text; line breaks that are wished for stay."""
        out: list[str] = []
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if token.type == "link_open":
                end = next(i for i in range(place, len(tokens)) if tokens[i].type == "link_close")
                out.append(self._link(inline_text(tokens[place + 1 : end]), str(token.attrs["href"])))
                place = end
            else:
                out.append(self._piece(token))
            place += 1
        return "".join(out)

    def _piece(self, token: Token) -> str:
        if token.type == "image":
            return self._link(one_line(inline_text(token.children or [])) or "image", str(token.attrs["src"]))
        if token.type == "marker":
            return self.style.link(token.content, token.meta["source"].url)
        if token.type in ("strong_open", "strong_close") and self.style.ansi:
            return "\x1b[1m" if token.nesting > 0 else "\x1b[22m"
        special = {"softbreak": " ", "hardbreak": "\n"}
        if token.type == "footnote_ref":
            return f"[^{token.meta['id'] + 1}]"
        return special.get(token.type, token.content)

    def _link(self, text: str, url: str) -> str:
        safe = safe_url(url)
        if safe and self.style.links:
            hint = host_hint(safe, text)
            return self.style.link(text, safe) + (f" ({hint})" if hint else "")
        shown = safe or one_line(url, 80)
        return text if shown in ("", text, f"mailto:{text}") else f"{text} <{shown}>"


def _records(rows: list[list[str]], width: int) -> list[str]:
    """A table too wide for the screen: each row as lines of "header: cell"."""
    head, lines = rows[0], []
    for row in rows[1:] or [[""] * len(head)]:
        for name, cell in zip(head, row, strict=True):
            lines += wrap(f"{name}: {cell}", width)
        lines.append("")
    return lines[:-1]
