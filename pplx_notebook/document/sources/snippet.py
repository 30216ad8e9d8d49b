"""A snippet as words: servers send pieces of pages with what is left of their markup (``**``, tags, ``|-|``).

Rules of this file: what is marked stays, its marks go; what may be words of the page stays as it is
(``C# * 2``, ``a < b``); no pattern looks further than it must, for snippets come from strangers.
``js/src/finished/sources/snippet.ts`` has these rules, too: tests/cases/shared/snippets.json says so."""

from __future__ import annotations

import re

READ_CHARACTERS = 4_000  # of a snippet; agent searches send kilobytes each, a reader is shown 400
_TAGS = (
    "[abipqsu]|em|strong|span|div|li|[uo]l|h[1-6]|table|thead|tbody|t[rdh]"
    "|code|pre|su[pb]|img|small|mark|font|cite"
)
_RULES = tuple(
    (re.compile(pattern, re.ASCII | re.MULTILINE), written)
    for pattern, written in (
        # the line below a table's head
        (r"^[ \t]{0,8}\|?(?:[ \t]{0,8}:?-{3,80}:?[ \t]{0,8}\|){1,40}[ \t:-]{0,80}$", ""),
        (r"^[ \t]{0,8}(?:(?:#{1,6}|>|[*+-])[ \t]{1,8}){1,3}", ""),
        (r"^[ \t]{0,8}\|[ \t]{0,8}|[ \t]{0,8}\|[ \t]{0,8}$", ""),
        (r"<br[ \t]{0,4}/?>", " "),
        (rf"</?(?:{_TAGS})(?:[ \t][^<>\n]{{0,300}})?/?>", ""),
        (r"!?\[([^\[\]\n]{0,200})\]\([^() \t\n]{0,500}\)", r"\1"),
        (r"(\*\*|__)(?=[^ \t\n])([^*\n]{1,300}?)\1", r"\2"),
        (r"(?<![\w*])\*(?=[^ \t\n*])([^*\n]{1,300}?)(?<=[^ \t\n])\*(?![\w*])", r"\1"),
        (r"`{1,3}([^`\n]{1,300})`{1,3}", r"\1"),
        (r"\^([^ \t\n^]{1,10})\^", r"\1"),
        (r"\\([\\`*_{}\[\]()#+.!|~$-])", r"\1"),
    )
)
_SIGNS = {
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&nbsp;": " ",
    "&apos;": "'",
    "&#39;": "'",
    "&#x27;": "'",
}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))


def words_of(snippet: str) -> str:
    """What a reader would see of it on its page; lines stay lines."""
    shown = snippet[:READ_CHARACTERS]
    for marks, written in _RULES:
        shown = marks.sub(written, shown)
    return _SIGN.sub(lambda found: _SIGNS[found.group()], shown)
