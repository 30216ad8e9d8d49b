"""Pages made to hang, fill the memory of or crash whoever reads them; each a function, so that a test makes what it needs."""

from __future__ import annotations

import zlib


def pdf(content: bytes, *, pages: int = 1, kids_loop: bool = False) -> bytes:
    """A small PDF by hand with this content stream, deflated, on each of its pages."""
    packed = zlib.compress(content)
    kids = b" ".join(b"3 0 R" for _ in range(pages)) if not kids_loop else b"2 0 R"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%b] >>" % (pages, kids),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (The bridge of Altenau) >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )


def lines(*texts: str) -> bytes:
    """A content stream that shows lines of text below each other."""
    shown = b"".join(b"(%b) Tj 0 -14 Td\n" % text.encode("latin-1") for text in texts)
    return b"BT /F1 12 Tf 72 700 Td\n" + shown + b"ET"


HTML = {
    "deep": b"<html><body>" + b"<div>" * 200_000 + b"text",
    "deep tables": b"<table><tr><td>" * 30_000 + b"text",
    "many tags": b"<html><body>" + b"<p><b>a</b></p>" * 250_000,
    "one attribute": b"<a href='" + b"x" * 4_000_000 + b"'>x</a>",
    "many attributes": b"<p " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">x</p>",
    "entities": b"<p>" + b"&amp;&lt;&#x41;" * 300_000,
    "unclosed": b"<" * 2_000_000,
    "comments": b"<!--" * 500_000,
    "no words": bytes(range(256)) * 10_000,
    "one line": b"<p>" + b"word " * 900_000,
    "links": b"<html><body>" + b"<a href=x>link</a> " * 200_000,
    "nul": b"<html><p>\0\0\0" * 100_000,
}
PDFS = {
    "bomb": pdf(b"BT /F1 12 Tf (a) Tj ET\n" + b"q Q\n" * 60_000_000),
    "many operators": pdf(b"BT /F1 12 Tf\n" + b"(abc) Tj 1 0 Td\n" * 2_000_000 + b"ET"),
    "many pages": pdf(lines("A line of text."), pages=100_000),
    "loop of pages": pdf(lines("x"), kids_loop=True),
    "cut": pdf(lines("x"))[:300],
    "not one": b"%PDF-1.7\n" + b"\xff" * 100_000,
    "numbers": b"%PDF-1.7\nxref\n0 99999999\n" + b"0000000000 00000 n \n" * 10_000,
}
