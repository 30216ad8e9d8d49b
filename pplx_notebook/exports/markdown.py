"""Sources as a Markdown list. Rule: text from the web never becomes markup."""

from __future__ import annotations

import re

from pplx_notebook.exports.entries.reference import BibliographyEntry, reference
from pplx_notebook.exports.text import behind_title
from pplx_notebook.library.sources import Source

MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#|!~$&])")


def as_markdown(sources: list[Source]) -> str:
    """A numbered list of links, each with its date, its DOI, the day it was read, its copy in an archive."""
    return "\n".join(f"{n}. {_line(told)}" for n, told in enumerate(map(reference, sources), 1))


def _line(told: BibliographyEntry) -> str:
    """A file or a refused address is no link."""
    title = markdown_link(told.title, told.url) if told.url else markdown_text(told.title)
    copy = markdown_link(told.archived, told.copy) if told.copy else ""
    return ". ".join(filter(None, (title, markdown_text(behind_title(told)), copy))) + _end(told)


def _end(told: BibliographyEntry) -> str:
    return "." if behind_title(told) or told.copy else ""


def markdown_link(title: str, url: str) -> str:
    """One source, as the page copies it, too (js/src/finished/references/formats.ts)."""
    return f"[{markdown_text(title)}](<{url}>)"


def markdown_text(text: str) -> str:
    """The text with everything Markdown would act on escaped."""
    return MARKDOWN_SPECIAL.sub(r"\\\1", text)
