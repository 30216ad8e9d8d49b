"""ISBNs, written as 13 digits.

Rules of this file: the check digit must be right (ISO 2108); ten digits are one only behind "ISBN" or in the
address of a shop or a library that puts it there; 13 digits with 978 or 979 stand for themselves (979-0 is a
piece of music)."""

from __future__ import annotations

import re

from pplx_notebook.evidence.identifiers.address import PageAddress

_DIGITS = r"((?:97[89][\s-]?)?\d[\d\s-]{7,14}[\dXx])"
_LABELLED = re.compile(rf"\be?-?ISBN(?:-?1[03])?\s?:?\s?{_DIGITS}(?![\dXx])", re.IGNORECASE)
_BARE = re.compile(r"(?<![\d+-])(97[89]-?\d{1,5}-?\d{1,7}-?\d{1,7}-?\d)(?![\d-])")
_PATH = re.compile(r"/isbn[/:-]?([\d-]{9,16}[\dXx])(?:[/.].*)?$", re.IGNORECASE)
_SHOP = re.compile(r"/(?:dp|gp/product|product)/(\d{9}[\dXx])(?:[/?].*)?$")
_SHOPS = re.compile(r"(?:smile\.)?amazon\.(?:com|ca|de|fr|es|it|nl|se|pl|in|co\.uk|co\.jp|com\.(?:au|br|mx))")
_SPRINGER = re.compile(
    r"/(?:book|referencework|chapter|content/pdf)/10\.\d{4,9}/(97[89]-[\d-]{10,13})(?:_\w+)?(?:\.pdf)?/?"
)
_DOI = re.compile(r"/10\.\d{4,9}/(97[89][\d-]{10,14})(?:_\d+|[.]c?\d+)?/?")


def in_address(address: PageAddress) -> str:
    """The book an address is about; ""."""
    for name in ("isbn", "isbn13", "vid"):
        if isbn := isbn13(re.sub(r"^ISBN:?", "", address.query.get(name, ""), flags=re.IGNORECASE)):
            return isbn
    shapes = [_PATH]
    if _SHOPS.fullmatch(address.host):
        shapes.append(_SHOP)
    if address.host == "link.springer.com":
        shapes.append(_SPRINGER)
    if address.host in ("doi.org", "dx.doi.org"):
        shapes.append(_DOI)
    for shape in shapes:
        if (found := shape.search(address.path)) and (isbn := isbn13(found[1])):
            return isbn
    return ""


def in_text(text: str) -> str:
    """The ISBN a title names; ""."""
    for found in (*_LABELLED.finditer(text), *_BARE.finditer(text)):
        if isbn := isbn13(found[1]):
            return isbn
    return ""


def isbn13(text: str) -> str:
    """The 13 digits of an ISBN of ten or 13; "" where its check digit is wrong."""
    digits = re.sub(r"[\s-]", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        if sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11:
            return ""
        digits = f"978{digits[:9]}"
        return f"{digits}{-_weighed(digits) % 10}"
    if not re.fullmatch(r"97(?:8|9[1-9])\d{9,10}", digits) or len(digits) != len("9780306406157"):
        return ""
    return digits if _weighed(digits) % 10 == 0 else ""


def _weighed(digits: str) -> int:
    """The digits weighed 1, 3, 1, 3 …"""
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
