"""Code blocks in colour: Pygments' short classes, which Jupyter's themes and nbconvert's pages colour.

Where no style sheet knows them, keywords are still bold and comments italic, because they are ``strong``
and ``em``. Pygments is imported when the first block names a language, and only for the languages below:
some of its other lexers take quadratic time on hostile input.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LIMIT_CHARACTERS = 20_000
_LANGUAGES = """
bash sh shell zsh console powershell c cpp c++ csharp cs css csv diff dockerfile docker fortran go golang
graphql haskell html http ini java javascript js json jsonc julia jsx kotlin latex lua make makefile matlab
objective-c ocaml perl php pycon py python python3 ipython r rb ruby rust rs scala scss sql svg swift tex
toml ts tsx typescript xml yaml yml
"""
LANGUAGES = frozenset(_LANGUAGES.split())
_NAME = re.compile(r"[A-Za-z0-9_+#.-]{1,30}")
_PLAIN = frozenset({"", "n", "p", "w", "err", "esc", "x", "l", "g", "nx", "nv", "nl", "no", "py", "pm"})


def code_html(source: str, info: str = "") -> str:
    """The inside of a ``code`` element for this source; ``info`` is what stands behind the opening fence."""
    lexer = _lexer(_language(info)) if len(source) <= LIMIT_CHARACTERS else None
    if lexer is None:
        return escape(source)
    from pygments.token import STANDARD_TYPES

    parts: list[tuple[str, str]] = []
    for kind, piece in lexer.get_tokens(source):
        name = STANDARD_TYPES.get(kind, "")
        while not name and kind.parent:  # a lexer's own token type: the nearest standard one
            kind = kind.parent
            name = STANDARD_TYPES.get(kind, "")
        if parts and parts[-1][0] == name:
            parts[-1] = (name, parts[-1][1] + piece)
        else:
            parts.append((name, piece))
    return "".join(_piece(name, piece) for name, piece in parts)


class GrowingCode:
    """Code that is still being written: coloured anew when it has grown by an eighth, plain behind that."""

    def __init__(self) -> None:
        self._coloured, self._html, self._info = "", "", ""

    def html(self, source: str, info: str) -> str:
        """The inside of a ``code`` element for the source so far."""
        grown = len(source) - len(self._coloured)
        if info != self._info or not source.startswith(self._coloured) or grown * 8 > len(source):
            self._coloured, self._info = source[: source.rfind("\n") + 1], info
            self._html = code_html(self._coloured, info)
        return self._html + escape(source[len(self._coloured) :])


def _piece(name: str, text: str) -> str:
    if name in _PLAIN:
        return escape(text)
    tag = "strong" if name[0] == "k" or name == "ow" else "em" if name[0] == "c" else "span"
    return f'<{tag} class="{name}">{escape(text)}</{tag}>'


def _language(info: str) -> str:
    """The language a fence names, "" when it is none we colour."""
    found = _NAME.match(info.strip())
    name = found[0].lower() if found else ""
    return name if name in LANGUAGES else ""


@cache
def _lexer(language: str) -> Lexer | None:
    if not language:
        return None
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:  # an older Pygments
        return None


def coloured_language(source: str, info: str) -> str:
    """The language a fence names, "" unless it is one we colour and its lexer reads the source without a
    fault."""
    from pygments.token import Error

    language = _language(info)
    lexer = _lexer(language) if len(source) <= LIMIT_CHARACTERS else None
    if lexer is None or any(kind is Error for kind, _ in lexer.get_tokens(source)):
        return ""
    return language
