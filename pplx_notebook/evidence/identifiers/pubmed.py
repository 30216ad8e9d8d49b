"""PubMed and PubMed Central: a PMID is a number of at most eight digits, a PMCID one behind "PMC".

Rule of this file: a number is one only in an address of theirs or behind its name; a "PMC" with six digits or
more stands for itself."""

from __future__ import annotations

import re

from pplx_notebook.evidence.identifiers.address import PageAddress

_NUMBER = r"([1-9]\d{0,7})"
_PMID_PATH = {
    "pubmed.ncbi.nlm.nih.gov": re.compile(rf"/{_NUMBER}(?:/.*)?"),
    "ncbi.nlm.nih.gov": re.compile(rf"/(?:m/)?pubmed/(?:\?term=)?{_NUMBER}/?"),
    "europepmc.org": re.compile(rf"/(?:article|abstract)/(?:MED|med)/{_NUMBER}/?"),
    "pubmed.gov": re.compile(rf"/{_NUMBER}/?"),
}
_PMC_PATH = {
    "pmc.ncbi.nlm.nih.gov": re.compile(r"/articles/(PMC\d+)(?:[./].*)?", re.IGNORECASE),
    "ncbi.nlm.nih.gov": re.compile(r"/(?:m/|labs/)?pmc/(?:articles/)?(PMC\d+)(?:[./].*)?", re.IGNORECASE),
    "europepmc.org": re.compile(r"/(?:articles|article/PMC|abstract/PMC)/(PMC\d+)(?:[./].*)?", re.IGNORECASE),
}
_PMID_TEXT = re.compile(rf"\bPMID\s?:?\s?{_NUMBER}(?!\d)", re.IGNORECASE)
_PMC_TEXT = re.compile(r"\b(?:PMCID\s?:?\s?(PMC\d{1,9})|(PMC\d{6,9}))\b")


def pmid_in_address(address: PageAddress) -> str:
    """The PMID an address leads to; ""."""
    shape = _PMID_PATH.get(address.host)
    found = shape.fullmatch(address.path) if shape else None
    return found[1] if found else ""


def pmid_in_text(text: str) -> str:
    """The PMID a title names; ""."""
    found = _PMID_TEXT.search(text)
    return found[1] if found else ""


def pmcid_in_address(address: PageAddress) -> str:
    """The PMCID an address leads to, with its "PMC"; ""."""
    shape = _PMC_PATH.get(address.host)
    found = shape.fullmatch(address.path) if shape else None
    return found[1].upper() if found else ""


def pmcid_in_text(text: str) -> str:
    """The PMCID a title names; ""."""
    found = _PMC_TEXT.search(text)
    return (found[1] or found[2]) if found else ""
