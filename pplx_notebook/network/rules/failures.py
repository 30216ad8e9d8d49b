"""What transports raise, as the error values of ours: one line each, with what to do."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import msgspec

from pplx_notebook.errors import PplxError
from pplx_notebook.network.rules.endpoints import BASE_URL, Endpoint
from pplx_notebook.network.rules.providers import PERPLEXITY_KEYS, PROVIDERS
from pplx_notebook.network.rules.time_limits import TimeLimits
from pplx_notebook.protocol.answer import AnswerError
from pplx_notebook.protocol.scrub import LINE_CHARS, printable_line

_LATE = (
    "{host} did not accept a connection in time (connect_timeout_s={limits.connect_s:g}); is it reachable?"
)
_NO_PAGES = (
    "the browser got nothing from {host}: most likely it allows no web pages (CORS), or it is not reachable;"
    " set base_url to a gateway that allows this page."
)
# by the kinds of ``wire.transport.WireFailure``, ``connect`` aside; a limit is told by the name it is set by
WORDS = {
    "connect_timeout": ("timeout", _LATE),
    "silent": (
        "timeout",
        "{host} has been silent too long (idle_timeout_s={limits.idle_s:g}); what had arrived is kept.",
    ),
    "proxy": ("transport", "the proxy refused ({cause}){at}; check HTTPS_PROXY and NO_PROXY."),
    "fetch": ("transport", _NO_PAGES),
    "broken": ("transport", "the connection to {host} broke; ask again."),
}
CLOCKS = {
    "first": "no text came for {:g} s; ask again, or with a larger first_text_timeout_s.",
    "gap": "nothing new came for {:g} s (gap_timeout_s); what had arrived is kept.",
    "total": "the answer was not complete after {:g} s; set total_timeout_s higher to wait longer.",
}


def error_of(problem: PplxError) -> AnswerError:
    """The error value of an exception of ours."""
    return AnswerError(
        kind=problem.kind, message=str(problem), status=problem.status, retry_after_s=problem.retry_after_s
    )


def wire_error(
    kind: str,
    cause: BaseException | None,
    host: str,
    *,
    proxy: str = "",
    limits: TimeLimits = TimeLimits(),  # noqa: B008  # frozen
) -> AnswerError:
    """The error value of what the network did; ``cause`` is what the library said, ``proxy`` the host and
    port of the proxy whose doing it was."""
    name = f"the proxy {proxy}" if proxy else host
    if kind == "connect":
        return AnswerError(kind="transport", message=_connect_message(cause, name, proxy))
    word, message = WORDS[kind]
    at = f": {proxy}" if proxy else ""
    return AnswerError(kind=word, message=message.format(host=name, cause=cause, at=at, limits=limits))


def _connect_message(exc: BaseException | None, name: str, proxy: str) -> str:
    """Why no connection came about, in words a reader can act on."""
    causes = list(_chain(exc))
    check = "check HTTPS_PROXY and NO_PROXY" if proxy else "check the address and the network"
    if any(isinstance(cause, socket.gaierror | UnicodeError) for cause in causes):
        return f"there is no host {proxy or name}; {check}."
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return f"{name} has no certificate this machine trusts; behind a company proxy set SSL_CERT_FILE."
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return f"{name} does not speak TLS here; check scheme and port of the address."
    if any(isinstance(cause, ConnectionRefusedError) or "refused" in str(cause) for cause in causes):
        return f"{name} refused the connection; {check + '.' if proxy else 'is the server running there?'}"
    return f"{name} could not be reached; {check}."


def clock_error(name: str, seconds: float) -> AnswerError:
    """The error of a clock of ours that ran out."""
    return AnswerError(kind="timeout", message=CLOCKS[name].format(seconds))


def with_advice(error: AnswerError, endpoint: Endpoint) -> AnswerError:
    """An HTTP error with its status and what to do behind what the server said."""
    words = [f"HTTP {error.status}", _advice(error, endpoint)]
    said = printable_line(error.message.rstrip(" ."), LINE_CHARS - sum(map(len, words)) - 6)
    return msgspec.structs.replace(error, message=f"{said} ({'; '.join(word for word in words if word)})")


def _advice(error: AnswerError, endpoint: Endpoint) -> str:
    """What to do about an HTTP status; "" where the server's own words are all there is to say."""
    if error.status == 401:
        sent = endpoint.key or next(iter(endpoint.header_keys), None)
        if sent is not None:
            return f"the key from {sent.source} was refused, set another"
        takes_one = bool(PROVIDERS[endpoint.provider].key_names)  # the demo refuses on demand, and takes none
        return f"no key was sent, {_give_key(endpoint)}" if takes_one else ""
    if error.status == 404:
        return "check base_url and provider"
    wait_s = error.retry_after_s or 0.0
    if error.status == 429 and wait_s >= 1:
        return f"come back in {duration(wait_s)}"
    if (error.status or 0) < 500:
        return ""
    trouble = "the server's trouble, ask again later"
    is_bare = endpoint.key is None and not endpoint.header_keys
    if error.status == 500 and is_bare and endpoint.is_gateway:  # gateways say so where a key lacks
        return f"{trouble}, or no key: {_give_key(endpoint)}"
    return trouble


def _give_key(endpoint: Endpoint) -> str:
    """How to give a key that would then be sent, by what can be typed where it was asked."""
    names = PROVIDERS[endpoint.provider].key_names
    if endpoint.trusted:
        way = f"set {names[0]}"
    elif names == PERPLEXITY_KEYS:
        way = f"set {BASE_URL}" if endpoint.withheld is not None else f"set {names[0]} and {BASE_URL}"
    else:
        way = "give --header Authorization=$VARIABLE" if endpoint.in_cell else ""
    return way if endpoint.in_cell else " or ".join(filter(None, (way, "pass api_key=")))


def duration(seconds: float) -> str:
    """Seconds in words: 3 s, 5 min, 2 h, 3 days."""
    for size, unit in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _chain(exc: BaseException | None) -> Iterator[BaseException]:
    """The exception and what caused it."""
    while exc is not None:
        yield exc
        exc = exc.__cause__ or exc.__context__


def too_long(error: AnswerError) -> AnswerError:
    """An error whose wait is too long to be waited: say when."""
    wait = f"come back in {duration(error.retry_after_s or 0)}"
    if wait in error.message:
        return error
    return msgspec.structs.replace(error, message=f"{error.message}; {wait}")
