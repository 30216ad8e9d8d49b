"""TLS, proxies and the life of connections, against real servers; each question in a process of its own
where the environment matters."""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from certificate import certificate_in
from local_server import LocalServer
from proxy_server import ProxyServer

from pplx_notebook import client
from pplx_notebook.errors import StatusError, TransportError
from pplx_notebook.network.wire import httpcore_pool, proxies_and_tls
from pplx_notebook.network.wire.sessions import Session

HELLO = ("head 200 text/event-stream", "delta Hello_", "delta world", "finish", "done", "end")
HOST = "api.example.test"
ASK = """
import sys
from pplx_notebook import client
from pplx_notebook.errors import PplxError
try:
    for _ in range(3):
        print(client.ask("hi", provider="chat", base_url=sys.argv[1], retries=0, api_key="test-key-123").text)
except PplxError as error:
    print(error.kind, error)
"""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own for the test host and this machine, with its key in the same file."""
    return certificate_in(tmp_path_factory.mktemp("tls"), HOST)


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    """What a TLS server needs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def asked(url: str, **environment: str) -> list[str]:
    """What a process with this environment gets to see."""
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", ASK, url],
        env={**kept, **environment}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert not ran.stderr
    return ran.stdout.splitlines()


def test_answers_over_tls_share_one_connection(certificate: Path, tls: ssl.SSLContext) -> None:
    """Three answers, one handshake."""
    with LocalServer(lambda _: HELLO, tls) as server:
        assert asked(server.url, SSL_CERT_FILE=str(certificate)) == ["Hello world"] * 3
        assert server.connections == 1


def test_an_unknown_certificate_is_refused(tls: ssl.SSLContext) -> None:
    """And the reader is told what a company proxy needs."""
    with LocalServer(lambda _: HELLO, tls) as server:
        (line,) = asked(server.url)
        assert not server.seen
    assert line.startswith("transport")
    assert "SSL_CERT_FILE" in line


def test_a_missing_certificate_file_is_a_sentence() -> None:
    """A wrong SSL_CERT_FILE is said as such."""
    (line,) = asked("https://127.0.0.1:1", SSL_CERT_FILE="/no/such/file.pem")
    assert line.startswith("usage SSL_CERT_FILE")


