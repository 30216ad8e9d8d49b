"""What came of fetching a page, and the reasons there are for not having it, in a reader's words."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping

import msgspec

from pplx_notebook.network.wire.transport import WireFailure

ROBOTS = "its robots.txt asks programs to stay away"
NO_ROBOTS = "its robots.txt cannot be read, so it is left alone"
TIMED_OUT = "timed out"
REDIRECTS = "too many redirects"
GARBLED = "its body is not what its headers say"
REFUSED = "refused address: {}"


class Fetched(msgspec.Struct, frozen=True):
    """A page's bytes as they came, unpacked: asked for at ``url``, found at ``place`` after redirects,
    with its ``content_type``; or in ``reason`` why there is none."""

    url: str
    place: str = ""
    content_type: str = ""
    body: bytes = b""
    reason: str = ""


class Head(msgspec.Struct, frozen=True):
    """The head of a response, whatever its ``status``: ``headers`` by lower-case name; or in ``reason`` why
    there is none (``status`` 0)."""

    status: int = 0
    headers: Mapping[str, str] = {}
    reason: str = ""


class NoPage(Exception):  # noqa: N818  # it becomes a reason
    """There is no page to be had; ``str()`` is the reason."""


def too_large(most_bytes: int) -> NoPage:
    """A body beyond its limit."""
    return NoPage(f"larger than {most_bytes / 1_000_000:g} MB")


def reason_of(failure: WireFailure) -> str:
    """What the network did, in a few words."""
    if failure.kind in ("connect_timeout", "silent"):
        return TIMED_OUT
    cause: BaseException | None = failure.__cause__
    while cause is not None:
        if isinstance(cause, socket.gaierror | UnicodeError):
            return "there is no such host"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "its certificate is not trusted"
        if isinstance(cause, ssl.SSLError):
            return "it does not speak TLS"
        cause = cause.__cause__ or cause.__context__
    return "the connection broke" if failure.kind == "broken" else "no connection"
