"""The one door every URL goes through before it becomes a link.

A URL is a link only if it is absolute http or https, at most 4,000 characters in ASCII, names a host, carries
no user name or password, and holds no control, space, backslash, double quote, angle bracket, backtick or
invisible character. Nothing is stripped or repaired; what is refused is shown as text. An accepted URL is
returned as ASCII: the host in its punycode form, so that the reader sees the real name, and other non-ASCII
characters and the apostrophe percent-encoded, as a browser sends them. The page's half of the rule is
``js/src/shared/links.ts``; ``tests/cases/shared/links.json`` holds for both."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address
from urllib.parse import quote, urlsplit

import msgspec

from pplx_notebook.document.clean import clean, one_line

LIMIT_CHARACTERS = 4_000
_REFUSED = re.compile(r"[\x00-\x20\x7f-\xa0\"<>\\`\s]")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?|\[[0-9a-f:.]+\]")
_AUTHORITY = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[^\[\]:@]+)(?::[0-9]*)?")
_NUMBER_LAST = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?\Z")  # for a browser an IPv4 address
_DOTS = re.compile("[.\u3002\uff0e\uff61]")  # what browsers and RFC 3490 take for a dot in a host
_LONGEST_LABEL = 63
_KEEP = "!#$%&()*+,-./:;=?@[]_~"


@lru_cache(maxsize=1_000)  # an answer points to the same few pages over and over
def safe_url(url: str) -> str | None:
    """The URL in the ASCII form a link may carry, or None when it must stay text."""
    if not 0 < len(url) <= LIMIT_CHARACTERS or _REFUSED.search(url) or clean(url) != url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    name = _ascii_host(parts.hostname or "")
    if parts.scheme not in ("http", "https") or not name or not _AUTHORITY.fullmatch(parts.netloc):
        return None
    start = f"{parts.scheme}://"
    if not url.lower().startswith(start):
        return None
    rest = url[len(start) + len(parts.netloc) :]
    safe = f"{start}{name}{'' if port is None else f':{port}'}{quote(rest, safe=_KEEP)}"
    return safe if len(safe) <= LIMIT_CHARACTERS else None


def host(url: str) -> str:
    """The host of an acceptable URL in ASCII, without a leading "www.", or "" when the URL is refused."""
    safe = safe_url(url)
    return (urlsplit(safe).hostname or "").removeprefix("www.") if safe else ""


def host_hint(url: str, text: str) -> str:
    """The host to show beside a link with this text: "" where the text already names it as its own."""
    name = host(url)
    return "" if name in (host(text), text.removeprefix("www.")) else name


def _ascii_host(name: str) -> str:
    """The host as it travels (punycode), or "" when it is not a host name."""
    try:
        labels = [part if part.isascii() else _ascii_label(part) for part in _DOTS.split(name)]
    except UnicodeError:
        return ""
    ascii_name = ".".join(labels).lower()
    if name.count(":"):
        ascii_name = f"[{ascii_name}]"
    if not _HOST.fullmatch(ascii_name) or ".." in ascii_name:
        return ""
    return ascii_name if not _NUMBER_LAST.search(ascii_name) or _is_ipv4(ascii_name) else ""


def _ascii_label(label: str) -> str:
    """A label as browsers ask for it: the codec's IDNA 2003 makes ß "ss" and ς "σ", which are other sites
    today. UnicodeError for a joiner, which only hides, and for what would become a dot."""
    if "\u200c" in label or "\u200d" in label:
        raise UnicodeError
    if "ß" not in label and "ς" not in label:
        made = label.encode("idna").decode()
    else:
        from encodings.idna import nameprep  # 2 ms, for one host in many thousands

        prepared = re.sub("[^ßς]+", lambda found: nameprep(found[0]), label)
        made = "xn--" + prepared.encode("punycode").decode()
    if "." in made or len(made) > _LONGEST_LABEL:
        raise UnicodeError
    return made


def _is_ipv4(name: str) -> bool:
    """Four numbers as they are read; 2130706433 and 0x7f.1 are 127.0.0.1 to a browser, and not the name
    that the reader sees."""
    try:
        return str(IPv4Address(name)) == name
    except ValueError:
        return False


class Target(msgspec.Struct, frozen=True, gc=False):
    """Where a link leads: ``url`` if it may be one, else "" and in ``refused`` what to show instead, if
    anything.

    ``hint`` is the host to show beside it, "" where the text already names it as its own.
    """

    url: str = ""
    refused: str = ""
    hint: str = ""


def gate(url: str, text: str) -> Target:
    """The target of a link with this text; a refused address is shown unless the text says the same."""
    safe = safe_url(url)
    if safe is not None:
        return Target(safe, "", host_hint(safe, text))
    refused = one_line(url, 80)
    return Target("", "" if refused in (text, f"mailto:{text}") else refused)
