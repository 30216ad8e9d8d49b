"""What the standard allows is served: HTTP's own rules, who may ask from a page, the addresses."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import pytest
from asking_http import AGENT, CHAT, MESSAGES, command, sent

from pplx_notebook.demo.server.server import DemoServer
from pplx_notebook.protocol import read_answer

TOKEN = "opensesame"  # noqa: S105  (no real secret)
PAGE = "http://127.0.0.1:8888"


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(pace="instant") as server:
        yield server


def raw(server: DemoServer, *parts: bytes) -> bytes:
    """All that comes back on one connection, which the server closes."""
    with socket.create_connection((server.host, server.port), timeout=10) as connection:
        for part in parts:
            connection.sendall(part.replace(b"HOST", f"127.0.0.1:{server.port}".encode()))
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_request_body_may_come_in_chunks(server: DemoServer) -> None:
    """No content-length is needed."""
    body = json.dumps(AGENT).encode()
    head = b"POST /v1/responses HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nContent-Type: application/json\r\n"
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:9], body[9:])) + b"0\r\n\r\n"
    answer = raw(server, head + b"Transfer-Encoding: chunked\r\n\r\n", chunks)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"response.completed" in answer


def test_the_older_http_gets_a_stream_that_ends_with_the_connection(server: DemoServer) -> None:
    """HTTP/1.0 knows no chunks."""
    body = json.dumps(AGENT).encode()
    head = b"POST /v1/responses HTTP/1.0\r\nHost: HOST\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    received, _, stream = raw(server, head % len(body) + body).partition(b"\r\n\r\n")
    assert b" 200 " in received
    assert b"chunked" not in received.lower()
    assert read_answer([stream]).status == "done"


def test_an_address_may_be_whole_and_the_older_http_needs_no_host(server: DemoServer) -> None:
    """As RFC 9112 has it; a foreign Host is refused in both."""
    whole = b"GET http://HOST/v1/models HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n"
    assert raw(server, whole).startswith(b"HTTP/1.1 200 ")
    assert b" 200 " in raw(server, b"GET /v1/models HTTP/1.0\r\n\r\n")[:20]
    assert b" 421 " in raw(server, b"GET /v1/models HTTP/1.0\r\nHost: evil.example\r\n\r\n")[:20]
    strange = b"GET http://HOST/v1/models HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert b" 421 " in raw(server, strange)[:20]


def test_a_client_that_waits_for_a_hundred_gets_it(server: DemoServer) -> None:
    """curl asks so before a large body."""
    with socket.create_connection((server.host, server.port), timeout=10) as connection:
        head = "POST /v1/chat HTTP/1.1\r\nHost: {}:{}\r\nExpect: 100-continue\r\nContent-Type: application/json\r\n"
        connection.sendall(f"{head.format(server.host, server.port)}Content-Length: 2\r\n\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")


def test_head_is_get_without_its_body(server: DemoServer) -> None:
    """Headers of the list of models, and of an event stream that is not begun."""
    status, data, headers = sent(server, "/v1/models", method="HEAD")
    assert (status, data) == (200, b"")
    assert int(headers["content-length"]) > 50
    status, data, headers = sent(server, "/events?q=DNA", method="HEAD")
    assert (status, data) == (200, b"")
    assert headers["content-type"].startswith("text/event-stream")


def test_options_and_refused_methods_name_what_is_allowed(server: DemoServer) -> None:
    """``Allow`` in both."""
    status, _, headers = sent(server, "/v1/responses", method="OPTIONS")
    assert (status, headers["allow"]) == (204, "POST, OPTIONS")
    assert sent(server, "/events", method="OPTIONS")[2]["allow"] == "GET, HEAD, POST, OPTIONS"
    status, _, headers = sent(server, "/v1/responses", method="GET")
    assert (status, headers["allow"]) == (405, "POST, OPTIONS")
    assert sent(server, "/v1/responses", method="DELETE")[0] == 405


def test_every_reply_has_a_date_an_id_and_no_server_name(server: DemoServer) -> None:
    """A run's id is the request's, as at the API."""
    _, data, headers = sent(server, "/v1/responses", {**AGENT, "stream": False})
    assert parsedate_to_datetime(headers["date"])
    assert json.loads(data)["id"] == f"resp_{headers['x-request-id']}"
    assert "server" not in headers
    assert headers["cache-control"] == "no-store"


def test_a_stream_asks_proxies_to_pass_it_on(server: DemoServer) -> None:
    """Never compressed, whatever the client would take."""
    _, data, headers = sent(server, "/chat/completions", CHAT, Accept_Encoding="gzip, br")
    assert headers["x-accel-buffering"] == "no"
    assert "content-encoding" not in headers
    assert read_answer([data]).status == "done"


def test_a_path_may_be_percent_encoded(server: DemoServer) -> None:
    """``%65`` is an e."""
    assert sent(server, "/v1/r%65sponses", AGENT)[0] == 200


def test_the_scheme_of_a_token_may_be_in_any_case_and_a_refusal_says_which() -> None:
    """RFC 7235: ``bearer`` is ``Bearer``."""
    with DemoServer(pace="instant", token=TOKEN) as server:
        for scheme in ("Bearer", "bearer", "BEARER"):
            assert sent(server, "/v1/models", Authorization=f"{scheme} {TOKEN}")[0] == 200
        status, data, headers = sent(server, "/v1/models")
        assert status == 401
        assert headers["www-authenticate"].startswith("Bearer")
        assert json.loads(data)["error"]["type"] == "invalid_api_key"
        assert sent(server, "/v1/models", Authorization=f"Basic {TOKEN}")[0] == 401


def test_the_query_carries_a_token_for_an_event_source_only() -> None:
    """``GET /events`` and nowhere else; another token is refused there too."""
    with DemoServer(pace="instant", token=TOKEN) as server:
        assert sent(server, f"/events?q=DNA&token={TOKEN}")[0] == 200
        assert sent(server, "/events?q=DNA&token=wrong")[0] == 401
        assert sent(server, f"/v1/models?token={TOKEN}")[0] == 401
        assert sent(server, f"/events?token={TOKEN}", {"q": "DNA"})[0] == 401


def test_a_token_in_an_address_is_in_no_log() -> None:
    """The server's program says nothing of its requests."""
    with command("pplx_notebook.demo", "--pace", "instant") as line, DemoServer() as unused:
        unused.host, unused.port = "127.0.0.1", line["port"]
        assert sent(unused, f"/events?q=DNA&token={line['token']}")[0] == 200
        unused.port = 0
    ended = subprocess.run(
        [sys.executable, "-m", "pplx_notebook.demo", "--help"], capture_output=True, check=True, text=True
    )
    assert "--allow-origin" in ended.stdout


