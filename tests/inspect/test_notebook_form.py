"""What a notebook holds of a recording: small, scrubbed, and the whole of it again when it is read back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

import pplx_notebook as pplx
from pplx_notebook.errors import UsageProblem
from pplx_notebook.inspect.bundle import bundle
from pplx_notebook.inspect.notebook_form import MIME, from_notebook, nothing_yet, to_notebook
from pplx_notebook.inspect.recording import Entry, Read, Recording
from pplx_notebook.inspect.summary import summary_html, summary_markdown, summary_text

EVENTS = b'data: {"choices":[{"delta":{"content":"word "}}]}\n\n'
KEY = "pplx-" + "a1B2c3D4" * 6


def entry(**changed: object) -> Entry:
    """An event stream of 100 events, each a read of its own."""
    facts: dict[str, object] = {
        "url": "https://a.example/v1",
        "status": 200,
        "status_text": "OK",
        "response_headers": (("content-type", "text/event-stream"),),
        "body": EVENTS * 100,
        "reads": tuple(Read(n * 1000, len(EVENTS), len(EVENTS)) for n in range(1, 101)),
        "marks": {"sent": 10, "headers": 500, "end": 150_000},
        "end": "done",
    }
    return Entry(**facts | changed)  # type: ignore[arg-type]


@pytest.fixture
def recording(monkeypatch: pytest.MonkeyPatch) -> Recording:
    """An answer of the demo engine."""
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")
    exchange = pplx.ask("What is nuclear fusion?", provider="demo", inspect=True).exchange
    assert exchange is not None
    return exchange


def test_it_is_read_back_whole(recording: Recording) -> None:
    again = from_notebook(json.loads(json.dumps(to_notebook(recording))))
    assert again.to_har() == recording.to_har()
    for one, other in zip(again.entries, recording.entries, strict=True):
        assert one.blocks == other.blocks
        assert one.body == other.body


def test_it_is_small(recording: Recording) -> None:
    (one,) = recording.entries
    assert len(json.dumps(to_notebook(recording))) < len(one.body) / 4
    assert len(json.dumps(to_notebook(Recording((entry(),))))) < 4_000


def test_compressed_bytes_are_not_in_a_notebook_and_that_is_said() -> None:
    packed = entry(wire=b"x" * 1000, reads=tuple(Read(n * 1000, 10, len(EVENTS)) for n in range(1, 101)))
    (again,) = from_notebook(to_notebook(Recording((packed,)))).entries
    assert again.unpacked
    assert again.wire == b""
    assert again.body == packed.body
    assert "sha256" not in again.exchange


def test_no_key_stands_in_it() -> None:
    told = entry(
        request_headers=(("authorization", f"Bearer {KEY}"), ("cookie", "a=1")),
        request_text=json.dumps({"input": KEY}),
        body=EVENTS.replace(b"word ", KEY.encode()),
        error=f"key {KEY} refused",
    )
    data = to_notebook(Recording((told,)))
    assert KEY not in json.dumps(data)
    assert KEY.encode() not in from_notebook(data).entries[0].body
    assert "cookie" not in json.dumps(data["har"]).replace('"cookies"', "")


def test_a_large_one_is_left_out_and_says_where_it_goes() -> None:
    faces = bundle(Recording((entry(),)))
    assert faces[MIME]["left_out"] == ""
    data = to_notebook(Recording((entry(),)), limit_bytes=100)
    assert data["bytes"] == []
    assert "exchange.save(" in data["left_out"]
    with pytest.raises(UsageProblem, match="too large for a notebook"):
        from_notebook(data)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.clear(),
        lambda data: data.update(bytes=["AAAA"]),
        lambda data: data.update(bytes=[]),
        lambda data: data["har"]["log"].clear(),
        lambda data: data.update(har=None),
    ],
)
def test_what_is_none_is_refused_in_one_line(spoil: Callable[[dict[str, object]], object]) -> None:
    data = to_notebook(Recording((entry(),)))
    spoil(data)
    with pytest.raises(UsageProblem, match=r"^[^\n]+$"):
        from_notebook(data)


def test_one_under_way_says_what_to_do() -> None:
    with pytest.raises(UsageProblem, match=r"^still written$"):
        from_notebook(nothing_yet("still written"))


def test_a_cell_shows_it_with_faces_for_everybody(recording: Recording) -> None:
    faces = recording._repr_mimebundle_()
    assert set(faces) == {MIME, "text/html", "text/markdown", "text/plain"}


def test_the_summary_has_the_numbers_of_the_inspector() -> None:
    text = summary_text(Recording((entry(),)))
    assert text.splitlines()[0] == "complete, POST https://a.example/v1 200 OK"
    rows = dict(re.findall(r"^  (\S.*?)  +(\S.*)$", text, re.MULTILINE))
    assert rows == {
        "first byte": "1.0 ms",
        "first text": "1.0 ms",
        "longest silence": "50 ms",
        "total": "150 ms",
        "events": "100",
        "reads": "100",
        "bytes": f"{len(EVENTS) * 100:,}",
    }


def test_every_attempt_has_its_table_and_markup_is_text() -> None:
    bad = "<script>x</script> | [a](https://b.example)"
    both = Recording(
        (entry(end="refused", status=429, status_text="", body=b"{}", error=bad), entry(attempt=2))
    )
    html, markdown = summary_html(both), summary_markdown(both)
    assert html.count("<table>") == 2
    assert "<script>" not in html
    assert "<script>" not in markdown
    assert r"\[a\]" in markdown
    assert summary_text(both).startswith("Attempt 1: refused, ")
