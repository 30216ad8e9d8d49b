"""A stranger's text becomes one line without the key in any form."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pplx_notebook.protocol.scrub import scrub

KEY = "pplx-4f/9a+B2=c7&d8"

FORMS = {
    "plain": KEY,
    "other case": KEY.upper(),
    "percent-encoded": quote(KEY, safe=""),
    "HTML": html.escape(KEY),
    "JSON": json.dumps(KEY).replace("/", "\\/"),
    "base64": base64.b64encode(KEY.encode()).decode(),
    "base64 of user:key": base64.b64encode(f"user:{KEY}".encode()).decode(),
    "base64 of a header": base64.b64encode(f"Bearer {KEY}".encode()).decode(),
    "broken over lines": KEY[:7] + "\r\n  " + KEY[7:],
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_key_goes_in_every_form(form: str) -> None:
    """The rest of the message stays."""
    line = scrub(f"bad key {form} given", KEY)
    assert line.startswith("bad key ")
    assert line.endswith(" given")
    assert "4f/9a" not in line
    assert "NGYvOW" not in line
    assert "[key]" in line


def test_strangers_keys_go_too() -> None:
    """Whatever looks like a key or a bearer token is masked without being known."""
    line = scrub("Authorization: Bearer abc.def-123456789, sk-proj-abcdefghij0123456789, pplx-" + "a1" * 24)
    assert line == "Authorization: Bearer [key], [key], [key]"


def test_ordinary_words_stay() -> None:
    """A short or missing key masks nothing, nor does a word that begins like a key."""
    text = "the task-oriented test sk-8 bearer of news"
    assert scrub(text, "test") == scrub(text, None) == scrub(text, "") == text


def test_a_key_is_masked_before_the_line_is_cut() -> None:
    """Half a key at the end of a long line is a leak too."""
    assert "pplx" not in scrub("x" * 190 + " " + KEY, KEY)


@settings(deadline=None)
@given(st.text(max_size=500))
def test_any_text_becomes_one_printable_line(text: str) -> None:
    """At most 200 characters, no control characters, no line breaks."""
    line = scrub(text, KEY)
    assert line.isprintable()
    assert len(line) <= 200
