"""Which request is which, for the cache.

The rule: the same body, but for how the answer travels (which we choose and servers may refuse), to the same
address, by the same version of this package and of what it keeps. So another model, recency, attachment or
conversation before it is another request; another key or time limit is not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Protocol

import msgspec

from pplx_notebook.protocol.asked import Turn
from pplx_notebook.protocol.saved import VERSION

TRAVEL = ("stream", "stream_mode", "stream_options")


class Sent(msgspec.Struct, frozen=True):
    """What goes where: the request's ``body`` (JSON) and ``url``, to which provider, behind which turns;
    ``mask`` hides the key it goes with in a text."""

    url: str
    body: bytes
    provider: str
    earlier: tuple[Turn, ...] = ()
    mask: Callable[[str], str] = str

    @property
    def is_demo(self) -> bool:
        """Whether nobody is asked, and nothing paid."""
        return self.provider == "demo"

    @property
    def name(self) -> str:
        """What names it in the cache, hexadecimal digits; "" for what no cache may have."""
        if self.is_demo:
            return ""
        body = {name: value for name, value in msgspec.json.decode(self.body).items() if name not in TRAVEL}
        named = [_version(), VERSION, self.url, body]
        return sha256(msgspec.json.encode(named, order="deterministic")).hexdigest()


class Address(Protocol):
    """Where a question goes, and what hides the key it goes with."""

    @property
    def url(self) -> str: ...
    @property
    def provider(self) -> str: ...
    def mask(self, text: str) -> str: ...


class Turned(Protocol):
    """A question behind its turns."""

    @property
    def turns(self) -> tuple[Turn, ...]: ...


class ReadyCall(Protocol):
    """A question made ready to be sent, as the network has it."""

    @property
    def endpoint(self) -> Address: ...
    @property
    def body(self) -> bytes: ...
    @property
    def asked(self) -> Turned: ...


def sent_of(call: ReadyCall) -> Sent:
    """What is sent of it."""
    place = call.endpoint
    return Sent(place.url, call.body, place.provider, call.asked.turns, place.mask)


@cache
def _version() -> str:
    """This package's, as it is installed."""
    from importlib import metadata

    try:
        return metadata.version("pplx-notebook")
    except metadata.PackageNotFoundError:
        return ""
