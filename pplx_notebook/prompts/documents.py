"""The text of a document, for servers that take no file of its kind: paragraphs and tables, in order.

A Word document is XML in an archive: it is read with limits (``MOST_BYTES`` unpacked) and without entities,
as from anybody. Pictures, comments and what was deleted are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as Xml
from zipfile import BadZipFile, ZipFile

MOST_BYTES = 20_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def plain_text(data: bytes) -> str:
    """Bytes of a text file as text; what is no UTF-8 or UTF-16 raises ValueError."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return data.decode(encoding).replace("\r\n", "\n")


def docx_text(data: bytes) -> str:
    """The text of a Word document; ValueError, in a few words, where it cannot be read."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            if archive.getinfo("word/document.xml").file_size > MOST_BYTES:
                raise ValueError("unpacks to more than 20 MB")
            with archive.open("word/document.xml") as part:
                raw = part.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES or b"<!DOCTYPE" in raw[:4000]:
            raise ValueError("is damaged")
        body = Xml.fromstring(raw).find(f"{_W}body")  # noqa: S314  # no DOCTYPE, so no entities
    except (BadZipFile, KeyError, Xml.ParseError, NotImplementedError, RuntimeError, OSError, EOFError):
        raise ValueError("is damaged") from None
    text = "\n\n".join(_blocks(body)) if body is not None else ""
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _blocks(body: Xml.Element) -> Iterator[str]:
    for block in body:
        if block.tag == f"{_W}p":
            yield _paragraph(block)
        elif block.tag == f"{_W}tbl":
            rows = (row.iter(f"{_W}tc") for row in block.iter(f"{_W}tr"))
            cells = (
                [" ".join(" ".join(_paragraph(p) for p in cell.iter(f"{_W}p")).split()) for cell in row]
                for row in rows
            )
            yield "\n".join(" | ".join(row) for row in cells)
        else:
            yield from _blocks(block)


def _paragraph(paragraph: Xml.Element) -> str:
    """Its words; a heading keeps a mark."""
    words = []
    for run in paragraph.iter():
        if run.tag == f"{_W}t":
            words.append(run.text or "")
        elif run.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            words.append("\t" if run.tag == f"{_W}tab" else "\n")
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    level = re.fullmatch(r"[Hh]eading([1-6])", style.get(f"{_W}val", "") if style is not None else "")
    text = "".join(words).strip()
    return f"{'#' * int(level[1])} {text}" if level and text else text
