r"""Formulas in Markdown: ``$…$``, ``$$…$$``, ``\(…\)``, ``\[…\]`` and bare environments as parser rules.

The choice: no typesetter of ours. A formula becomes ``<span class="pplx-math mathjax_process
tex2jax_process">\(…\)</span>``, so that the typesetter every Jupyter front end and nbconvert page brings
along sets it (our container carries ``mathjax_ignore``, which keeps it away from everything else), and
where none is present it stays readable TeX. No network, no second library, nothing to keep safe twice.

What only looks like one is text (``formula_or_text``). A formula's end is looked for within
``LIMIT_CHARACTERS`` only: a page of opening marks costs no more than a page. Empty lines may stand in
``\[…\]``, ``$$`` alone on its line and environments that own their lines, if no part between them is words. A
formula that stands flush below the text of a list item goes on with it, as any line does, and is the item's.
Brackets beside TeX that belong to no formula keep their backslash.
"""

from __future__ import annotations

import re
from functools import partial

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from pplx_notebook.document.harmless_tex import LIMIT_CHARACTERS
from pplx_notebook.document.rules.formula_or_text import is_escape, is_text, may_open

CLOSING = {"\\(": "\\)", "\\[": "\\]", "$$": "$$"}
_BLOCK_MARKS = frozenset({"$$", "\\[", "\\b"})
_OPENING = {"\\)": "\\(", "\\]": "\\["}
_WAITING = 240  # characters behind an open "$" that may still be a formula
_NEAR_THE_END = 2 * LIMIT_CHARACTERS  # of a growing text, with the marks of quotes and lists
_NEAR = 240  # characters between a lone bracket and the TeX it belongs to
_DEEPEST = 10
_BEGIN = re.compile(r"\\begin\{([A-Za-z]+\*?)\}")
_TOKEN = re.compile(r"\\(?:begin|end)\{[A-Za-z]+\*?\}|\\[\s\S]|\$\$")
_DOLLAR = re.compile(r"\$(?![\s$])(?:[^\\$]|\\[\s\S])*?(?<!\s)\$")
_OTHER_BLOCK = re.compile(r"#{1,6}(?:[ \t]|$)|```|~~~|([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_ENDS_PARAGRAPH = re.compile(r"[-+*>][ \t]|\d{1,9}[.)][ \t]|[=-]+[ \t]*$|>")
_COMMAND = re.compile(r"(?<!\\)\\[A-Za-z]{2,}")


def formula_end(source: str, at: int, *, owns_lines: bool = False) -> int:
    r"""Where the formula that begins at this ``$`` or ``\`` ends, or -1 if none does; ``owns_lines``: the
    source begins with a line of its own."""
    closing = _closing(source, at)
    if closing:
        width = 2 if source[at : at + 2] in CLOSING else 0
        end = _end(source, at + 2, closing)
        content = source[at + width : end - width]
        if end <= 0 or not content.strip():
            return -1
        before = "\n" if owns_lines and at == 0 else source[at - 1 : at]
        inside = content if width else _BEGIN.sub("", content, 1)[: -len(closing)]
        return -1 if is_escape(inside, source[at : at + 2], before, source[end : end + 1]) else end
    if source[at] != "$" or not may_open(source, at):
        return -1
    found = _DOLLAR.match(source, at, at + LIMIT_CHARACTERS + 2)
    after = source[found.end() : found.end() + 1] if found else ""
    return found.end() if found and not is_text(found[0][1:-1], after) else -1


def may_still_end(source: str, at: int) -> bool:
    """Whether the formula that begins here and has no end may get one when the text goes on."""
    closing = _closing(source, at)
    if closing:
        return len(source) - at <= LIMIT_CHARACTERS and _end(source, at + 2, closing) < 0
    rest = source[at : at + _WAITING + 1]
    opens = rest[0] == "$" and may_open(source, at) and not rest[1:2].isdigit()
    return opens and len(rest) <= _WAITING and "$" not in rest[1:]


def _closing(source: str, at: int) -> str:
    """What closes the formula that is opened here by more than one dollar, or ""."""
    mark = source[at : at + 2]
    if mark != "\\b":
        return CLOSING.get(mark, "")
    begin = _BEGIN.match(source, at)
    return f"\\end{{{begin[1]}}}" if begin else ""


def _end(source: str, at: int, closing: str) -> int:
    """Behind the closing mark; -1 if it is not there, 0 if it can no longer come."""
    opening = closing.replace("end", "begin", 1) if len(closing) > len("\\]") else ""
    depth = 1
    for token in _TOKEN.finditer(source, at, at + LIMIT_CHARACTERS + len(closing)):
        if token[0] == closing:
            depth -= 1
        elif token[0] == opening and depth < _DEEPEST:
            depth += 1
        elif token[0] in (opening, "\\[", "\\("):
            return 0
        if depth == 0:
            return token.end()
    return -1


