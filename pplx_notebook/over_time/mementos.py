"""What an archive says of a page: Memento, RFC 7089.

Rules of this file: a TimeGate answers with a redirect to the copy nearest to the asked time (or with the copy
itself, which says so in ``Memento-Datetime``); the date is that of the copy, from its own head or from the
``Link`` of who led there; what says neither is no copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urljoin

from pplx_notebook.document.links import safe_url
from pplx_notebook.protocol.row import Row

REDIRECTS = (301, 302, 303, 307, 308)
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\s,;\"]+))*)")
_PART = re.compile(r";\s*([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s,;\"]+))")


class Memento(Row, frozen=True, kw_only=True):
    """A copy of a page in an archive: its address, and when it was taken (UTC, ISO 8601), "" where nobody
    says."""

    url: str
    at: str = ""


def http_date(at: str) -> str:
    """A time as ``Accept-Datetime`` has it: "2026-11-29T05:05:12.250Z" as "Sun, 29 Nov 2026 05:05:12 GMT"; ""
    for what is none."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return ""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def iso_date(http: str) -> str:
    """The other way round; "" for what is no date."""
    try:
        return parsedate_to_datetime(http).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, TypeError, OverflowError):
        return ""


def copy_itself(asked: str, headers: Mapping[str, str]) -> Memento | None:
    """The copy whose own head this is; None where it is none."""
    at = iso_date(headers.get("memento-datetime", ""))
    url = safe_url(urljoin(asked, headers.get("content-location", "") or asked))
    return Memento(url=url, at=at) if at and url else None


def leads_to(asked: str, headers: Mapping[str, str]) -> Memento | None:
    """Where a redirect leads, with the date that its ``Link`` gives it, if it does; None where nowhere."""
    url = safe_url(urljoin(asked, headers.get("location", "").strip())) if headers.get("location") else None
    if url is None:
        return None
    dates = {urljoin(asked, where): at for where, at in _mementos(headers.get("link", ""))}
    return Memento(url=url, at=iso_date(dates.get(url, "")))


def _mementos(link: str) -> Iterator[tuple[str, str]]:
    """(address, date) of the links whose ``rel`` says memento: "memento", "first memento", "memento last"."""
    for where, parts in _LINK.findall(link[:64_000]):
        said = {name.lower(): quoted or bare for name, quoted, bare in _PART.findall(parts)}
        if "memento" in said.get("rel", "").split() and "datetime" in said:
            yield where.strip(), said["datetime"]
