"""Over TLS the connection goes to the checked address, and everything else to the name."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from certificate import certificate_in
from served_pages import LOOPBACK, PageServer, all_fetched, page

from pplx_notebook.network.wire.proxies_and_tls import tls_context

NAME = "pages.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_in(tmp_path_factory.mktemp("tls"), NAME)


@pytest.fixture
def asked_for(certificate: Path) -> Iterator[tuple[PageServer, list[str | None]]]:
    """A server, and the names that clients ask for in their handshakes (SNI)."""
    names: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _, name, __: names.append(name)
    with PageServer({"/": page("over TLS")}, context) as server:
        yield server, names
    tls_context.cache_clear()


def test_the_certificate_and_the_host_are_those_of_the_name(
    asked_for: tuple[PageServer, list[str | None]], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, names = asked_for
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls_context.cache_clear()
    resolve = {NAME: LOOPBACK, "other.example": LOOPBACK}
    good, bad = all_fetched(server, [f"https://{name}:{server.port}/" for name in resolve], resolve=resolve)
    assert good.body == b"over TLS"
    assert bad.reason == "its certificate is not trusted"
    assert set(names) == {NAME, "other.example"}
    assert {seen.headers["host"] for seen in server.seen} == {f"{NAME}:{server.port}"}


def test_a_certificate_that_nobody_signed_is_not_trusted(
    asked_for: tuple[PageServer, list[str | None]],
) -> None:
    server, _ = asked_for
    tls_context.cache_clear()
    (got,) = all_fetched(server, [f"https://{NAME}:{server.port}/"], resolve={NAME: LOOPBACK})
    assert got.reason == "its certificate is not trusted"
    assert not server.seen
