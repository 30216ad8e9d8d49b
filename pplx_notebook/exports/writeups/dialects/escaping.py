r"""Text that Pandoc, Quarto, MyST and GitHub show as it is.

Rules of this file: a backslash before a sign of punctuation makes it a letter to all four. Always escaped is
what may begin something wherever it stands (``\ ` * [ ] < > $ | ^ { } ~``, so also roles, shortcodes, raw
HTML and TeX, footnotes, citations); ``@`` and ``_`` where a word begins or ends, ``&`` before an entity,
``--`` and ``...``, which would become other signs; and at the start of a line what begins a block there:
headings, rules, lists (Pandoc's ``a.`` and ``(iv)``, too), comments (``%``), ``:::``, targets ``(name)=``,
captions.
"""

from __future__ import annotations

import re

_ANYWHERE = re.compile(
    r"[\\`*\[\]<>$|^{}~]|(?<![^\W_])_|_(?![^\W_])|(?<![A-Za-z0-9])@|&(?=#?\w+;)|-(?=-)|\.(?=\.\.)"
    r"|:(?=[a-z0-9_+-]+:)|(?<= )#"
)
_BLOCK = re.compile(r"^([ \t]*)([#+=:%-])", re.MULTILINE)
_LISTED = re.compile(r"^([ \t]*)(\(?)(\w{1,9}|#)([.)])(?=\s|=|$)", re.MULTILINE)
_CAPTION = re.compile(r"^([ \t]*[Tt]able)(?=:)", re.MULTILINE)
_SCHEME = re.compile(r"(?i)\b(?!https?:)([a-z][a-z0-9+.-]*):(?=//)")


def plain_text(text: str, *, at_start: bool) -> str:
    """The text escaped; ``at_start``: it may stand at the start of a line."""
    first, newline, rest = text.partition("\n")
    first = _ANYWHERE.sub(r"\\\g<0>", first)
    rest = _ANYWHERE.sub(r"\\\g<0>", rest)
    if at_start:
        first = _at_line_start(first)
    return _SCHEME.sub(r"\1\\:", first + newline + _at_line_start(rest))


def _at_line_start(text: str) -> str:
    text = _BLOCK.sub(r"\1\\\2", text)
    text = _LISTED.sub(lambda m: f"{m[1]}{m[2] and chr(92) + m[2]}{m[3]}\\{m[4]}", text)
    return _CAPTION.sub(r"\1\\", text)


def quoted(text: str) -> str:
    """A text as a YAML scalar: one line between double quotes, so that nothing in it ends it."""
    import json

    return json.dumps(text, ensure_ascii=False)
