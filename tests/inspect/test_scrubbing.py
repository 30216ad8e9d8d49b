"""No key, cookie, password, home folder or attachment is in a recording, wherever it came from."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from hello import chat
from local_server import LocalServer, Seen
from recordings import assert_valid, in_a_file, recording_of

from pplx_notebook import client
from pplx_notebook.errors import PplxError
from pplx_notebook.inspect.recording import Recording
from pplx_notebook.keys import Key
from pplx_notebook.protocol.asking.question import Attachment

KEY = "pplx-aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1z"
GATEWAY_KEY = "gw.8fK2mQ9zR4tV7wX1"  # of no known make
STRANGERS_KEY = "sk-proj-Qw3rTy9UiOp1AsD5fGh7"  # which this session never heard of
HOME = "/home/anna.smith"


def forms(secret: str) -> list[bytes]:
    """As it may come back."""
    plain = secret.encode()
    return [
        plain,
        quote(quote(secret, safe=""), safe="").encode(),
        base64.b64encode(plain),
        plain.hex().encode(),
        plain[::-1],
    ]


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, bytes]:
    """A file that was recorded while a server sent every secret back in every place, and its bytes."""
    monkeypatch.setenv("GATEWAY_KEY", GATEWAY_KEY)
    monkeypatch.setattr(Path, "home", lambda: Path(HOME))
    file = tmp_path / "a.har"
    both = f"{KEY} {GATEWAY_KEY}"

    def echo(seen: Seen) -> tuple[str, ...]:
        assert seen.headers["authorization"] == f"Bearer {KEY}"
        assert seen.headers["x-route"] == GATEWAY_KEY
        cookies = "set-cookie: session=5up3r-s3cr3t-c00kie | x-auth-token: 0p4que-t0ken"
        if "again" not in seen.path:
            return (
                f"reply 307 text/plain | {cookies} | location: /again?api_key={KEY}&to={GATEWAY_KEY}",
                f"body {both}",
            )
        if len(server.seen) == 2:
            return (
                f"reply 503 application/json | {cookies} | x-echo: {both}",
                f'body {{"error": {{"message": "no {both}"}}}}',
            )
        event = json.dumps(
            {
                "choices": [
                    {
                        "index": 0,
                        "delta": {"content": f"your keys are {both} of {HOME}/x"},
                        "finish_reason": "stop",
                    }
                ]
            }
        )
        echoed = "\\n".join(
            f": {form.decode('latin-1')}" for secret in (KEY, GATEWAY_KEY) for form in forms(secret)
        )
        return (
            f"head 200 text/event-stream | {cookies} | x-echo: {both}",
            f"raw {echoed}\\n\\ndata: {event}\\n\\n",
            "raw data: [DONE]\\n\\n",
            "end",
        )

    with LocalServer(echo) as server:
        settings = chat(server, retries=1, api_key=KEY, record=file, headers={"X-Route": "$GATEWAY_KEY"})
        attached = Attachment.from_bytes("thesis.pdf", b"%PDF-1.4 " + b"my secret thesis " * 500)
        client.ask(
            f"what is in {HOME}/notes.txt?", attachments=[attached], extra={"user": GATEWAY_KEY}, **settings
        )
    return file, file.read_bytes()


def test_no_secret_is_in_the_file(planted: tuple[Path, bytes]) -> None:
    """Planted in headers, bodies, addresses, error lines, redirects, in every form a server may echo."""
    file, data = planted
    assert len(Recording.open(file).entries) == 3 + 1  # 307, 503, again 307, the answer
    for secret in (KEY, GATEWAY_KEY):
        for form in forms(secret):
            assert form.lower() not in data.lower(), form
            assert form[:12].lower() not in data.lower()
    for other in (
        b"5up3r-s3cr3t-c00kie",
        b"0p4que-t0ken",
        b"et-cookie",
        HOME.encode(),
        b"anna",
        base64.b64encode(b"my secret thesis ")[:20],
    ):
        assert other not in data, other
    assert_valid(json.loads(data))


def test_names_stay_and_say_what_was_left_out(planted: tuple[Path, bytes]) -> None:
    first, refused, _, last = Recording.open(planted[0]).entries
    sent = dict(first.request_headers)
    assert (sent["authorization"], sent["x-route"]) == ("[never recorded]", "$GATEWAY_KEY")
    assert last.header("x-auth-token") == "[never recorded]"
    assert refused.url.endswith("/again?api_key=%5Bkey%5D&to=[key]")
    assert "what is in ~/notes.txt?" in first.request_text
    assert "[8509 bytes, sha256 " in first.request_text


def test_a_body_keeps_its_length_where_something_is_taken_out(planted: tuple[Path, bytes]) -> None:
    """So the reads stay where they were."""
    last = Recording.open(planted[0]).entries[-1]
    assert len(last.body) == sum(read.size for read in last.reads)
    assert last.events[0].text.startswith("your keys are [key]***")
    assert last.events[-1].data == "[DONE]"


def test_a_question_with_an_attachment_is_found_again(planted: tuple[Path, bytes]) -> None:
    attached = Attachment.from_bytes("thesis.pdf", b"%PDF-1.4 " + b"my secret thesis " * 500)
    settings = {"record": planted[0], "record_mode": "replay", "extra": {"user": GATEWAY_KEY}}
    answer = client.ask(f"what is in {HOME}/notes.txt?", attachments=[attached], **settings)
    assert answer.text.startswith("your keys are [key]")
    other = Attachment.from_bytes("thesis.pdf", b"%PDF-1.4 " + b"another thesis " * 500)
    with pytest.raises(PplxError, match="does not hold this question"):
        client.ask(f"what is in {HOME}/notes.txt?", attachments=[other], **settings)


def test_a_browsers_export_is_scrubbed_when_it_is_saved(tmp_path: Path) -> None:
    """Chrome's with sensitive data has them all."""
    har = in_a_file(recording_of([b"data: 1\n\n"]), tmp_path / "a.har")
    entry = har["log"]["entries"][0]
    del entry["_pplx"]
    entry["request"]["url"] = f"https://anna:s3cret@example.org/v1?token={STRANGERS_KEY}"
    entry["request"]["headers"] = [
        {"name": "Cookie", "value": "a=b"},
        {"name": "X-Api-Key", "value": "s3cret"},
        {"name": "referer", "value": "https://anna:s3cret@example.org/"},
    ]
    entry["response"]["content"]["text"] = f"data: {STRANGERS_KEY}\n\n"
    entry["request"]["cookies"] = [{"name": "a", "value": "s3cret"}]
    entry["serverIPAddress"] = "192.0.2.1"
    Recording.from_har(har).save(tmp_path / "b.har")
    data = (tmp_path / "b.har").read_bytes()
    assert [
        secret
        for secret in (b"s3cret", b"anna", b"a=b", b"192.0.2.1", STRANGERS_KEY.encode())
        if secret in data
    ] == []
    assert_valid(json.loads(data))


