"""The engine on a real port: what it serves, whom it refuses, when it ends."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pplx_notebook.demo.server.server import DemoServer
from pplx_notebook.protocol import read_answer

BODY = json.dumps({"input": "What is DNA?", "effort": "fast", "stream": True})
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(pace="instant") as server:
        yield server


def request(
    server: DemoServer, *, method: str = "POST", path: str = "/v1/responses", body: str = BODY, **headers: str
) -> tuple[int, bytes, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request(
            method, path, body, {**JSON, **{k.replace("_", "-"): v for k, v in headers.items()}}
        )
        response = connection.getresponse()
        return response.status, response.read(), response.headers
    finally:
        connection.close()


def raw(server: DemoServer, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(data)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_it_streams_an_answer_in_chunks(server: DemoServer) -> None:
    """A real HTTP client reads the whole answer."""
    status, data, headers = request(server)
    assert status == 200
    assert headers["transfer-encoding"] == "chunked"
    assert headers["content-type"].startswith("text/event-stream")
    assert "access-control-allow-origin" not in headers
    answer = read_answer([data])
    assert answer.status == "done"
    assert answer.text.startswith("**DNA**")


def test_one_connection_serves_many_requests(server: DemoServer) -> None:
    """Keep-alive: streams and bodies alternate on one socket."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    for body in (BODY, BODY.replace("true", "false"), "{oops", BODY):
        connection.request("POST", "/v1/responses", body, JSON)
        response = connection.getresponse()
        assert response.status == (400 if body == "{oops" else 200)
        assert response.read()
    connection.close()


def test_the_first_word_comes_before_the_last() -> None:
    """It really streams: bytes arrive while the answer is still being written."""
    with DemoServer(pace=10) as paced:
        connection = http.client.HTTPConnection("127.0.0.1", paced.port, timeout=10)
        connection.request("POST", "/v1/responses", BODY, JSON)
        response = connection.getresponse()
        began = time.perf_counter()
        response.readline()
        first = time.perf_counter() - began
        response.read()
        assert time.perf_counter() - began > first + 0.2
        connection.close()


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80", ""]
)
def test_a_foreign_host_is_refused(server: DemoServer, host: str) -> None:
    """DNS rebinding: the Host header must be exactly ours."""
    head = f"POST /v1/responses HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
    assert raw(server, f"{head}Content-Length: 2\r\n\r\n{{}}".encode()).startswith(b"HTTP/1.1 421 ")


def test_localhost_with_the_port_is_accepted(server: DemoServer) -> None:
    """Both usual names of the loopback are ours."""
    assert request(server, Host=f"localhost:{server.port}")[0] == 200


def test_a_web_page_is_refused(server: DemoServer) -> None:
    """Any Origin, its own included, and no CORS header in return; a preflight gets no permission, and a page
    of another site that sends no Origin (an image, a script) is told by ``Sec-Fetch-Site``."""
    given = [{"Origin": origin} for origin in ("https://evil.example", server.base_url, "null")]
    given += [{"Sec_Fetch_Site": site} for site in ("cross-site", "same-site")]
    for headers in given:
        for method in ("POST", "GET", "OPTIONS"):
            status, data, received = request(server, method=method, path="/events?q=DNA", **headers)
            assert status == 403
            assert json.loads(data)["error"]["type"] == "forbidden"
            assert not any(name.lower().startswith("access-control") for name in received)


def test_only_json_is_accepted(server: DemoServer) -> None:
    """A form post, which a page could send without a preflight, is refused."""
    assert request(server, Content_Type="text/plain")[0] == 415
    assert request(server, method="PUT")[0] == 405


def test_a_token_is_asked_for_when_set() -> None:
    """Without it, or with another, 401 in the API's envelope."""
    with DemoServer(pace="instant", token="opensesame") as server:  # noqa: S106  (no real secret)
        assert request(server)[0] == 401
        assert request(server, Authorization="Bearer wrong")[0] == 401
        assert request(server, Authorization="Bearer opensesame")[0] == 200


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"NONSENSE\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : HOST\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: -1\r\n\r\n", 400),
        (
            (
                b"POST / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\nContent-Type: application/json\r\n"
                b"Content-Length: 999999999\r\n\r\n"
            ),
            413,
        ),
    ],
)
def test_malformed_requests_get_one_status_and_are_closed(
    server: DemoServer, data: bytes, status: int
) -> None:
    """What HTTP/1.1 forbids, and a body over the limit, ends the connection."""
    answer = raw(server, data.replace(b"HOST", f"127.0.0.1:{server.port}".encode()))
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"connection: close" in answer.lower()


def test_it_listens_on_the_loopback_only(server: DemoServer) -> None:
    """Another address of this machine finds nobody at the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # no packet is sent; this only asks which address would be used
        address = probe.getsockname()[0]
    if address.startswith("127."):
        pytest.skip("this machine has no address but the loopback")
    with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
        socket.create_connection((address, server.port), timeout=2)


def test_a_client_that_leaves_ends_its_stream() -> None:
    """The connection's task ends soon after the client has gone."""
    with DemoServer(pace="lifelike") as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request("POST", "/v1/responses", BODY, JSON)
        connection.getresponse().readline()
        connection.close()
        deadline = time.monotonic() + 3
        while server.connections and time.monotonic() < deadline:
            time.sleep(0.02)
        assert server.connections == 0


