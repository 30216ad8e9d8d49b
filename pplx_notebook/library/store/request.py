"""Which request is which, for the cache: the rule of ``protocol/asking/same_request.py``, by the same
version of this package and of what it keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Protocol

import msgspec

from pplx_notebook.protocol.asked import Turn
from pplx_notebook.protocol.asking.same_request import question_name, request_name
from pplx_notebook.protocol.saved import VERSION


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
        return request_name(self.url, self.body, _version(), VERSION)

    @property
    def question(self) -> str:
        """What names it in a study, whatever version asks it."""
        return question_name(self.url, self.body)


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
