"""Sources as a Markdown list. Rule: text from the web never becomes markup."""

from __future__ import annotations

import re

from pplx_notebook.document.links import host
from pplx_notebook.exports.entries.reference import reference
from pplx_notebook.exports.text import behind_title
from pplx_notebook.library.sources import Source

MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#|!~$&])")


def as_markdown(sources: list[Source]) -> str:
    """A numbered list of links, each with its date, its DOI and the day it was read."""
    return "\n".join(f"{n}. {_linked(s)}{_told(s)}" for n, s in enumerate(sources, 1))


def _linked(source: Source) -> str:
    """A file or a refused address is no link."""
    title = source.title or host(source.url)
    return markdown_link(title, source.url) if source.url else markdown_text(title)


def _told(source: Source) -> str:
    behind = behind_title(reference(source))
    return f". {markdown_text(behind)}." if behind else ""


def markdown_link(title: str, url: str) -> str:
    """One source, as the page copies it, too (js/src/finished/references/formats.ts)."""
    return f"[{markdown_text(title)}](<{url}>)"


def markdown_text(text: str) -> str:
    """The text with everything Markdown would act on escaped."""
    return MARKDOWN_SPECIAL.sub(r"\\\1", text)
