r"""Formulas as LaTeX takes them. MathJax forgives what stops a typesetter: a ``&`` with nothing to align, a
``\left`` without ``\right``, an index of an index, a ``#``. Such a formula is shown as code, so that one does
not break a paper; environments that own their lines are written as those that stand inside a formula."""

from __future__ import annotations

import re

from pplx_notebook.exports.writeups.tex.letters import kind_of, mathematics

_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([a-zA-Z]+\*?)\}")
_OWN_LINES = {
    "align": "aligned", "align*": "aligned", "flalign": "aligned", "flalign*": "aligned", "split": "split",
    "gather": "gathered", "gather*": "gathered", "multline": "gathered", "multline*": "gathered",
    "equation": "gathered", "equation*": "gathered", "alignat": "alignedat", "alignat*": "alignedat",
    "eqnarray": "array", "eqnarray*": "array",
}  # fmt: skip
_ALIGNS = re.compile(r"matrix|cases|array|align|split")
_TEXT = re.compile(r"\\(?:text[a-z]*|mbox|hbox|fbox|operatorname)\s*\{([^{}]*)\}")
_UNESCAPED = r"(?<!\\)(?:\\\\)*"
_TWICE = re.compile(r"(?:\^(?:\{[^{}]*\}|\\?\w)\s*\^|_(?:\{[^{}]*\}|\\?\w)\s*_)")
_TAGS = re.compile(r"\\(?:nonumber|notag)\b|\\tag\s*\*?\s*\{[^{}]*\}|\\hline\b(?!.*\\end\{array)")


def tex_formula(content: str) -> str | None:
    """The formula as LaTeX typesets it between ``\\(`` and ``\\)``; None for one it would stumble over."""
    made = within(content)
    if not _nested(made) or re.search(_UNESCAPED + r"[#%$]", made) or _TWICE.search(made):
        return None
    if re.search(_UNESCAPED + "&", made) and not _ALIGNS.search("".join(_names(made))):
        return None
    if "\\\\" in made and not _ENVIRONMENT.search(made):
        made = rf"\begin{{gathered}}{made}\end{{gathered}}"
    if any(re.search(r"(?<!\\)[_^&]", found) for found in _TEXT.findall(made)):
        return None
    return "".join(_sign(char) for char in made)


def within(content: str) -> str:
    """The formula on one line, with environments that stand inside one; no numbers of equations."""
    made = _TAGS.sub("", _ENVIRONMENT.sub(_inside, " ".join(content.split())))
    return made.replace(r"\begin{array}", r"\begin{array}{rcl}") if "eqnarray" in content else made


def _inside(found: re.Match[str]) -> str:
    return f"\\{found[1]}{{{_OWN_LINES.get(found[2], found[2])}}}"


def _names(formula: str) -> list[str]:
    return [found[2] for found in _ENVIRONMENT.finditer(formula)]


def _nested(formula: str) -> bool:
    """Environments and growing brackets open and close in order."""
    opened: list[str] = []
    for found in re.finditer(r"\\(begin|end)\s*\{([^{}]*)\}|\\(left|right)(?![A-Za-z])|\\\\", formula):
        if found[1] == "begin" or found[3] == "left":
            opened.append(found[2] or "left")
        elif (found[1] or found[3]) and (not opened or opened.pop() != (found[2] or "left")):
            return False
    return not opened


def _sign(char: str) -> str:
    """A letter of a formula; what is no mathematics as text in its font."""
    if char in mathematics():
        return mathematics()[char]
    if char.isascii():
        return char
    kind = kind_of(char)
    return rf"\text{{\{kind}{{{char}}}}}" if kind else rf"\text{{{char}}}"
