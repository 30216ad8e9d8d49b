"""Bytes to characters, as browsers do it: a byte order mark, then the header, then what the page says of
itself, then UTF-8 if it is that, else Windows-1252.

Rules of this file: only the encodings of the web (WHATWG) by their usual labels, and of each the wider
one that browsers take; Python's others (``utf-7``, ``punycode``, ``unicode_escape``) are none. What
cannot be read becomes U+FFFD."""

from __future__ import annotations

import codecs
import re

_WIDER = {
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
    **dict.fromkeys(("utf-16", "unicode"), "utf-16-le"),
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "iso-8859-9": "cp1254",
    "macintosh": "mac_roman",
}
_OTHERS = {
    *("utf-8", "utf8", "gb18030", "euc-jp", "iso-2022-jp", "koi8-r", "koi8-u", "big5-hkscs", "utf-16le"),
    "utf-16be",
    *(f"iso-8859-{n}" for n in (*range(2, 9), 10, 13, 14, 15, 16)),
    *(f"{name}{n}" for name in ("windows-", "cp") for n in range(1250, 1259)),
}
_SAID = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s{0,9}<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LOOKED_AT = 2048  # WHATWG says 1024; pages with long comments before it are common


def decoded(body: bytes, content_type: str = "", *, is_html: bool = False) -> str:
    """The characters of a body."""
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    codec = _codec_of_header(content_type) or (_codec_in(body) if is_html else "")
    if codec:
        return body.decode(codec, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as problem:
        cut = problem.reason == "unexpected end of data"  # the last character is not whole
        return body.decode("utf-8" if cut else "cp1252", "replace")


def _codec_of_header(content_type: str) -> str:
    found = _HEADER.search(content_type)
    return codec_named(found[1]) if found else ""


def _codec_in(body: bytes) -> str:
    """What a page says of itself; it cannot be UTF-16, or nobody could read that."""
    found = _XML.search(body[:_LOOKED_AT]) or _SAID.search(body[:_LOOKED_AT])
    codec = codec_named(found[1].decode("ascii", "replace")) if found else ""
    return "utf-8" if codec.startswith("utf-16") else codec


def codec_named(label: str) -> str:
    """Python's codec for a label of the web, "" for one that is none."""
    label = label.strip().lower()
    return _WIDER.get(label, label if label in _OTHERS else "")
