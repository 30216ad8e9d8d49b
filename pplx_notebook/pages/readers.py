"""HTML and PDF to text. Runs in the reader process only."""

from __future__ import annotations

import io
from typing import Any

from pplx_notebook.pages.charset import decoded

FEW_CHARACTERS = 250  # less than this found as the page's own text: all of its text is taken
MOST_SHEETS = 500  # of a PDF
MOST_TITLE = 300


def html_text(body: bytes, content_type: str) -> tuple[str, str]:
    """Title and text of an HTML page: its own text (trafilatura), tables row by row, without what
    surrounds it."""
    import trafilatura

    page = decoded(body, content_type, is_html=True)
    tree: Any = trafilatura.load_html(page)
    if tree is None:
        return "", ""
    title = " ".join((tree.findtext(".//title") or "").split())[:MOST_TITLE]
    text = (
        trafilatura.extract(
            page, favor_recall=True, include_comments=False, include_tables=True, deduplicate=False
        )
        or ""
    )
    if len(text) < FEW_CHARACTERS:
        everything = trafilatura.html2txt(page) or ""
        text = everything if len(everything) > len(text) else text
    return title, text


def pdf_text(body: bytes, most_characters: int) -> tuple[str, str]:
    """Title and text of a PDF, sheet by sheet."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(body), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("it is locked with a password")
    parts: list[str] = []
    size = 0
    for number, sheet in enumerate(reader.pages):
        if number >= MOST_SHEETS or size >= most_characters:
            break
        part = sheet.extract_text() or ""
        parts.append(part)
        size += len(part)
    title = reader.metadata.title if reader.metadata is not None else ""
    return " ".join(str(title or "").split())[:MOST_TITLE], unwrapped("\n".join(parts))


def unwrapped(text: str) -> str:
    """Lines of a sheet joined to what they were before they were set: a sentence goes on in the next line
    unless it ends, and a word that was cut with a hyphen is one again."""
    out: list[str] = []
    for line in map(str.strip, text.splitlines()):
        goes_on = bool(out and out[-1] and line) and not out[-1].endswith(
            (".", "!", "?", ":", "。", "！", "？")
        )
        if goes_on and out[-1].endswith("-") and line[:1].islower():
            out[-1] = out[-1][:-1] + line
        elif goes_on:
            out[-1] = f"{out[-1]} {line}"
        else:
            out.append(line)
    return "\n".join(out)
