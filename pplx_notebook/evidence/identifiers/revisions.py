"""States of a page that do not change any more: a revision of a Wikipedia article, a commit on GitHub.

Rules of this file: the number must choose what is shown (``oldid``, a permanent link, ``diff`` with two
revisions; ``curid`` is a page, not a state of it). A commit is 40 hexadecimal digits, behind ``/commit/``
seven are enough; in place of a branch they may be one."""

from __future__ import annotations

import re

from pplx_notebook.evidence.identifiers.address import PageAddress

_WIKIPEDIA = re.compile(r"([a-z]{2,3}|simple|[a-z]{2,3}(?:-[a-z]+){1,2})(?:\.m)?\.wikipedia\.org")
_PERMANENT = re.compile(
    r"/wiki/[^/:]+:(?:permalink|permanentlink|permanenter_link|lien_permanent|enlace_?permanente"
    r"|link_?permanente|liga[cç][aã]o_permanente|固定リンク|固定链接)/(\d+)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[1-9]\d{0,11}")
_SHA = r"([0-9a-f]{40})"
_REPOSITORY = r"/([A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+)"
_COMMITS = {
    "github.com": (
        re.compile(rf"{_REPOSITORY}/(?:blob|tree|raw|blame|commits|edit)/{_SHA}(?:/.*)?"),
        re.compile(rf"{_REPOSITORY}/(?:pull/\d+/)?commits?/([0-9a-f]{{7,40}})(?:\.patch|\.diff)?/?"),
        re.compile(rf"{_REPOSITORY}/archive/{_SHA}(?:\.zip|\.tar\.gz)"),
    ),
    "raw.githubusercontent.com": (re.compile(rf"{_REPOSITORY}/{_SHA}/.+"),),
    "codeload.github.com": (re.compile(rf"{_REPOSITORY}/(?:legacy\.)?(?:zip|tar\.gz)/{_SHA}"),),
    "api.github.com": (re.compile(rf"/repos{_REPOSITORY}/(?:git/)?commits/{_SHA}"),),
    "cdn.jsdelivr.net": (re.compile(rf"/gh{_REPOSITORY}@{_SHA}(?:/.*)?"),),
}


def wikipedia_revision(address: PageAddress) -> str:
    """``en:1187654321``; "" where the address shows whatever the article is today."""
    name = _WIKIPEDIA.fullmatch(address.host)
    if name is None:
        return ""
    found = _PERMANENT.fullmatch(address.path)
    number = found[1] if found else address.query.get("oldid", "")
    diff = address.query.get("diff", "")
    if _NUMBER.fullmatch(diff):
        number = diff
    elif diff in ("next", "cur"):
        return ""
    return f"{name[1]}:{number}" if _NUMBER.fullmatch(number) else ""


def github_commit(address: PageAddress) -> str:
    """``owner/name@0123abc…``; "" for a branch or a tag."""
    for shape in _COMMITS.get(address.host, ()):
        if found := shape.fullmatch(address.path):
            return f"{found[1].removesuffix('.git')}@{found[2]}"
    return ""