@contextmanager
def hanging_up(reply: bytes) -> Iterator[int]:
    """The port of a server that answers the first byte with ``reply`` and closes."""

    def answer(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(1)
            connection.sendall(reply)
            time.sleep(0.3)  # a reset that comes at once takes the reply along (RFC 9112, 9.6)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=answer, args=(listener,), daemon=True).start()
        yield listener.getsockname()[1]


def test_a_server_without_tls_is_a_sentence() -> None:
    """https to a plain server."""
    with hanging_up(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        (line,) = asked(f"https://127.0.0.1:{port}")
    assert "does not speak TLS" in line


def test_a_proxy_of_the_environment_is_used(certificate: Path, tls: ssl.SSLContext) -> None:
    """Through a tunnel, with the proxy's own user and password."""
    with LocalServer(lambda _: HELLO, tls) as server, ProxyServer(server.port, "Basic dXNlcjpwQHNz") as proxy:
        url = f"https://{HOST}:{server.port}"
        address = f"http://user:p%40ss@127.0.0.1:{proxy.port}"
        assert asked(url, HTTPS_PROXY=address, SSL_CERT_FILE=str(certificate)) == ["Hello world"] * 3
        assert proxy.connects == [f"{HOST}:{server.port}"]


def test_a_refusing_proxy_is_named_without_its_password(tls: ssl.SSLContext) -> None:
    """407 is the proxy's, and its password stays unsaid."""
    with LocalServer(lambda _: HELLO, tls) as server, ProxyServer(server.port, "Basic other") as proxy:
        (line,) = asked(f"https://{HOST}", HTTPS_PROXY=f"http://user:hunter22@127.0.0.1:{proxy.port}")
    assert line.startswith("transport the proxy refused (407")
    assert f": 127.0.0.1:{proxy.port}; check HTTPS_PROXY" in line
    assert "hunter22" not in line


def test_a_proxy_that_is_not_there_is_named_and_not_the_server() -> None:
    """Nothing is known of the server yet."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    for url in (f"https://{HOST}", "http://litellm:4000"):
        (line,) = asked(
            url, HTTPS_PROXY=f"http://u:hunter22@127.0.0.1:{port}", HTTP_PROXY=f"http://127.0.0.1:{port}"
        )
        assert (
            line
            == f"transport the proxy 127.0.0.1:{port} refused the connection; check HTTPS_PROXY and NO_PROXY."
        )


def test_a_proxy_that_hangs_up_is_named() -> None:
    """Before the tunnel stands, whatever breaks is the proxy's."""
    with hanging_up(b"") as port:
        (line,) = asked(f"https://{HOST}", HTTPS_PROXY=f"http://127.0.0.1:{port}")
    assert line == f"transport the connection to the proxy 127.0.0.1:{port} broke; ask again."


def test_behind_a_proxy_an_unknown_certificate_is_the_servers(tls: ssl.SSLContext) -> None:
    """The tunnel stood."""
    with LocalServer(lambda _: HELLO, tls) as server, ProxyServer(server.port) as proxy:
        (line,) = asked(f"https://{HOST}", HTTPS_PROXY=f"http://127.0.0.1:{proxy.port}")
    assert line.startswith(f"transport {HOST} has no certificate")


@pytest.mark.parametrize(
    "address",
    ["http://user:hunter22@[half", "ftp://user:hunter22@proxy.example:21", "http://", "http://host:port"],
)
def test_a_nonsense_proxy_is_a_sentence(address: str) -> None:
    """A wrong setting is said as such, without its value."""
    (line,) = asked(f"https://{HOST}", HTTPS_PROXY=address)
    assert line.startswith("usage the proxy setting")
    assert "hunter22" not in line


def test_a_socks_proxy_says_what_it_needs() -> None:
    """The package for it is not among our own."""
    if importlib.util.find_spec("socksio") is not None:
        pytest.skip("socksio is installed here")
    (line,) = asked(f"https://{HOST}", HTTPS_PROXY="socks5://127.0.0.1:1")
    assert line.startswith("usage a SOCKS proxy needs")


def test_no_proxy_and_this_machine_go_past_the_proxy() -> None:
    """Loopback never goes through a proxy, whatever NO_PROXY says."""
    dead = "http://127.0.0.1:1"
    with LocalServer(lambda _: HELLO) as server:
        lines = asked(server.url, HTTP_PROXY=dead, HTTPS_PROXY=dead, ALL_PROXY=dead)
    assert lines == ["Hello world"] * 3
    assert proxies_and_tls.proxy_for("https", "localhost") is None


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://api.example/v1?a=%20b", "https://api.example/v1?a=%20b"),
        ("https://bücher.example:8443/v1", "https://xn--bcher-kva.example:8443/v1"),
        ("http://[::1]:80/früh/%41?q=ü", "http://[::1]:80/fr%C3%BCh/%41?q=%C3%BC"),
        ("http://user:secret@host.example/a b?q=c d", "http://host.example/a%20b?q=c%20d"),
    ],
)
def test_an_address_travels_as_a_request_line_may_hold_it(url: str, sent: str) -> None:
    """The host as IDNA, without a user; the rest as percents; escapes stay what they are."""
    assert httpcore_pool.ascii_url(url) == sent


def test_a_refusal_that_comes_before_all_was_sent_is_read() -> None:
    """A server may answer the head of a large question and hang up."""
    reply = b"HTTP/1.1 413 Too Large\r\ncontent-length: 7\r\n\r\ntoo big"
    with hanging_up(reply) as port, pytest.raises(StatusError, match="too big"):
        client.ask("x" * 10_000_000, provider="chat", base_url=f"http://127.0.0.1:{port}", retries=0)


def test_an_unknown_host_is_a_sentence() -> None:
    """.invalid never resolves (RFC 2606)."""
    with pytest.raises(TransportError, match=r"there is no host nowhere\.invalid"):
        client.ask("hi", provider="chat", base_url="https://nowhere.invalid", retries=0, api_key="k" * 20)


@pytest.mark.parametrize("host", ["a..b", "x" * 70 + ".example"])
def test_a_name_no_host_can_have_is_a_sentence(host: str) -> None:
    """It has no IDNA form; that is the reader's slip and no mistake of ours."""
    with pytest.raises(TransportError, match="there is no host"):
        client.ask("hi", provider="chat", base_url=f"https://{host}/v1", retries=0, api_key="k" * 20)


def test_creating_a_client_reads_no_certificates() -> None:
    """They take 20 ms and more; the TLS context is made for the first https address."""

    def contexts() -> int:
        return sum(isinstance(value, ssl.SSLContext) for value in gc.get_objects())

    async def made() -> int:
        proxies_and_tls.tls_context.cache_clear()
        before = contexts()
        session = Session(httpcore_pool.PooledTransport())
        found = contexts() - before
        await session.aclose()
        return found

    assert asyncio.run(made()) == 0
