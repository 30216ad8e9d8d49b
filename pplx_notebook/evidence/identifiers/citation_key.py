"""The name of a page in a bibliography: ``enwikipediaorg-black-hole-2f6d9a01c3``.

Rules of this file: a key comes from the page alone (``pages``), never from a row number, a title or a date,
so that a page has one key in every notebook, from the command line and from the page's copy menu, however its
address is written. It is the site, up to three words of the path, and ten digits (40 bits) of a SHA-256, in
ASCII letters, digits and hyphens: what BibTeX, Pandoc, MyST and Quarto all take. What has no address (a file)
is known by its title. The page's half is ``js/src/finished/references/pages.ts``;
``tests/cases/shared/pages.json`` holds for both.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pplx_notebook.document.sources.same_page import same_page

SITE_CHARACTERS = 24
MOST_WORDS = 3
WORDS_CHARACTERS = 24
DIGEST_CHARACTERS = 10
_OTHER = re.compile(r"[^a-z0-9]+")
_ESCAPED = re.compile(r"(?:%[0-9A-F]{2})+")
_ENDING = re.compile(r"\.[A-Za-z]{2,5}$")


@lru_cache(maxsize=2_000)
def citation_key(url: str, title: str = "") -> str:
    """The key of the page at an address; of what has none, by its title as a table shows it."""
    from hashlib import sha256

    page = same_page(url) if url else f"title:{title}"
    digest = sha256(page.encode("utf-8", "replace")).hexdigest()[:DIGEST_CHARACTERS]
    site, _, path = page.partition("?")[0].partition("/") if url else ("source", "", title)
    site = re.sub(r"[^a-z0-9]", "", site.lower())[:SITE_CHARACTERS]
    return "-".join(filter(None, (site or "source", _words(path), digest)))


def _words(path: str) -> str:
    """Up to three words of the last part of a path."""
    last = _ENDING.sub("", _ESCAPED.sub(" ", path.rpartition("/")[2]))
    words = [word for word in _OTHER.split(last.lower()) if word][:MOST_WORDS]
    return "-".join(words)[:WORDS_CHARACTERS].rstrip("-")
