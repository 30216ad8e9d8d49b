"""An HTTP error answer becomes one line, whatever its body; the wait it asks for is read from its headers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pplx_notebook.protocol.key_mask import KeyMask
from pplx_notebook.protocol.reading.http_error import http_error

CASES = Path(__file__).resolve().parent.parent / "cases" / "protocol" / "http_errors.json"


@pytest.mark.parametrize("case", json.loads(CASES.read_text()), ids=lambda case: case["fact"])
def test_case(case: dict[str, Any]) -> None:
    """The case's fact."""
    headers = case.get("headers", {})
    error = http_error(case["status"], headers, case.get("body", "").encode(), now_s=case.get("now_s"))
    assert error.kind == "status"
    got = msgspec.to_builtins(error)
    assert {name: got[name] for name in case["expected"]} == case["expected"]


@settings(deadline=None)
@given(
    st.integers(100, 999),
    st.binary(max_size=300),
    st.dictionaries(st.text(max_size=20), st.text(max_size=40)),
)
def test_any_body_and_headers_give_one_printable_line(
    status: int, body: bytes, headers: dict[str, str]
) -> None:
    """No body and no header raises, and the message always is one line of at most 200 characters."""
    error = http_error(status, {**headers, "retry-after": next(iter(headers), "")}, body, now_s=0.0)
    assert error.message
    assert error.message.isprintable()
    assert len(error.message) <= 200
    assert error.retry_after_s is None or error.retry_after_s >= 0


def test_a_deeply_nested_body_is_shown_as_text() -> None:
    """A JSON bomb is one line like any other body."""
    assert http_error(500, {}, b"[" * 100_000).message.startswith("[[[")
    assert http_error(500, {}, b'{"error":' * 900 + b"1" + b"}" * 900).kind == "status"


@pytest.mark.parametrize("at", range(185, 200))
def test_a_key_is_masked_before_the_message_is_cut(at: int) -> None:
    """Wherever the cut falls: a beginning of a key that is too short to be known as one is a leak, too."""
    key = "Zq9secretABCDEFG1234567"
    body = json.dumps({"error": {"message": "x" * at + key}}).encode()
    message = http_error(400, {}, body, mask=KeyMask(key)).message
    assert message.rstrip("…") in "x" * at + "[key]"
