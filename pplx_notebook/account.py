"""Whom a session asks, with whose key, and whether that key is taken: what ``--status`` and ``--login`` tell.

A key is checked with one request that asks nothing and costs nothing, and only when somebody agrees to it.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from pplx_notebook.errors import PplxError, UsageProblem
from pplx_notebook.keys import Key
from pplx_notebook.network.question.waiting import awaited
from pplx_notebook.network.question.worker import started
from pplx_notebook.network.rules.endpoints import Endpoint, endpoint_for
from pplx_notebook.network.rules.providers import PRESETS, PROVIDERS, provider_named
from pplx_notebook.network.wire.sessions import Sessions
from pplx_notebook.network.wire.transport import Request, Response, WireFailure
from pplx_notebook.processes import IN_BROWSER

PROVIDER_NAMES = tuple(PROVIDERS)
WITH_LOGIN = tuple(preset.name for preset in PRESETS if preset.needs_key)
CHECKS = {"perplexity": "/v1/models", "openrouter": "/key"}  # GET; Perf's pages name nothing of the kind
CONNECT_S, IDLE_S = 5.0, 20.0


class Verdict(msgspec.Struct, frozen=True):
    """What a server says to a key: "taken", "refused", or "unknown" and why."""

    said: Literal["taken", "refused", "unknown"]
    why: str = ""


def login_provider(name: str) -> str:
    """The provider a key is typed for, perplexity when none is named; UsageProblem where none is needed."""
    name = provider_named(name.strip().lower()) if name else "perplexity"
    if name not in WITH_LOGIN:
        raise UsageProblem(
            f"provider {name} has no login: there is one for {', '.join(WITH_LOGIN)}; "
            "for a server of your own pass api_key= in a script."
        )
    return name


def key_names(provider: str) -> tuple[str, ...]:
    """What a provider's key is called in the environment, first names first."""
    return PROVIDERS[provider].key_names


def endpoint(provider: str, base_url: str, key: Key | None = None) -> Endpoint:
    """Where a question would go now; UsageProblem says why none could."""
    return endpoint_for(provider or None, base_url or None, key)


def may_check(provider: str) -> bool:
    """True for a provider that can be asked about a key alone; a browser says no reason."""
    return provider in CHECKS and not IN_BROWSER


def checked(provider: str, key: Key) -> Verdict:
    """Ask the provider whether it takes the key; waits, at most some 25 s."""
    place = endpoint(provider, "", key)
    worker = started()  # a cell has a loop already
    try:
        return awaited(worker.submit, lambda: _verdict(place))
    finally:
        worker.close()


async def _verdict(place: Endpoint) -> Verdict:
    url = place.url.removesuffix(PROVIDERS[place.provider].path) + CHECKS[place.provider]
    sessions = Sessions()
    try:
        session = await sessions.of(place.provider)
        response = await session.transport.send(Request("GET", url, b"", place.key, CONNECT_S, IDLE_S))
        await response.aclose()
    except WireFailure:
        return Verdict("unknown", f"{place.host} could not be reached")
    except PplxError as problem:
        return Verdict("unknown", str(problem).rstrip("."))
    finally:
        await sessions.aclose()
    return _meaning(response, place)


def _meaning(response: Response, place: Endpoint) -> Verdict:
    """What a status says of a key."""
    if response.status in (401, 403):
        return Verdict("refused", f"{place.host} refused it (HTTP {response.status})")
    if 200 <= response.status < 300:
        return Verdict("taken", f"{place.host} takes it")
    return Verdict("unknown", f"{place.host} answered HTTP {response.status}")


def limits_seen(limits: Any, place: Endpoint) -> str:
    """What a server said of its limit last, in words; "" where it said nothing in this session."""
    limit, remaining = limits.seen(f"{place.provider} {place.url}")
    words = [f"{limit} requests a minute"] if limit else []
    return ", ".join([*words, *([f"{remaining} left"] if remaining else [])])
