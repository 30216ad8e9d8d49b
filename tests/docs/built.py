"""What was built, read as a browser would: its pages, what each loads, where each points, its anchors."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# what a browser fetches without a click: the attribute of each element
LOADS = {
    "script": ("src",), "img": ("src", "srcset"), "iframe": ("src",), "source": ("src", "srcset"), "video": ("src", "poster"),
    "audio": ("src",), "embed": ("src",), "object": ("data",), "track": ("src",), "input": ("src",), "image": ("href",),
    "use": ("href",), "link": ("href",),
}  # fmt: skip
QUIET_LINKS = {
    "next",
    "prev",
    "search",
    "index",
    "canonical",
    "author",
    "help",
    "copyright",
}  # of <link>: read by nobody
IN_STYLE = re.compile(r"""@import\s+['"]?([^'");]+)|url\(\s*['"]?([^'")]+)""")


@dataclass
class Page(HTMLParser):
    """One page."""

    place: Path
    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.place.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element."""
        given = {name: value or "" for name, value in attrs}
        if given.get("id"):
            self.anchors.add(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link" and QUIET_LINKS & set(given.get("rel", "").split()):
            return
        self.loads += [given[name] for name in LOADS.get(tag, ()) if given.get(name)]
        self.loads += [found for pair in IN_STYLE.findall(given.get("style", "")) for found in pair if found]


@cache
def pages_in(folder: Path) -> dict[Path, Page]:
    """Every page that was built."""
    return {file: Page(file) for file in sorted(folder.rglob("*.html")) if "_static" not in file.parts}


def foreign(address: str) -> bool:
    """True for another host; what stands in the page itself is none."""
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme in ("http", "https", "ftp", "ws", "wss")


def dead_links(folder: Path) -> list[str]:
    """Links of pages to pages, files and anchors that are not there."""
    pages, dead = pages_in(folder), []
    for page in pages.values():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.place.parent / unquote(parts.path)).resolve() if parts.path else page.place
            anchor = unquote(parts.fragment)
            known = target in pages and (not anchor or anchor in pages[target].anchors)
            if not known and not (target.is_file() and target.suffix != ".html"):
                dead.append(f"{page.place.relative_to(folder)}: {link}")
    return dead


def styles_in(folder: Path) -> dict[Path, list[str]]:
    """What each style sheet loads."""
    return {
        file: [found for pair in IN_STYLE.findall(file.read_text("utf-8")) for found in pair if found]
        for file in folder.rglob("*.css")
    }
