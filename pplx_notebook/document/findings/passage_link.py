"""The address of a passage on its page: a text fragment, which a browser scrolls to and marks.

Rules of this file: the directive is made of the page's words, never the answer's, and only of whole words of
one block, for else nothing is found; a page that is no HTML, and an address that already points to a text,
stay as they are. Everything but letters and digits of ASCII is percent-encoded, "-" "," "&" too, which mean
something there (https://wicg.github.io/scroll-to-text-fragment/). A browser that finds nothing opens the top
of the page.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from pplx_notebook.document.clean import clean
from pplx_notebook.document.links import LIMIT_CHARACTERS, safe_url
from pplx_notebook.document.sources.snippet import words_of

WHOLE_WORDS, END_WORDS, LEAST_WORDS = 8, 4, 3  # up to eight in a row, else the first four and the last four
PREFIX_WORDS = 3
WHOLE_SIGNS, END_SIGNS, LEAST_SIGNS = 24, 10, 6  # of writing without spaces
_NOT_HTML = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|csv|json|xml|zip|gz|epub|png|jpe?g)\Z", re.IGNORECASE)
_BLOCK_ENDS = re.compile(r"\n|\||…|\.{3,}|\t| · ")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_EDGES = "\"'“”„«»‘’()[]{}<>*_`~#.,;:!?。，、 "


def at_passage(url: str, passage: str, around: str = "") -> str:
    """The address of a passage, the plain one where none can be made; "" where it may be no link.
    ``around`` is the text the passage stands in, as far as it is known: what comes twice there gets the words
    before it."""
    page = safe_url(url) or ""
    before, _, fragment = page.partition("#")
    parts = urlsplit(before)
    is_route = fragment.startswith(("/", "!"))  # of a page that is a program
    if not page or is_route or ":~:" in page or _NOT_HTML.search(parts.path):
        return page
    directive = text_directive(passage, around)
    address = f"{before}#{fragment}:~:text={directive}"
    return address if directive and len(address) <= LIMIT_CHARACTERS else page


def text_directive(passage: str, around: str = "") -> str:
    """``start`` or ``start,end`` or ``before-,start,end``; "" where the passage says too little."""
    block = max(_BLOCK_ENDS.split(words_of(clean(passage))), key=len)
    text = " ".join(block.split()).strip(_EDGES)
    start, end = _ends(text)
    if not start:
        return ""
    before = _words_before(start, text, around)
    said = [_encoded(words) for words in (start, end) if words]
    return ",".join([f"{_encoded(before)}-", *said] if before else said)


def _ends(text: str) -> tuple[str, str]:
    """The whole of a short text, the two ends of a longer one."""
    words = text.split()
    if _EAST_ASIAN.search(text) and len(words) < LEAST_WORDS:
        if len(text) <= WHOLE_SIGNS:
            return (text, "") if len(text) >= LEAST_SIGNS else ("", "")
        return text[:END_SIGNS], text[-END_SIGNS:]
    if len(words) < LEAST_WORDS:
        return "", ""
    if len(words) <= WHOLE_WORDS:
        return text, ""
    return " ".join(words[:END_WORDS]).rstrip(_EDGES), " ".join(words[-END_WORDS:]).lstrip(_EDGES)


def _words_before(start: str, text: str, around: str) -> str:
    """The words in front of a text that begins as another place does; "" where it is the only one."""
    whole = " ".join(words_of(clean(around)).split())
    if whole.count(start) < 2 or text not in whole:
        return ""
    return " ".join(whole[: whole.index(text)].split()[-PREFIX_WORDS:]).lstrip(_EDGES)


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
