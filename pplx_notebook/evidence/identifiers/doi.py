"""DOIs: ``10.`` and a registrant, a slash, and any characters at all (ISO 26324).

Rules of this file: the suffix is what the publisher's address holds behind it, without the publisher's own
endings (``/full``, ``.pdf``, bioRxiv's ``v2``); in a text it ends at a space, punctuation behind it belongs
to the sentence. Brackets stay where they are balanced (``10.1016/S0140-6736(20)30183-5``), "<", ">" and ";"
in the form of a SICI (``…<1::AID-AJPA1>3.0.CO;2-1``). A DOI that an address does not hold is written only
where the publisher forms it from the address for every page (Nature, eLife, PeerJ, SSRN); MDPI, JSTOR,
ScienceDirect and Cell do not. Its case is kept as it was found: a DOI means the same in either.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from pplx_notebook.evidence.identifiers.address import PageAddress

LONGEST = 400  # characters of a DOI with its publisher's ending; registered ones have 200 at most
_PREFIX = r"10\.\d{4,9}(?:\.\d{1,6}){0,3}"
_WHOLE = re.compile(rf"{_PREFIX}/\S+")
_SICI = re.compile(rf"{_PREFIX}/[^\s<]{{1,80}}<[^\s<>]{{1,80}}>\d\.\d\.[A-Z]{{2}};2(?:-[0-9A-Za-z#%])?")
_IN_TEXT = re.compile(rf"(?<![\w./])({_PREFIX}/[^\s<>\"“”|]+)")
_LABELLED = re.compile(rf"doi(?:\.org/|:\s{{0,2}}|\s{{1,2}})({_PREFIX}/[^\s<>\"“”|]+)", re.IGNORECASE)
_YEAR = re.compile(r"10\.(?:19|20)\d\d/")
_SHORTEST_BARE = 5
# what stands behind the DOI in a publisher's path
_ENDING = re.compile(
    r"(?:/(?:full|abstract|pdf|epdf|epub|pdfplus|meta|html|xml|summary|references|citations?|figures?|tables?"
    r"|fulltext|full/html|full/pdf|suppl_file.*|supplementary-material|ampdf|metrics|figure/.*)"
    r"|\.(?:pdf|full|short|abstract|full\.pdf|full-text|epub|html?|xml))+/?$",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"(10\.(?:1101|64898)/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,8})(?:v\d+)?(?:[./].*)?$")
_ARTICLE_NUMBER = re.compile(r"(10\.1093/[^/]+/[^/]+)/\d+$")  # Oxford: behind the DOI its own number
_DOI_PATH = re.compile(rf"/doi(?:/[A-Za-z]\w*){{0,2}}/({_PREFIX}/.+)", re.IGNORECASE)
_BARE_PATH = re.compile(rf"/({_PREFIX}/.+)")
_BARE_HOSTS = re.compile(
    r"(?:link\.springer\.com|(?:\w+\.)?biomedcentral\.com|springeropen\.com|(?:connect\.)?(?:bio|med)rxiv\.org"
    r"|frontiersin\.org|iopscience\.iop\.org|journals\.aps\.org|link\.aps\.org|degruyter\.com"
    r"|degruyterbrill\.com|emerald\.com|hdl\.handle\.net|academic\.oup\.com|unpaywall\.org|oadoi\.org"
    r"|api\.crossref\.org|search\.crossref\.org|scholar\.archive\.org|sci-hub\.\w+)"
)
_RESOLVERS = ("doi.org", "dx.doi.org")
_NATURE = re.compile(
    r"/articles/([sd]\d{5}-\d{3}-\d{4,5}-[\dxyzw]|\d{6}[a-z]\d|[a-z]{2,20}(?:\.[a-z]{2,10})?\.?\d[\d.]*\d)"
    r"(?:[./].*)?$"
)
_ELIFE = re.compile(r"/(?:articles|reviewed-preprints)/(\d{5,6})(?:v\d+)?(?:[/.].*)?$")
_PEERJ = re.compile(r"/articles/(?:(cs|pchem|achem|ichem|ochem|matsci)-)?(\d{1,5})(?:[/.].*)?$")


def in_address(address: PageAddress) -> str:
    """The DOI an address holds, or its publisher forms from it; ""."""
    if address.host in _RESOLVERS:
        found = _WHOLE.match(address.path.lstrip("/").removeprefix("doi:"))
        return _trimmed(found[0].rstrip("/")) if found else ""
    for name in ("doi", "id"):  # id: PLOS
        if (value := address.query.get(name, "")).startswith("10.") and (found := _WHOLE.fullmatch(value)):
            return found[0]
    found = _DOI_PATH.search(address.path)
    if found is None and _BARE_HOSTS.fullmatch(address.host):
        found = _BARE_PATH.search(address.path)
    return _of_path(found[1]) if found else _formed(address)


def in_text(text: str) -> str:
    """The first DOI in a title; without "doi" before it only where it can be nothing else."""
    text = unescape(text)
    if found := _SICI.search(text):
        return found[0]
    if found := _LABELLED.search(text):
        return _trimmed(unquote(found[1]))
    for found in _IN_TEXT.finditer(text):
        bare = _trimmed(found[1])
        suffix = bare.partition("/")[2]
        letters = any(char.isalpha() for char in suffix)
        if letters or (len(suffix) >= _SHORTEST_BARE and not _YEAR.match(bare)):
            return bare
    return ""


def _of_path(path: str) -> str:
    """The DOI at the head of a path."""
    path = path[:LONGEST]
    if found := _PREPRINT.match(path):
        return found[1]
    found = _ARTICLE_NUMBER.match(path)
    return _trimmed(_ENDING.sub("", found[1] if found else path.rstrip("/")))


def _trimmed(text: str) -> str:
    """Without the punctuation of a sentence, and without a bracket that was opened before."""
    while text:
        last = text[-1]
        opening = {")": "(", "]": "[", "}": "{", ">": "<"}.get(last)
        if last not in ".,;:!?'\"’”*…" and (opening is None or text.count(last) <= text.count(opening)):
            return text
        text = text[:-1]
    return text


def _formed(address: PageAddress) -> str:
    """The DOI a publisher gives every page of such an address."""
    name, path = address.host, address.path
    if name == "nature.com" and (found := _NATURE.fullmatch(path)):
        return f"10.1038/{found[1]}"
    if name == "elifesciences.org" and (found := _ELIFE.fullmatch(path)):
        return f"10.7554/eLife.{found[1]}"
    if name == "peerj.com" and (found := _PEERJ.fullmatch(path)):
        return f"10.7717/peerj{f'-{found[1]}' if found[1] else ''}.{found[2]}"
    number = address.query.get("abstract_id", "")
    return f"10.2139/ssrn.{number}" if name.endswith("ssrn.com") and number.isdecimal() else ""
