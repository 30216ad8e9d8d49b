"""arXiv: ``2401.01234v2`` since April 2007 (five digits since 2015), ``hep-th/9901001`` before.

Rules of this file: the month must be one, and the number of digits that of its year
(info.arxiv.org/help/arxiv_identifier.html); a version is kept. In a title only behind "arXiv:", or in the
brackets arXiv itself puts before its titles."""

from __future__ import annotations

import re

from pplx_notebook.evidence.identifiers.address import PageAddress

_OLD = (
    r"(?:astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nlin|nucl-(?:ex|th)|physics|quant-ph|math|cs|q-bio"
    r"|q-fin|stat|adap-org|alg-geom|chao-dyn|cmp-lg|comp-gas|dg-ga|funct-an|patt-sol|q-alg|solv-int)"
    r"(?:\.[A-Z]{2})?/\d{7}"
)
_ID = rf"(\d{{4}}\.\d{{4,5}}|{_OLD})(v[1-9]\d?)?"
_PATH = re.compile(rf"/(?:abs|pdf|html|format|ps|e-print|src|papers?|doc)/{_ID}(?:\.pdf)?/?")
_DOI = re.compile(rf"/10\.48550/arxiv\.{_ID}/?", re.IGNORECASE)
_LABELLED = re.compile(rf"\barxiv(?:\.org/(?:abs|pdf)/|:\s?|\s){_ID}(?![\d.]*\d)", re.IGNORECASE)
_BRACKETS = re.compile(rf"\s*\[{_ID}\]")
_HOSTS = re.compile(
    r"(?:[a-z-]+\.)?arxiv\.org|ar5iv\.org|ar5iv\.labs\.arxiv\.org|alphaxiv\.org|huggingface\.co|scirate\.com"
)


def in_address(address: PageAddress) -> str:
    """The paper an address of arXiv, of what shows its papers, or of its DOI leads to; ""."""
    if address.host in ("doi.org", "dx.doi.org"):
        return _checked(_DOI.fullmatch(address.path))
    path = address.path
    if address.host == "scirate.com":
        path = f"/abs/{path.removeprefix('/arxiv/').lstrip('/')}"
    return _checked(_PATH.fullmatch(path)) if _HOSTS.fullmatch(address.host) else ""


def in_text(text: str) -> str:
    """The paper a title names; ""."""
    return _checked(_LABELLED.search(text)) or _checked(_BRACKETS.match(text))


def _checked(found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    number, version = found[1], found[2] or ""
    old = "/" in number
    digits = number.rpartition("/")[2]
    year, month = int(digits[:2]), int(digits[2:4])
    if not 1 <= month <= 12:
        return ""
    if not old and ((year, month) < (7, 4) or (len(digits) == len("1501.00001")) != (year >= 15)):
        return ""
    return f"{number}{version}"
