"""Blocks of tokens as escaped Markdown; the rules stand in ``safe_markdown``."""

from __future__ import annotations

import re

from markdown_it.token import Token

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.harmless_tex import is_harmless
from pplx_notebook.document.links import host_hint, safe_url
from pplx_notebook.document.nodes import Node, inline_text, tree
from pplx_notebook.document.parser import Document

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


def target_markdown(title: str, url: str, hinted: bool = True) -> str:
    """A link with its host behind it; an address that may not be a link as text."""
    text = one_line(title)
    return _link(escaped(text), text, url, hinted)


def document_markdown(document: Document) -> str:
    """All blocks, footnotes as a list at the end."""
    body = _blocks([node for block in document.blocks for node in tree(block)])
    notes = [_hanging(f"{number}. ", tree(note)) for number, note in enumerate(document.notes, 1)]
    return body + ("\n\n---\n\n" + "\n".join(notes) if notes else "")


def _blocks(nodes: list[Node], tight: bool = False) -> str:
    return ("\n" if tight else "\n\n").join(_block(node) for node in nodes)


def _block(node: Node) -> str:
    token = node.token
    if node.kind == "heading":
        return "#" * int(token.tag[1]) + " " + _inline(node.children[0].token).replace("\n", " ")
    if node.kind in ("fence", "code_block"):
        return _fence(token)
    if node.kind in ("bullet_list", "ordered_list"):
        return _list(node)
    if node.kind == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in _blocks(node.children).split("\n"))
    if node.kind == "table":
        return _table(node)
    if node.kind == "hr":
        return "---"
    if node.kind == "math_display":
        return _formula(token.content, "$$")
    return _inline(node.children[0].token) if node.children else ""


def _list(node: Node) -> str:
    first = int(node.token.attrs.get("start", 1))
    tight = any(child.token.hidden for item in node.children for child in item.children)
    bullet = node.kind == "bullet_list"
    items = [
        _hanging("- " if bullet else f"{n}. ", item.children, tight)
        for n, item in enumerate(node.children, first)
    ]
    return ("\n" if tight else "\n\n").join(items)


def _hanging(mark: str, nodes: list[Node], tight: bool = False) -> str:
    lines = _blocks(nodes, tight).split("\n")
    indent = " " * len(mark)
    return "\n".join([(mark + lines[0]).rstrip(), *((indent + line).rstrip() for line in lines[1:])])


def _fence(token: Token) -> str:
    longest = max((len(run) for run in re.findall("`+", token.content)), default=0)
    mark = "`" * max(3, longest + 1)
    language = _LANGUAGE.match(token.info.strip())
    return f"{mark}{language[0] if language else ''}\n{token.content.rstrip(chr(10))}\n{mark}"


def _table(node: Node) -> str:
    head, *body = [row.children for part in node.children for row in part.children]
    aligns = [str(cell.token.attrs.get("style", "")).removeprefix("text-align:") for cell in head]
    rule = [{"left": ":--", "right": "--:", "center": ":-:"}.get(align, "---") for align in aligns]
    rows = [[_cell(cell) for cell in row] for row in (head, *body)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))


def _cell(cell: Node) -> str:
    """The content of a cell on one line; a bare pipe, in code or a formula, would end the cell."""
    return _BARE_PIPE.sub(r"\|", _inline(cell.children[0].token).replace("\n", " "))


def _inline(token: Token) -> str:
    return _run(token.children or [])


def _run(tokens: list[Token], inside_link: bool = False) -> str:
    out: list[str] = []
    dollars = sum(token.content.count("$") for token in tokens if token.type.startswith("text")) > 1
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "link_open":
            end = next(i for i in range(place, len(tokens)) if tokens[i].type == "link_close")
            inner = tokens[place + 1 : end]
            out.append(_link(_run(inner, True), inline_text(inner), str(token.attrs["href"])))
            place = end
        else:
            piece = _piece(token, inside_link, dollars)
            out.append(f" {piece}" if piece[:1] == "`" == "".join(out[-1:])[-1:] else piece)  # two code spans
        place += 1
    return "".join(out)


def _piece(token: Token, inside_link: bool, several_dollars: bool) -> str:
    if token.type == "image":
        text = one_line(inline_text(token.children or [])) or "image"
        return escaped(text) if inside_link else _link(escaped(text), text, str(token.attrs["src"]))
    if token.type == "marker":
        source = token.meta["source"]
        return _link(escaped(token.content), token.content, source.url, hinted=False)
    if token.type == "code_inline":
        return _code(token.content)
    if token.type in ("math_inline", "math_display"):
        return _formula(token.content, "$" if token.type == "math_inline" else "$$")
    if token.type == "footnote_ref":
        return f"\\[^{token.meta['id'] + 1}\\]"
    fixed = {"softbreak": "\n", "hardbreak": "\\\n"}
    if token.nesting:
        return token.markup
    return fixed.get(token.type) or escaped(token.content, several_dollars)


def _link(content: str, text: str, url: str, hinted: bool = True) -> str:
    safe = safe_url(url)
    if safe is None:
        refused = one_line(url, 80)
        return content if refused in ("", text, f"mailto:{text}") else f"{content} ({escaped(refused)})"
    target = safe.replace("&", "&amp;").replace("$", "%24")
    target = f"<{target}>" if set("()") & set(target) else target
    shown = f"[{content}]({target})"
    hint = host_hint(safe, text) if hinted else ""
    return f"{shown} ({escaped(hint)})" if hint else shown


def _code(content: str) -> str:
    """A code span whose marks are longer than any inside it."""
    mark = "`" * (max((len(run) for run in re.findall("`+", content)), default=0) + 1)
    pad = " " if content[:1] in ("`", " ") or content[-1:] in ("`", " ") else ""
    return f"{mark}{pad}{content}{pad}{mark}"


def _formula(content: str, mark: str) -> str:
    """A formula between dollars, or as code where a viewer without formulas would find markup in it."""
    if not is_harmless(content) or _MARKUP_IN_FORMULA.search(content):
        return _code(content.replace("\n", " "))
    return mark + content.replace("<", "\\lt ").replace(">", "\\gt ") + mark
