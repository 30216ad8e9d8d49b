"""Archived copies: the address a copy had and the day it was made, as its own address tells them.

Rules of this file: the Wayback Machine and those that write addresses like it (``/2024…/https://…``),
archive.today under all its names, WebCite and Ghost Archive hold one or both; the short names of
archive.today, Perma.cc and WebCite hold neither, and are named as they are."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from pplx_notebook.evidence.identifiers.address import PageAddress

_WAYBACK = re.compile(
    r"(?:web|wayback)\.archive\.org|archive\.org|wayback\.archive-it\.org|webarchive\.org\.uk|arquivo\.pt"
    r"|webarchive\.nationalarchives\.gov\.uk|timetravel\.mementoweb\.org|webarchive\.loc\.gov|vefsafn\.is"
    r"|swap\.stanford\.edu|veebiarhiiv\.digar\.ee|wayback\.vefsafn\.is"
)
_STAMPED = tuple(
    re.compile(rf"(?:/[\w-]+){{0,3}}?/({digits})(?:[a-z]{{2}}_)?/((?:https?:/{{1,2}})?[^/*].*)")
    for digits in (r"\d{14}", r"\d{4,13}")  # behind a collection's number the whole stamp stands
)
_LATEST = re.compile(r"/web/(https?:/{1,2}.+)")
_TODAY = re.compile(r"archive\.(?:today|ph|is|li|fo|vn|md)")
_TODAY_STAMPED = re.compile(r"/(\d{8})(?:-?(\d{6}))?/(https?:/{1,2}.+)")
_TODAY_NEWEST = re.compile(r"/(?:newest|oldest|o/[A-Za-z0-9]{4,6})/(https?:/{1,2}.+)")
_SHORT = re.compile(r"/([A-Za-z0-9]{4,6})(?:/.*)?")
_NO_COPY = {"faq", "about", "search", "submit", "wip", "login", "blog"}
_PERMA = re.compile(r"/([A-Z0-9]{4}-[A-Z0-9]{4})(?:/.*)?")
_WEBCITE = re.compile(r"/([A-Za-z0-9]{7,12})")
_GHOST = re.compile(r"/archive/([A-Za-z0-9]{4,6})")
_GHOST_VIDEO = re.compile(r"/varchive/(?:youtube/(\d{8})/)?([\w-]{11})")


class Copy(NamedTuple):
    """``original`` is the address it had, ``date`` the day ("2024-01-02", or as much of it as is known),
    ``name`` the short name of a copy that holds neither."""

    original: str = ""
    date: str = ""
    name: str = ""

    def __str__(self) -> str:
        return f"{self.date}/{self.original}" if self.original else self.name


def archived_in(address: PageAddress) -> Copy | None:
    """The copy an address leads to, None where it leads to none."""
    name, path = address.host, address.path
    if _WAYBACK.fullmatch(name):
        return _stamped(_with_query(address))
    if _TODAY.fullmatch(name):
        return _of_today(address)
    if name == "perma.cc" and (found := _PERMA.fullmatch(path)):
        return Copy(name=f"perma.cc/{found[1]}")
    if name == "webcitation.org":
        original = address.query.get("url", "")
        if path == "/query" and original:
            return Copy(original, _day(address.query.get("date", "").replace("-", "")[:8]))
        found = _WEBCITE.fullmatch(path)
        return Copy(original, name=f"webcitation.org/{found[1]}") if found else None
    if name == "ghostarchive.org":
        if found := _GHOST_VIDEO.fullmatch(path):
            return Copy(f"https://www.youtube.com/watch?v={found[2]}", _day(found[1] or ""))
        found = _GHOST.fullmatch(path)
        return Copy(name=f"ghostarchive.org/archive/{found[1]}") if found else None
    return None


def _stamped(path: str) -> Copy | None:
    for shape in _STAMPED:
        if found := shape.fullmatch(path):
            date = _day(found[1])
            return Copy(_whole(found[2]), date) if date and "." in found[2] else None
    found = _LATEST.fullmatch(path)
    return Copy(_whole(found[1])) if found else None


def _of_today(address: PageAddress) -> Copy | None:
    path = _with_query(address)
    if found := _TODAY_STAMPED.fullmatch(path):
        return Copy(_whole(found[3]), _day(found[1]))
    if found := _TODAY_NEWEST.fullmatch(path):
        return Copy(_whole(found[1]))
    found = _SHORT.fullmatch(address.path)
    is_copy = found is not None and found[1].lower() not in _NO_COPY
    return Copy(name=f"{address.host}/{found[1]}") if found and is_copy else None


def _with_query(address: PageAddress) -> str:
    """Path and query as they stand in the address: the original's query is part of the original."""
    return "/" + address.url.partition("://")[2].partition("/")[2]


def _whole(original: str) -> str:
    """With its scheme, and both slashes, of which servers make one."""
    if re.match(r"https?%3A", original, re.IGNORECASE):
        original = unquote(original)
    if found := re.match(r"(https?):/{1,2}(.*)", original, re.DOTALL):
        return f"{found[1]}://{found[2]}"
    return f"http://{original}"


def _day(stamp: str) -> str:
    """ "2024-01-02" of "20240102030405"; as much as there is; "" where it is no date."""
    year, month, day = stamp[:4], stamp[4:6], stamp[6:8]
    if not (stamp.isdecimal() and 1990 <= int(year) <= 2100):
        return ""
    if len(month) == 2 and not 1 <= int(month) <= 12:
        return ""
    if len(day) == 2 and not 1 <= int(day) <= 31:
        return ""
    return "-".join(part for part in (year, month, day) if len(part) in (2, 4))