def test_leaving_the_block_ends_streams_and_frees_the_port() -> None:
    """A stream under way is cut, the port can be taken again."""
    with DemoServer(pace="lifelike") as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request("POST", "/v1/responses", BODY, JSON)
        response = connection.getresponse()
        response.readline()
    with pytest.raises(http.client.IncompleteRead):
        response.read()
    connection.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), timeout=2)


def test_a_taken_port_is_an_error_at_once(server: DemoServer) -> None:
    """The block is not entered."""
    with pytest.raises(OSError, match="in use"), DemoServer(port=server.port):
        pass


def test_a_recording_is_replayed_byte_for_byte(tmp_path: Path) -> None:
    """``replay`` serves the file at any POST path; a .json file is one body."""
    stream = (
        b': hi\r\n\r\nevent: text_chunk\r\ndata: {"text": "A"}\r\n\r\nevent: done\ndata: {}\n\nevent: tail'
    )
    (tmp_path / "a.sse").write_bytes(stream)
    (tmp_path / "b.json").write_bytes(b'{"answer": 1}')
    with DemoServer(pace="instant", replay=tmp_path / "a.sse") as server:
        assert request(server, path="/any/path")[1] == stream
        assert request(server, path="/", method="GET")[0] == 404
    with DemoServer(pace="instant", replay=tmp_path / "b.json") as server:
        status, data, headers = request(server)
        assert (status, data, headers["content-type"]) == (200, b'{"answer": 1}', "application/json")


def test_every_recording_is_replayed_whole(shared: Path) -> None:
    """The recorded streams outside the repository come out as they are."""
    for file in sorted((shared / "streams").glob("*.sse")):
        with DemoServer(pace="instant", replay=file) as server:
            assert request(server)[1] == file.read_bytes(), file.name


def test_the_command_prints_its_port_and_ends_with_its_parent() -> None:
    """One JSON line; with --parent the end of standard input is the end."""
    command = [sys.executable, "-m", "pplx_notebook.demo", "--pace", "instant", "--parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        line = json.loads(process.stdout.readline())
        connection = http.client.HTTPConnection("127.0.0.1", line["port"], timeout=10)
        connection.request(
            "POST", "/v1/responses", BODY, {**JSON, "Authorization": f"Bearer {line['token']}"}
        )
        assert connection.getresponse().status == 200
        connection.close()
        process.stdin.close()
        assert process.wait(timeout=10) == 0


@pytest.mark.parametrize(
    "options", [["--replay", "no/such/file.sse"], ["--pace", "soon"], ["--port", "TAKEN"]], ids=str
)
def test_a_command_that_cannot_start_says_so_in_one_line(server: DemoServer, options: list[str]) -> None:
    """No traceback: what is wrong, and a failing exit status."""
    command = [sys.executable, "-m", "pplx_notebook.demo"]
    given = [str(server.port) if option == "TAKEN" else option for option in options]
    ended = subprocess.run([*command, *given], capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("the demo server cannot start: ")
    assert len(ended.stderr.splitlines()) == 1


def test_a_run_in_the_background_can_be_polled_rejoined_and_cancelled() -> None:
    """Queued at first; events after a number; cancel ends it for good."""
    body = {"input": "Explain black holes in detail", "effort": "high", "background": True}
    with DemoServer(pace=1) as server:
        started = json.loads(request(server, body=json.dumps(body))[1])
        assert started["status"] == "queued"
        path = f"/v1/responses/{started['id']}"
        assert json.loads(request(server, method="GET", path=path)[1])["status"] in ("queued", "in_progress")
        cancelled = json.loads(request(server, path=f"{path}/cancel", body="{}")[1])
        assert cancelled["status"] == "cancelled"
        stream = request(server, method="GET", path=f"{path}?stream=true&starting_after=-1")[1]
        assert b"event: response.cancelled" in stream
    with DemoServer(pace="instant") as server:
        started = json.loads(request(server, body=json.dumps(body))[1])
        path = f"/v1/responses/{started['id']}"
        assert json.loads(request(server, method="GET", path=path)[1])["status"] == "completed"
        whole = request(server, method="GET", path=f"{path}?stream=true")[1]
        time.sleep(1.1)  # an ended run says the same at any later second
        tail = request(server, method="GET", path=f"{path}?stream=true&starting_after=9")[1]
        assert read_answer([whole]).status == "done"
        assert whole.endswith(tail)
        assert b'"sequence_number":10}' in tail
        assert b'"sequence_number":9}' not in tail
        assert request(server, method="GET", path="/v1/responses/resp_unknown")[0] == 404
        assert request(server, method="GET", path=f"{path}?stream=true&starting_after=x")[0] == 400


def test_a_broken_background_stream_goes_on_where_it_broke() -> None:
    """Two halves read over two connections make the one answer."""
    body = json.dumps({"input": "What is DNA?", "effort": "high", "background": True, "stream": True})
    with DemoServer(pace=5) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request("POST", "/v1/responses", body, JSON)
        response = connection.getresponse()
        first = b"".join(response.readline() for _ in range(3 * 12))
        connection.close()
        events = [json.loads(line[6:]) for line in first.splitlines() if line.startswith(b"data: ")]
        run, last = events[0]["response"]["id"], events[-1]["sequence_number"]
        path = f"/v1/responses/{run}?stream=true&starting_after={last}"
        second = request(server, method="GET", path=path)[1]
    answer = read_answer([first, second])
    assert answer.status == "done"
    assert answer.text == read_answer([second]).text  # the terminal event has it whole
    deltas = b"".join(first.splitlines(keepends=True)).count(b"output_text.delta\n")
    assert deltas > 0
