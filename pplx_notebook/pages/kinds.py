"""What a body is: HTML, PDF or plain text; by its content type, else by its first bytes."""

from __future__ import annotations

from typing import Literal

Kind = Literal["html", "pdf", "text"]
_HTML = ("text/html", "application/xhtml+xml")
_UNSAID = ("", "application/octet-stream", "binary/octet-stream", "application/unknown", "unknown/unknown")
_BEGINS_HTML = (b"<!doctype html", b"<html", b"<head", b"<body")
_LOOKED_AT = 1024


def kind_of(content_type: str, body: bytes) -> Kind | None:
    """How to read it, None for what holds no text: an image, an archive."""
    named = content_type.partition(";")[0].strip().lower()
    head = body[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF-") and named not in _HTML:
        return "pdf"
    if named in _HTML:
        return "html"
    if named == "application/pdf" or named == "application/x-pdf":
        return "pdf"
    if named in _UNSAID:
        if head.lower().startswith(_BEGINS_HTML):
            return "html"
        return "text" if head and b"\0" not in head else None
    return "text" if named.startswith("text/") or named == "application/json" else None