def test_a_packed_body_that_holds_a_key_is_kept_unpacked(tmp_path: Path) -> None:
    """The packed bytes would hold it, too."""
    import gzip

    key = Key(GATEWAY_KEY, "a test")
    body = f"data: {GATEWAY_KEY}\n\n".encode()
    headers = (("content-type", "text/event-stream"), ("content-encoding", "gzip"))
    recording_of([body], wire=gzip.compress(body), response_headers=headers).save(tmp_path / "a.har")
    (entry,) = Recording.open(tmp_path / "a.har").entries
    assert (entry.wire, entry.unpacked, len(entry.body)) == (b"", True, len(body))
    assert key.source == "a test"  # it is known as long as it lives


def test_an_unpacked_recording_is_replayed_without_its_coding(tmp_path: Path) -> None:
    event = f'data: {{"choices":[{{"index":0,"delta":{{"content":"it is {GATEWAY_KEY}"}},"finish_reason":"stop"}}]}}\\n\\n'
    steps = (
        "head 200 text/event-stream | content-encoding: gzip",
        f"coded gzip {event}data: [DONE]\\n\\n",
        "end",
    )
    with LocalServer(lambda _: steps) as server:
        client.ask("hi", api_key=GATEWAY_KEY, record=tmp_path / "a.har", **chat(server))
    assert Recording.open(tmp_path / "a.har").entries[0].unpacked
    assert client.ask("hi", record=tmp_path / "a.har", record_mode="replay").text.startswith("it is [key]")


def test_limits_of_a_server_are_no_secret(tmp_path: Path) -> None:
    headers = (
        ("content-type", "text/event-stream"),
        ("x-ratelimit-remaining-tokens", "59000"),
        ("x-portkey-provider", "openai"),
    )
    recording = recording_of([b"data: 1\n\n"], response_headers=headers)
    recording.save(tmp_path / "a.har")
    assert Recording.open(tmp_path / "a.har").entries[0].response_headers == headers
