"""Which addresses are one page.

Rules of this file: what a server, a browser or a share button adds to an address makes no other page (http
and https, "www.", the default port, tracking parameters, AMP, mobile hosts, a last slash or index file, a
fragment, how a character is percent-encoded); everything else does. Where it is not certain, two addresses
are two pages: ``m.`` hosts and ``/amp`` are variants only where the tables below or the shape of an article's
address say so, ``?ref=`` may choose a branch, ``#!`` and ``#/`` a page. The page's half of the rule is
``js/src/finished/references/pages.ts``; ``tests/cases/shared/pages.json`` holds for both.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

# what share buttons, newsletters and advertisements add; none of them is known to choose a page
_TRACKING = re.compile(
    r"(?:utm_\w+|gclid|gclsrc|dclid|wbraid|gbraid|fbclid|msclkid|yclid|twclid|ttclid|igshid|srsltid|li_fat_id"
    r"|mc_[ce]id|mkt_tok|_hsenc|_hsmi|hsctatracking|oly_(?:anon|enc)_id|vero_id|wickedid|s_kwcid|_ga|_gl"
    r"|ref_src|at_(?:medium|campaign|custom\d|link_\w+)|xtor|ocid|ncid|smid|cmpid|guccounter|guce_\w+"
    r"|phpsessid|jsessionid)(?:=.*)?",
    re.IGNORECASE,
)
_AMP = re.compile(r"(?:amp(?:=(?:1|true)?)?|outputtype=amp)", re.IGNORECASE)
# hosts that show the pages of the one behind their first word
_OTHER_HOSTS = frozenset(
    (
        *("dx.doi.org", "export.arxiv.org", "m.youtube.com", "m.facebook.com", "mbasic.facebook.com"),
        *("mobile.twitter.com", "m.imdb.com", "m.bbc.com", "m.bbc.co.uk", "mobile.nytimes.com"),
        *("mobile.reuters.com", "m.dw.com", "m.spiegel.de", "m.lemonde.fr", "m.medicalxpress.com"),
        *("m.phys.org", "m.reddit.com", "old.reddit.com", "new.reddit.com", "amp.reddit.com"),
        *("amp.theguardian.com", "amp.cnn.com", "amp.dw.com"),
    )
)
_WIKIMEDIA = re.compile(
    r"([a-z-]+)\.m\.((?:wikipedia|wiktionary|wikiquote|wikisource|wikibooks|wikinews|wikiversity|wikivoyage"
    r"|wikimedia)\.org)"
)
_AMP_CACHE = re.compile(r"[a-z0-9-]+\.cdn\.ampproject\.org")
_INDEX = re.compile(r"/(?:index\.(?:html?|php|aspx?|jsp|shtml)|default\.(?:aspx?|html?))$")
_AMP_FILE = re.compile(r"\.amp(\.html?)?$")
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!'()*,:@")
_NESTED = 3  # an AMP viewer shows an AMP cache shows a page


@lru_cache(maxsize=2_000)
def same_page(url: str) -> str:
    """What all addresses of a page share: ``"example.org/a?id=3"``; ``url`` as ``safe_url`` gives it.

    Raises nothing: what is no address is its own page.
    """
    for _ in range(_NESTED):
        inner = _shown_by_amp(url)
        if inner is None:
            break
        url = inner
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    name = _host((parts.hostname or "").removesuffix("."))
    if port is not None and port != {"http": 80, "https": 443}.get(parts.scheme):
        name = f"{name}:{port}"
    path = _path(_decoded(parts.path))
    if name == "doi.org":
        path = path.lower()  # the DOI handbook, 3.4: names are compared without case
    query = "&".join(pair for pair in _decoded(parts.query).split("&") if _says_which(pair))
    route = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"{name}{path}{f'?{query}' if query else ''}{route}"


def _shown_by_amp(url: str) -> str | None:
    """The address inside that of an AMP viewer or cache."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    name = parts.hostname or ""
    if _AMP_CACHE.fullmatch(name):
        found = re.match(r"/[a-z]/(s/)?(.+)", parts.path)
    elif name in ("google.com", "www.google.com"):
        found = re.match(r"/amp/(s/)?(.+)", parts.path)
    else:
        return None
    if found is None:
        return None
    scheme = "https" if found[1] else "http"
    return f"{scheme}://{found[2]}{f'?{parts.query}' if parts.query else ''}"


def _host(name: str) -> str:
    """The host without what only says how it is looked at."""
    rest = name.removeprefix("www.")
    name = rest if "." in rest else name
    if name in _OTHER_HOSTS:
        return name.partition(".")[2]
    found = _WIKIMEDIA.fullmatch(name)
    return f"{found[1]}.{found[2]}" if found else name


def _path(path: str) -> str:
    """The path as a browser would ask for it, without AMP, session, index file and last slash."""
    path = _SESSION.sub("", _without_dots(path)).rstrip("/")
    if path.endswith("/amp") and _is_article(path.removesuffix("/amp").rpartition("/")[2]):
        path = path.removesuffix("/amp")
    path = _AMP_FILE.sub(lambda found: found[1] or "", path)
    return _INDEX.sub("/", path).rstrip("/")


def _is_article(name: str) -> bool:
    """/2024/a-long-title/amp and /story-1234567/amp are AMP pages, /guitar/amp is about one."""
    return (
        name.count("-") >= 2 or name.endswith((".html", ".htm")) or (len(name) >= 5 and name[-5:].isdecimal())
    )


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4: "." and ".." are steps, not names."""
    kept: list[str] = []
    for part in path.split("/")[1:]:
        if part == "..":
            kept[-1:] = []
        elif part != ".":
            kept.append(part)
    return "".join(f"/{part}" for part in kept)


def _decoded(text: str) -> str:
    """Escapes in capitals, and none where the character itself means the same (RFC 3986, 6.2.2)."""
    return _ESCAPE.sub(
        lambda found: char if (char := chr(int(found[1], 16))) in _PLAIN else found[0].upper(), text
    )


def _says_which(pair: str) -> bool:
    """Whether a part of the query may choose the page."""
    return bool(pair) and not _TRACKING.fullmatch(pair) and not _AMP.fullmatch(pair)
