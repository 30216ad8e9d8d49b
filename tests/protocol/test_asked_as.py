"""When and how a question was asked: kept with the answer, outside equality, and without a secret."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any

import pytest

from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.asked import AskedAs
from pplx_notebook.protocol.asking.asked_as import HIDDEN, asked_as
from pplx_notebook.protocol.asking.question import Attachment
from pplx_notebook.protocol.asking.transcript import Transcript
from pplx_notebook.protocol.saved import from_saved, to_saved

KEY = "pplx-Zq8Wx2vTnR5bLkJh3Gs7Df"
AT = "2026-11-29T05:05:12.250Z"


def kept(**settings: Any) -> dict[str, Any]:
    """What is remembered of these settings."""
    return dict(asked_as({"api_key": KEY, **settings}, "api.example.org", AT).settings)


SECRETS = {
    "the key": {"api_key": KEY},
    "in an address": {"base_url": f"https://user:{KEY}@example.org/v1?key=hunter2hunter2"},
    "in a field of its name": {"extra": {"password": "hunter2hunter2", "auth": {"token": "hunter2hunter2"}}},
    "in a header": {"extra": {"headers": {"X-Who": "hunter2hunter2"}, "extra_headers": ["hunter2hunter2"]}},
    "in a text": {"instructions": f"use {KEY} and sk-proj-abcdefghijklmnopqrstuvwx"},
    "in a name": {"extra": {KEY: 1}},
    "deep inside": {"extra": {"a": [{"b": {"clientSecret": "hunter2hunter2"}}]}},
}


@pytest.mark.parametrize("where", SECRETS)
def test_no_secret_is_remembered(where: str) -> None:
    shown = json.dumps(kept(**SECRETS[where]))
    assert not re.search("hunter2|Zq8Wx2|abcdefghijkl", shown), shown


def test_what_is_no_secret_is_kept_as_it_was_given() -> None:
    given: dict[str, Any] = {
        "provider": "chat", "model": "sonar", "domains": ("nasa.gov",), "images": True, "retries": 0,
        "extra": {"max_tokens": 300, "temperature": 0.2}, "total_timeout_s": float("inf"),
    }  # fmt: skip
    expected = {**given, "domains": ["nasa.gov"], "total_timeout_s": "inf"}
    assert kept(**given) == expected


def test_transport_and_what_was_continued_are_left_out() -> None:
    assert kept(transport=object(), continue_from=Transcript()) == {}


def test_of_an_attachment_stay_name_size_and_digest() -> None:
    attachment = Attachment.from_bytes("report.pdf", b"%PDF-1.7 secret content")
    (shown,) = kept(attachments=(attachment,))["attachments"]
    assert shown == {
        "name": "report.pdf",
        "size_bytes": 23,
        "sha256": sha256(b"%PDF-1.7 secret content").hexdigest(),
    }


def test_a_signed_address_of_an_attachment_loses_its_query() -> None:
    (shown,) = kept(attachments=(Attachment("https://s3.example.org/a.png?X-Sig=abc", "a.png"),))[
        "attachments"
    ]
    assert shown == {"name": "a.png", "url": "https://s3.example.org/a.png"}


def test_it_is_outside_equality_and_hash() -> None:
    one, other = (Answer(text="x", asked=AskedAs(at=at)) for at in ("2026-01-01T00:00:00Z", ""))
    assert one == other == Answer(text="x")
    assert not one != other  # noqa: SIM202  # != is asked apart
    assert hash(one) == hash(other)
    assert one != Answer(text="y", asked=one.asked)


def test_it_is_saved_and_read_back() -> None:
    asked = AskedAs(at=AT, host="api.example.org", settings={"model": "sonar"}, execution_count=7)
    saved = json.loads(json.dumps(to_saved(Answer(text="x", asked=asked))))
    assert from_saved(saved).asked == asked
    assert from_saved({"version": 1, "answer": {"text": "older"}}).asked is None


def test_a_hidden_value_is_seen_to_be_hidden() -> None:
    assert kept(extra={"password": "x"}) == {"extra": {"password": HIDDEN}}
