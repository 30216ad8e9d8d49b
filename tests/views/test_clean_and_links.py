"""What strangers send is cleaned once, and one function decides what may be a link."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pplx_notebook.document.clean import clean, one_line
from pplx_notebook.document.links import host, safe_url

HOSTILE = json.loads((Path(__file__).parents[1] / "cases" / "views" / "hostile.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x1b[31m\x7f\x9b", "a\ufffdb\ufffd[31m\ufffd\ufffd"),
        ("x\x0by\x0cz\x85", "x\ufffdy\ufffdz\ufffd"),
        ("exe.\u202egnp\u202c\u2066\u2069", "exe.gnp"),
        ("pay\u200bpal \ufeffx\u00ady\u2060", "paypal xy"),
        ("hi\U000e0041\U000e0042\U000e0100", "hi"),
        ("\ud800", "\ufffd"),
        ("pay\u200dpal \u200c", "paypal "),
        ("\U0001f469\u200d\U0001f52c", "\U0001f469\u200d\U0001f52c"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("\u2764\ufe0f é 日本", "\u2764\ufe0f é 日本"),
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    """Controls become visible, hidden characters go, words, emoji and joined scripts stay."""
    assert clean(text) == cleaned


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """Cleaned text is clean."""
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_a_field_is_one_line_within_its_limit(text: str) -> None:
    """Titles, dates and names never bring a second line."""
    line = one_line(text, 40)
    assert len(line) <= 40
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize(
    ("url", "safe", "name"),
    [
        ("https://example.org", "https://example.org", "example.org"),
        ("HTTP://Example.ORG/Path?q=1#f", "http://example.org/Path?q=1#f", "example.org"),
        ("https://www.example.org:8443/", "https://www.example.org:8443/", "example.org"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)", "example.org"),
        ("https://example.org/Moore's_law", "https://example.org/Moore%27s_law", "example.org"),
        ("https://example.org/ü?q=日", "https://example.org/%C3%BC?q=%E6%97%A5", "example.org"),
        ("https://example.org/%41%20", "https://example.org/%41%20", "example.org"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/", "xn--mnchen-3ya.example"),
        ("https://\u0430pple.com/", "https://xn--pple-43d.com/", "xn--pple-43d.com"),
        (
            "https://example.org\u3002evil.example/",
            "https://example.org.evil.example/",
            "example.org.evil.example",
        ),
        ("https://[::1]:8080/x", "https://[::1]:8080/x", "::1"),
        ("http://127.0.0.1/", "http://127.0.0.1/", "127.0.0.1"),
    ],
)
def test_an_acceptable_url_is_ascii_and_shows_its_real_host(url: str, safe: str, name: str) -> None:
    """Foreign letters appear as the name really asked for, so that no look-alike hides."""
    assert safe_url(url) == safe
    assert host(url) == name


@pytest.mark.parametrize("url", ["", *HOSTILE["refused_urls"], *HOSTILE["refused_in_fields"]])
def test_everything_else_is_refused(url: str) -> None:
    """Other schemes, relative addresses, credentials, controls, quotes, hidden characters, too long."""
    assert safe_url(url) is None
    assert host(url) == ""


@given(st.text(max_size=40).map(lambda rest: "https://" + rest))
def test_what_is_accepted_is_accepted_again_unchanged(url: str) -> None:
    """The form a link carries is a fixed point."""
    safe = safe_url(url)
    if safe is not None:
        assert safe.isascii()
        assert safe_url(safe) == safe