def test_an_allowed_page_may_ask_under_its_own_host() -> None:
    """Jupyter's server proxy passes the browser's Host and Origin on."""
    with DemoServer(pace="instant", origins=[PAGE]) as server:
        status, data, headers = sent(server, "/v1/responses", AGENT, Origin=PAGE, Host="127.0.0.1:8888")
        assert status == 200
        assert read_answer([data]).status == "done"
        assert headers["access-control-allow-origin"] == PAGE
        assert headers["vary"] == "Origin"
        assert "X-RateLimit" in headers["access-control-expose-headers"]
        assert sent(server, "/v1/responses", AGENT, Origin="http://127.0.0.1:9999")[0] == 403
        assert sent(server, "/v1/responses", AGENT, Host="127.0.0.1:9999")[0] == 421


def test_a_preflight_needs_no_token_and_allows_what_the_page_names() -> None:
    """The npm client's ``x-stainless-*`` headers included."""
    with DemoServer(token=TOKEN, origins=[PAGE]) as server:
        asked = {
            "Origin": PAGE,
            "Access_Control_Request_Method": "POST",
            "Access_Control_Request_Headers": "authorization, x-stainless-os",
        }
        status, _, headers = sent(server, "/chat/completions", method="OPTIONS", **asked)
        assert status == 204
        assert headers["access-control-allow-headers"] == "authorization, x-stainless-os"
        assert "POST" in headers["access-control-allow-methods"]
        refused = sent(
            server, "/chat/completions", method="OPTIONS", **{**asked, "Origin": "http://evil.example"}
        )
        assert refused[0] == 403
        assert "access-control-allow-origin" not in refused[2]


def test_the_other_loopback_is_served_too() -> None:
    """``--host ::1``; no other address is taken."""
    try:
        with DemoServer(pace="instant", host="::1") as server:
            assert server.base_url.startswith("http://[::1]:")
            assert sent(server, "/v1/models")[0] == 200
    except OSError:
        pytest.skip("this machine has no ::1")
    ended = subprocess.run(
        [sys.executable, "-m", "pplx_notebook.demo", "--host", "0.0.0.0"],  # noqa: S104  (what is refused)
        capture_output=True,
        check=False,
        text=True,
    )
    assert ended.returncode == 2
    assert "invalid choice" in ended.stderr


def test_the_program_asks_for_a_random_token_unless_told_not_to() -> None:
    """One JSON line with the address and the token."""
    with command("pplx_notebook.demo") as line, command("pplx_notebook.demo", "--no-token") as open_:
        assert len(line["token"]) >= 32
        assert line["base_url"] == f"http://127.0.0.1:{line['port']}"
        assert "token" not in open_


def test_the_former_command_works_with_a_notice() -> None:
    """``python -m pplx_notebook.demo.server``, as in 0.1.0's notebooks: no token unless asked for."""
    with command("pplx_notebook.demo.server", "--pace", "instant") as line:
        assert "token" not in line
    with command("pplx_notebook.demo.server", "--no-such-option") as line:
        assert "goes with the next release" in line["stderr"]


def test_what_is_missing_is_said_in_one_line() -> None:
    """Without starlette or uvicorn: what to install, no traceback."""
    program = (
        "import sys, importlib.util as u; find = u.find_spec;"
        "u.find_spec = lambda name, *rest: None if name == 'uvicorn' else find(name, *rest);"
        "import runpy; runpy.run_module('pplx_notebook.demo', run_name='__main__')"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.strip() == 'uvicorn missing: pip install "pplx-notebook[lab]"'


def test_a_bug_of_the_answerer_is_a_500_in_the_envelope(
    server: DemoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never a traceback to the reader; the log has it."""

    class Buggy:
        def reply(self, *_: object) -> None:
            raise ZeroDivisionError("secret")

    monkeypatch.setattr(server._app, "_answerer", Buggy())
    status, data, headers = sent(server, "/v1/chat", {"messages": MESSAGES})
    assert status == 500
    assert b"secret" not in data
    assert json.loads(data)["error"]["request_id"] == headers["x-request-id"]
