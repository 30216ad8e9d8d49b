"""Blocks of tokens as escaped Markdown; the rules stand in ``safe_markdown``."""

from __future__ import annotations

import re

from markdown_it.token import Token

from pplx_notebook.views.clean import one_line
from pplx_notebook.views.links import host, safe_url
from pplx_notebook.views.markdown import Document
from pplx_notebook.views.tex import is_harmless
from pplx_notebook.views.tree import Node, tree
from pplx_notebook.views.writer import inline_text

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKS = re.compile(r"[&<>]|[\\`*\[\]$~|^{}]|(?<![^\W_])_|_(?![^\W_])")
_LINE_START = re.compile(r"^([ \t]*)(?:([#+=:-])|(\d{1,9})([.)]))", re.MULTILINE)
_OTHER_SCHEME = re.compile(r"(?i)\b(?!https?:)([a-z][a-z0-9+.-]*):(?=//)")
_MARKUP_IN_FORMULA = re.compile(r"`|!\[|\][(\[:]")
_LANGUAGE = re.compile(r"[A-Za-z0-9_+#.-]{1,30}")


def escaped(text: str) -> str:
    """Text that every Markdown viewer shows as it is."""
    text = _MARKS.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), text)
    text = _LINE_START.sub(lambda m: m[1] + (f"\\{m[2]}" if m[2] else f"{m[3]}\\{m[4]}"), text)
    return _OTHER_SCHEME.sub(r"\1\\:", text)


def target_markdown(title: str, url: str, hinted: bool = True) -> str:
    """A link with its host behind it; an address that may not be a link as text."""
    text = one_line(title)
    return _link(escaped(text), text, url, hinted=hinted)


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
    rows = [[_inline(cell.children[0].token).replace("\n", " ") for cell in row] for row in (head, *body)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:]))


def _inline(token: Token) -> str:
    return _run(token.children or [])


def _run(tokens: list[Token], inside_link: bool = False) -> str:
    out: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "link_open":
            end = next(i for i in range(place, len(tokens)) if tokens[i].type == "link_close")
            inner = tokens[place + 1 : end]
            out.append(_link(_run(inner, True), inline_text(inner), str(token.attrs["href"])))
            place = end
        else:
            out.append(_piece(token, inside_link))
        place += 1
    return "".join(out)


def _piece(token: Token, inside_link: bool) -> str:
    if token.type == "image":
        text = one_line(inline_text(token.children or [])) or "image"
        return escaped(text) if inside_link else _link(escaped(text), text, str(token.attrs["src"]))
    if token.type == "marker":
        source = token.meta["source"]
        return _link(escaped(token.content), token.content, source.url, source.label, hinted=False)
    if token.type == "code_inline":
        return _code(token.content)
    if token.type in ("math_inline", "math_display"):
        return _formula(token.content, "$" if token.type == "math_inline" else "$$")
    if token.type == "footnote_ref":
        return f"\\[^{token.meta['id'] + 1}\\]"
    fixed = {"softbreak": "\n", "hardbreak": "\\\n"}
    if token.nesting:
        return token.markup
    return fixed.get(token.type) or escaped(token.content)


def _link(content: str, text: str, url: str, title: str = "", hinted: bool = True) -> str:
    safe = safe_url(url)
    if safe is None:
        refused = one_line(url, 80)
        return content if refused in ("", text) else f"{content} ({escaped(refused)})"
    target = safe.replace("&", "&amp;").replace("*", "%2A").replace("_", "\\_")
    target = f"<{target}>" if set("()") & set(target) else target
    titled = f' "{escaped(title).replace(chr(34), "&quot;")}"' if title else ""
    shown = f"[{content}]({target}{titled})"
    same = host(text) == host(safe) or text.removeprefix("www.") == host(safe)
    return shown if same or not hinted else f"{shown} ({escaped(host(safe))})"


def _code(content: str) -> str:
    """A code span whose marks are longer than any inside it; a pipe would end a table cell."""
    mark = "`" * (max((len(run) for run in re.findall("`+", content)), default=0) + 1)
    pad = " " if content[:1] in ("`", " ") or content[-1:] in ("`", " ") else ""
    return f"{mark}{pad}{content}{pad}{mark}".replace("|", "\\|")


def _formula(content: str, mark: str) -> str:
    """A formula between dollars, or as code where a viewer without formulas would find markup in it."""
    if not is_harmless(content) or _MARKUP_IN_FORMULA.search(content):
        return _code(content.replace("\n", " "))
    return mark + content.replace("<", "\\lt ").replace(">", "\\gt ") + mark