def formula_rules(parser: MarkdownIt, *, growing: bool = False) -> None:
    """Teach a parser the tokens ``math_inline`` and ``math_display``; their content is the TeX inside.
    ``growing``: a block that is open where the text ends is a token ``held``."""
    parser.inline.ruler.before("escape", "formula", _inline)
    parser.block.ruler.before(
        "fence",
        "formula",
        partial(_block, growing=growing),
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    end = formula_end(state.src, state.pos)
    if end < 0 or end > state.posMax:
        return _backslash(state, silent)
    source = state.src[state.pos : end]
    if not silent:
        display = source[:2] in ("$$", "\\[", "\\b")
        token = state.push("math_display" if display else "math_inline", "span", 0)
        token.content = _inside(source)
    state.pos = end
    return True


def _inside(source: str) -> str:
    """The TeX of a formula without its marks; an environment is a mark that TeX has to see."""
    width = 0 if source[:2] == "\\b" else 2 if source[:2] in CLOSING else 1
    return source[width : len(source) - width].strip()


def _backslash(state: StateInline, silent: bool) -> bool:
    """A bracket or line end of TeX without its formula is no escape: that would lose a backslash."""
    sign = state.src[state.pos : state.pos + 2]
    if sign not in ("\\(", "\\)", "\\[", "\\]", "\\\\") or not _is_beside_tex(state.src, state.pos, sign):
        return False
    if not silent:
        state.append_pending(sign)
    state.pos += 2
    return True


def _is_beside_tex(source: str, at: int, sign: str) -> bool:
    first, last = max(at - _NEAR, 0), at + _NEAR
    if sign == "\\\\":
        return source.find("\\begin{", first, at) >= 0
    if sign in _OPENING:
        return bool(_COMMAND.search(source, max(source.rfind(_OPENING[sign], first, at), first), at))
    end = source.find(CLOSING[sign], at + 2, last)
    return bool(_COMMAND.search(source, at + 2, end if end >= 0 else last))


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool, *, growing: bool) -> bool:
    r"""A formula that owns its lines: its mark first on a line, its closing mark last on one."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.src[start : start + 2] not in _BLOCK_MARKS or state.is_code_block(start_line):
        return False
    closing = _closing(state.src, start)
    if not closing:
        return False
    end = _end(state.src, start + 2, closing)
    if end == 0 or (end < 0 and not (growing and len(state.src) - start < _NEAR_THE_END)):
        return False
    lines = _lines(state, start_line, end_line, closing, growing)
    if not lines:
        return False
    if state.sCount[start_line] < state.blkIndent:  # flush below an item's text: the list does not end
        if not any(not line or _ENDS_PARAGRAPH.match(line) for line in lines[1:]):
            return False  # the paragraph goes on
        _indent(state, start_line, start_line + len(lines), end_line)
    if not silent:
        source = "\n".join(lines)
        is_open = formula_end(source, 0, owns_lines=True) < 0
        token = state.push("held" if is_open else "math_display", "span", 0)
        token.content = "" if is_open else _inside(re.sub(r"\n\s*\n", "\n", source))
        token.map, token.block = [start_line, start_line + len(lines)], True
        state.line = start_line + len(lines)
    return True


def _indent(state: StateBlock, start_line: int, after: int, end_line: int) -> None:
    """Read the lines of a formula, and those of a paragraph that goes on below it, as the item's own."""
    while after < end_line and (text := state.getLines(after, after + 1, 0, False).strip()):
        if _ENDS_PARAGRAPH.match(text) or _OTHER_BLOCK.match(text):
            break
        after += 1
    for line in range(start_line, after):
        state.sCount[line] = max(state.sCount[line], state.blkIndent)


def _lines(state: StateBlock, start_line: int, end_line: int, closing: str, growing: bool) -> list[str]:
    """The lines of the formula that begins on this one; none if it does not end at the end of a line.
    While the text grows also those of one that is open, has an empty line in it and may still be closed."""
    lines: list[str] = []
    left = LIMIT_CHARACTERS + len(closing)
    indent = min(state.blkIndent, state.sCount[start_line])
    for line in range(start_line, end_line):
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
        is_last = growing and state.eMarks[line] == len(state.src)
        left -= len(text)
        if left < 0 or (text and state.sCount[line] < indent) or (_OTHER_BLOCK.match(text) and not is_last):
            return []
        if not text and closing == "$$" != lines[0]:
            return []
        lines.append(text)
        if closing in (text[2:] if line == start_line else text):
            end = formula_end("\n".join(lines), 0, owns_lines=True)
            if end >= 0:
                return lines if _is_whole(lines, end) else []
            if closing == "$$":
                return []
    is_end = end_line >= len(state.bMarks) - 1
    return lines if growing and is_end and "" in lines and _may_be_whole(lines) else []


def _is_whole(lines: list[str], end: int) -> bool:
    """Whether the formula ends where its last line does, and no part of it between empty lines is words."""
    source = "\n".join(lines)
    return end == len(source) and ("" not in lines or not any(map(_is_words, _parts(source, end))))


def _may_be_whole(lines: list[str]) -> bool:
    source = "\n".join(lines)
    return may_still_end(source, 0) and not any(map(_is_words, _parts(source, len(source))[:-1]))


def _parts(source: str, end: int) -> list[str]:
    return re.split(r"\n\s*\n", source[2 : end - 2 if source[:2] in CLOSING else end])


def _is_words(part: str) -> bool:
    return bool(part.strip()) and is_escape(part, "\\[", "\n", "")
