"""Which addresses pages may be fetched from: the real rule, on addresses, names and redirects."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import httpcore
import pytest
from places import CASES
from served_pages import LOOPBACK, admitting, fetched, page, serving

from pplx_notebook.network.pages.address_rule import AddressRefused, AddressRule
from pplx_notebook.network.pages.checked_backend import CheckedBackend


def rows(file: Path, width: int) -> list[list[str]]:
    lines = file.read_text("utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")
    ]
    assert all(len(row) == width for row in cells)
    return cells


ADDRESSES = rows(CASES / "pages" / "addresses.txt", 3)
REDIRECTS = rows(CASES / "pages" / "redirects.txt", 2)


async def connected(host: str, port: int, addresses: Sequence[str]) -> None:
    """Go as far as opening a connection: AddressRefused, or a socket that was nearly opened."""

    async def resolve(_: str, __: int) -> Sequence[str]:
        return addresses

    backend = CheckedBackend(AddressRule(), resolve)

    class OpenedError(Exception):
        pass

    async def opened(*_: object) -> None:
        raise OpenedError

    backend._sockets.connect_tcp = opened  # type: ignore[method-assign,assignment]  # nothing goes to the internet
    with pytest.raises(OpenedError):
        await backend.connect_tcp(host, port)


def verdict(url: str, resolves_to: str) -> str:
    """Why not, "" where a connection would have been opened."""
    try:
        place = AddressRule().place(url.replace("\\t", "\t"))
        asyncio.run(
            connected(
                place.host,
                place.port,
                resolves_to.split() if resolves_to != "not an address" else [resolves_to],
            )
        )
    except AddressRefused as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize(("url", "resolves_to", "why"), ADDRESSES)
def test_only_public_addresses_are_connected_to(url: str, resolves_to: str, why: str) -> None:
    said = verdict(url, resolves_to or url.split("//")[-1].split("/")[0].strip("[]"))
    assert (why in said) if why else not said


def test_there_are_many_cases() -> None:
    assert len(ADDRESSES) + len(REDIRECTS) >= 60


@pytest.mark.parametrize(("location", "why"), REDIRECTS)
def test_a_redirect_is_judged_like_a_first_address(location: str, why: str) -> None:
    with serving({"/": [f"head 302 | location: {location}", "end"], "/admin": page("secret")}) as server:
        got = fetched(server, "/", resolve={"inside.example": "192.168.7.7"})
    assert why in got.reason
    assert got.reason.startswith("refused address: ")
    assert not got.body


@pytest.mark.parametrize("location", ["/b", "b", "//{host}/b", "http://{host}/b#part", "HTTP://{host}/b"])
def test_a_redirect_to_an_admitted_page_is_followed(location: str) -> None:
    with serving({}) as server:
        here = location.format(host=f"127.0.0.1:{server.port}")
        server.pages.update({"/a": [f"head 301 | location: {here}", "end"], "/b": page("found")})
        got = fetched(server, "/a")
    assert got.body == b"found"
    assert got.place.endswith("/b")


def test_a_name_that_answers_differently_the_second_time_is_resolved_once() -> None:
    """DNS rebinding: the connection goes to what was checked; TLS and Host keep the name."""
    asked: list[str] = []

    async def rebinding(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        return [LOOPBACK] if len(asked) == 1 else ["10.0.0.1"]

    with serving({"/": page("first")}) as server:
        got = fetched(server, "/", host="rebinding.example", resolver=rebinding)
        host = server.seen[-1].headers["host"]
    assert got.body == b"first"
    assert asked == ["rebinding.example"]
    assert host == f"rebinding.example:{server.port}"


def test_an_address_is_checked_for_each_new_connection() -> None:
    answers = iter([[LOOPBACK], ["192.168.0.1"]])

    async def rebinding(_: str, __: int) -> Sequence[str]:
        return next(answers)

    with serving(
        {
            "/robots.txt": ["reply 200 text/plain | connection: close", "body User-agent: x", "close"],
            "/": page("secret"),
        }
    ) as server:
        got = fetched(server, "/", host="rebinding.example", resolver=rebinding)
    assert got.reason == "refused address: it is in a private network"


def test_of_several_addresses_the_next_is_tried() -> None:
    """The rule admits both; nothing listens at the first."""
    with serving({"/": page("second")}) as server:
        got = fetched(
            server,
            "/",
            host="two.example",
            resolve={"two.example": "127.0.0.9 127.0.0.1"},
            also=("127.0.0.9",),
        )
    assert got.body == b"second"


def test_a_rule_that_admits_one_port_of_this_machine_admits_no_other() -> None:
    rule = admitting(8123)
    assert rule.place("http://127.0.0.1:8123/").port == 8123
    for url in (
        "http://127.0.0.1:8124/",
        "http://127.0.0.2:8123/",
        "http://[::1]:8123/",
        "http://localhost:8123/",
    ):
        with pytest.raises(AddressRefused):
            rule.place(url)
    with pytest.raises(AddressRefused):
        rule.check("10.0.0.1", 8123)


def test_httpcore_asks_this_backend() -> None:
    assert issubclass(CheckedBackend, httpcore.AsyncNetworkBackend)
