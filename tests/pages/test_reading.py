"""From bytes to text: charsets, kinds of body, HTML and PDF in a process apart that has limits."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import hostile
import pytest

from pplx_notebook.pages import apart
from pplx_notebook.pages.apart import Reader
from pplx_notebook.pages.charset import decoded
from pplx_notebook.pages.kinds import kind_of
from pplx_notebook.pages.readers import unwrapped

PAGE = """<html><head><meta charset="{charset}"><title>Brücken &amp; Wege</title></head><body>
<nav><a href="/">Home</a> <a href="/about">About us</a></nav>
<article><h1>Die Brücke von Altenau</h1>
<p>Die Brücke von Altenau wurde am 12. März 1996 eröffnet und ist 1.842 Meter lang. Lastwagen über 40 Tonnen dürfen nicht auf die Brücke.</p>
<p>Sie kostete 37 Millionen Euro, und der Bau dauerte vier Jahre, weil der Winter 1994 sehr kalt war und lange blieb.</p>
<table><tr><th>Name</th><th>Länge</th></tr><tr><td>Altenau</td><td>1.842 m</td></tr></table>
</article><footer>Impressum, Datenschutz, Cookies</footer><script>var x = "not text";</script></body></html>"""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


@pytest.fixture(scope="module")
def frugal() -> Iterator[Reader]:
    made = Reader(cpu_s=1, wall_s=60, memory_bytes=400 * 2**20)
    yield made
    made.close()


@pytest.fixture(scope="module")
def impatient() -> Iterator[Reader]:
    made = Reader(cpu_s=1, wall_s=30)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("Grüße".encode(), "text/plain", "Grüße"),
        ("Grüße".encode("latin-1"), "text/plain", "Grüße"),
        ("Grüße".encode("latin-1"), "text/plain; charset=ISO-8859-1", "Grüße"),
        (
            "“Grüße” – €".encode("cp1252"),
            "text/plain; charset=iso-8859-1",
            "“Grüße” – €",
        ),  # as browsers read it
        ("日本".encode("shift_jis"), 'text/plain; charset="Shift_JIS"', "日本"),
        ("中文".encode("gb18030"), "text/plain; charset=gb2312", "中文"),
        ("Привет".encode("koi8-r"), "text/plain;charset=KOI8-R", "Привет"),
        (b"\xef\xbb\xbf" + "Grüße".encode(), "text/plain; charset=latin1", "Grüße"),  # the mark goes before
        ("\ufeffGrüße".encode("utf-16-le"), "text/plain", "Grüße"),
        ("Grüße".encode(), "text/plain; charset=nonsense", "Grüße"),
        ("Grüße".encode(), "text/plain; charset=utf-7", "Grüße"),
        (b"+AGE-", "text/plain; charset=utf-7", "+AGE-"),
        (b"\\u0041", "text/plain; charset=unicode_escape", "\\u0041"),
        ("Grü".encode() + b"\xc3", "text/plain", "Grü\ufffd"),  # cut within a character
        (b"ok \xff\xfe\xfd", "text/plain; charset=utf-8", "ok \ufffd\ufffd\ufffd"),
    ],
)
def test_bytes_become_characters_as_in_a_browser(body: bytes, kind: str, text: str) -> None:
    assert decoded(body, kind) == text


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1"])
def test_a_page_says_its_own_charset(reader: Reader, charset: str) -> None:
    page = reader.read(PAGE.format(charset=charset).encode(charset), "text/html")
    assert page.title == "Brücken & Wege"
    assert "am 12. März 1996 eröffnet" in page.text


@pytest.mark.parametrize(
    ("content_type", "body", "kind"),
    [
        ("text/html; charset=utf-8", b"x", "html"),
        ("application/xhtml+xml", b"x", "html"),
        ("text/plain", b"<html>", "text"),
        ("text/markdown", b"# x", "text"),
        ("text/csv", b"a,b", "text"),
        ("application/json", b"{}", "text"),
        ("application/pdf", b"x", "pdf"),
        ("application/octet-stream", b"%PDF-1.7", "pdf"),
        ("", b"  <!DOCTYPE html><p>", "html"),
        ("", b"just words", "text"),
        ("", b"\x00\x01", None),
        ("", b"", None),
        ("image/png", b"\x89PNG", None),
        ("application/zip", b"PK", None),
        ("video/mp4", b"", None),
    ],
)
def test_a_body_is_what_its_type_says_or_its_first_bytes(
    content_type: str, body: bytes, kind: str | None
) -> None:
    assert kind_of(content_type, body) == kind


def test_of_a_page_its_own_text_and_its_tables_are_read(reader: Reader) -> None:
    page = reader.read(PAGE.format(charset="utf-8").encode(), "text/html")
    assert not page.reason
    for words in ("1.842 Meter lang", "37 Millionen Euro", "Altenau | 1.842 m"):
        assert words in page.text
    for words in ("not text", "Datenschutz", "About us"):
        assert words not in page.text


def test_a_pdf_is_read_with_its_lines_joined(reader: Reader) -> None:
    text = [
        "The bridge of Altenau is 1,842 metres",
        "long and was opened on 12 March",
        "1996. Lorries are not al-",
        "lowed on it.",
    ]
    page = reader.read(hostile.pdf(hostile.lines(*text)), "application/pdf")
    assert page.title == "The bridge of Altenau"
    assert "is 1,842 metres long and was opened on 12 March 1996." in page.text
    assert "not allowed on it." in page.text


def test_lines_are_joined_only_where_a_sentence_goes_on() -> None:
    assert unwrapped("One.\nTwo goes\non.\n\nA title\n\nText") == "One.\nTwo goes on.\n\nA title\n\nText"


def test_plain_text_and_markdown_need_no_other_package_and_no_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "_started", lambda: pytest.fail("a process was started"))
    assert Reader().read(b"# Title\n\nSome *text*.", "text/markdown").text == "# Title\n\nSome *text*."


@pytest.mark.parametrize(("kind", "name"), [("text/html", "HTML"), ("application/pdf", "PDF")])
def test_what_is_not_installed_is_told_in_one_line(
    kind: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "NEEDS", {"html": "no_such_package_1", "pdf": "no_such_package_2"})
    assert (
        Reader().read(b"<p>x", kind).reason
        == f"{name} pages are read once you pip install 'pplx-notebook[evidence]'"
    )


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        (b"", "text/html", "no text stands there without its scripts"),
        (
            b"<html><script>run()</script><div id=root></div></html>",
            "text/html",
            "no text stands there without its scripts",
        ),
        (b"   ", "text/plain", "no text stands there without its scripts"),
        (b"\x89PNG", "image/png", "not text (image/png)"),
        (b"\x00", "", "not text (unknown)"),
        (b"%PDF-1.4 nothing", "application/pdf", "it cannot be read as PDF"),
    ],
)
def test_a_page_without_text_says_so(reader: Reader, body: bytes, kind: str, why: str) -> None:
    assert reader.read(body, kind).reason == why


LONG_ONES = (
    "links",
    "nul",
    "many attributes",
    "many operators",
)  # some seconds each; one of a kind is always tried


def some(names: Iterable[str]) -> list[Any]:
    return [pytest.param(n, marks=pytest.mark.matrix) if n in LONG_ONES else n for n in sorted(names)]


@pytest.mark.parametrize("name", some(hostile.HTML))
def test_hostile_html_is_read_or_left_in_bounded_time(name: str, impatient: Reader) -> None:
    """A second of CPU time is enough for most; the others end, and the next page is read."""
    page = impatient.read(hostile.HTML[name], "text/html")
    assert page.text or page.reason
    assert len(page.text) <= apart.MOST_CHARACTERS


@pytest.mark.parametrize("name", some(hostile.PDFS))
def test_hostile_pdfs_are_read_or_left_in_bounded_time(name: str, frugal: Reader) -> None:
    """One second of CPU time and 400 MB are enough for the small ones, and the others end."""
    page = frugal.read(hostile.PDFS[name], "application/pdf")
    assert page.text or page.reason
    assert frugal.read(hostile.pdf(hostile.lines("A line.")), "application/pdf").text.strip() == "A line."


def test_a_page_that_takes_too_long_takes_only_itself_with_it() -> None:
    made = Reader(cpu_s=60, wall_s=0.5)
    assert made.read(hostile.PDFS["many operators"], "application/pdf").reason == apart.TOO_LONG
    made._wall_s = 30
    assert made.read(hostile.pdf(hostile.lines("A line.")), "application/pdf").text.strip() == "A line."
    made.close()


def test_cpu_time_is_what_counts_on_a_busy_machine() -> None:
    made = Reader(cpu_s=1, wall_s=120)
    assert made.read(hostile.PDFS["many operators"], "application/pdf").reason == apart.TOO_LONG
    made.close()


def test_the_process_has_no_key_and_ends_with_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERPLEXITY_API_KEY", "pplx-secret")
    made = Reader()
    made.read(b"<p>Hello there, all of you.", "text/html")
    process = made._process
    assert process is not None
    if sys.platform == "linux":
        about = Path(f"/proc/{process.pid}")
        assert b"pplx-secret" not in (about / "environ").read_bytes()
        limits = (about / "limits").read_text("utf-8")
        assert str(apart.MEMORY_BYTES) in limits
        assert any(line.startswith("Max file size") and " 0 " in line for line in limits.splitlines())
    made.close()
    assert process.poll() is not None
    assert made.read(b"<p>x", "text/html").reason == apart.TOO_LONG


def test_the_reader_process_ends_when_its_parent_does() -> None:
    program = (
        "from pplx_notebook.pages.apart import Reader\nr = Reader()\nr.read(b'<p>Some words here.', 'text/html')\n"
        "print(r._process.pid, flush=True)\nimport os\nos._exit(0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    pid, until = int(done.stdout), time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    pytest.fail("the reader process outlives its parent")
