r"""Formulas in Markdown: ``$…$``, ``$$…$$``, ``\(…\)`` and ``\[…\]`` as parser rules.

The choice: no typesetter of ours. A formula becomes ``<span class="pplx-math mathjax_process
tex2jax_process">\(…\)</span>``, so that the typesetter every Jupyter front end and nbconvert page brings
along sets it (our container carries ``mathjax_ignore``, which keeps it away from everything else), and
where none is present it stays readable TeX. No network, no second library, nothing to keep safe twice.

Money is not a formula. A ``$`` opens one only if no letter or digit stands before it and no space after
it, and closes one only if no space stands before it and no digit after it; what begins with a digit and
reads on in words ("$5 and A$") is text. A formula never crosses a blank line, and its closing mark is
looked for within ``tex.LIMIT_CHARACTERS`` only: a page of opening marks costs no more than a page.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from pplx_notebook.document.harmless_tex import LIMIT_CHARACTERS

CLOSING = {"\\(": "\\)", "\\[": "\\]", "$$": "$$"}
_DOLLAR = re.compile(r"\$(?![\s$])(?:[^\\$]|\\[\s\S])*?(?<!\s)\$(?!\d)")
_OTHER_BLOCK = re.compile(r"#{1,6}[ \t]|```|~~~|([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_TEX = re.compile(r"[\\^_=+<>{}|&*/]")
_PROSE = re.compile(r"(?<![\\{A-Za-z])[A-Za-z]{2,}")


def formula_end(source: str, at: int) -> int:
    r"""Where the formula that begins at this ``$`` or ``\`` ends, or -1 if none does."""
    closing = CLOSING.get(source[at : at + 2])
    if closing is not None:
        end = source.find(closing, at + 2, at + LIMIT_CHARACTERS + 4)
        return -1 if end <= at + 2 or _is_escape(source[at + 2 : end]) else end + 2
    if source[at] != "$" or source[at - 1 : at].isalnum():
        return -1
    found = _DOLLAR.match(source, at, at + LIMIT_CHARACTERS + 2)
    return -1 if not found or _is_money(found[0][1:-1]) else found.end()


def _is_escape(content: str) -> bool:
    r"""``\[1\]`` and ``\[not a link\]`` are brackets of Markdown: a number or words, no sign of a formula."""
    if "\\[" in content or "\\(" in content or content.strip().isdigit():
        return True
    return not _TEX.search(content) and bool(_PROSE.search(content))


def _is_money(content: str) -> bool:
    return content[:1].isdigit() and "\\" not in content and bool(_PROSE.search(content))


def formula_rules(parser: MarkdownIt) -> None:
    """Teach a parser the tokens ``math_inline`` and ``math_display``; their content is the TeX inside."""
    parser.inline.ruler.before("escape", "formula", _inline)
    parser.block.ruler.before(
        "fence", "formula", _block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    end = formula_end(state.src, state.pos)
    source = state.src[state.pos : end]
    width = 2 if source[:2] in CLOSING else 1
    if end < 0 or end > state.posMax or not source[width:-width].strip():
        return False
    if not silent:
        display = source[:2] in ("$$", "\\[")
        token = state.push("math_display" if display else "math_inline", "span", 0)
        token.content = source[width:-width].strip()
    state.pos = end
    return True


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A formula that owns its lines: ``$$`` or ``\\[`` first on a line, its closing mark last on one."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    mark = state.src[start : start + 2]
    if mark not in ("$$", "\\[") or state.is_code_block(start_line):
        return False
    if formula_end(state.src, start) < 0:
        return False
    lines: list[str] = []
    for line in range(start_line, end_line):
        if state.isEmpty(line) or (line > start_line and state.sCount[line] < state.blkIndent):
            return False
        lines.append(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]])
        if _OTHER_BLOCK.match(lines[-1]):
            return False
        if CLOSING[mark] in lines[-1][0 if lines[1:] else 2 :]:
            return _push_block(state, start_line, line + 1, "\n".join(lines).rstrip(), silent)
    return False


def _push_block(state: StateBlock, start_line: int, end_line: int, source: str, silent: bool) -> bool:
    content = source[2:-2].strip()
    if not source.endswith(CLOSING[source[:2]]) or not content or CLOSING[source[:2]] in content:
        return False
    if not silent:
        token = state.push("math_display", "span", 0)
        token.content, token.map, token.block = content, [start_line, end_line], True
        state.line = end_line
    return True
