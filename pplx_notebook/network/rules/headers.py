"""Headers a reader adds for a gateway: which may be sent, and where their values come from.

Rules of this file:

- what is written in a call or a cell is saved with it, so a literal is refused where its name or its value
  looks like a secret; ``$VARIABLE``, alone or behind ``Bearer``, is read from the environment when the
  request leaves, and stands nowhere before;
- the variables of the providers' own keys are refused: those keys go to their own addresses only;
- what comes from the environment goes over plain http no further than a key does;
- headers that belong to the connection or to the body are ours.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.keys import Key
from pplx_notebook.network.rules.providers import PRESETS
from pplx_notebook.protocol.scrub import without_key_like

Headers = tuple[tuple[str, str], ...]  # names and values as they were given

_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_VARIABLE = re.compile(r"((?:bearer|basic|token) )?\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?", re.IGNORECASE)
_SECRET = ("auth", "key", "token", "secret", "password", "cookie", "credential")
_NAMES_OF_GATEWAYS = ("portkey",)  # no secret by themselves: x-portkey-provider, but x-portkey-api-key
_SECRET_INSIDE = re.compile(
    r"(?:key|token|secret|password|authorization|credentials?)[\"']?\s*[:=]", re.IGNORECASE
)
_OURS = (
    *("host", "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "expect"),
    *(
        "content-length",
        "content-type",
        "content-encoding",
        "accept",
        "accept-encoding",
        "proxy-authorization",
    ),
)
_MOST_CHARS = 4096


def checked_headers(
    given: Mapping[str, str], *, open_to: str = "", environment: Mapping[str, str] = os.environ
) -> Headers:
    """The headers as they were given; UsageProblem, which never shows a value, for one that may not be sent.
    ``open_to`` is the host that no secret may go to, "" where one may."""
    for name, value in given.items():
        if not _NAME.fullmatch(name) or not _may_stand(value):
            raise UsageProblem(f"header {printable(name)} is none: give a name and a value on one line.")
        if name.lower() in _OURS:
            raise UsageProblem(f"header {name} is ours to write; leave it out.")
        variable = _VARIABLE.fullmatch(value)
        if variable is not None:
            _check_variable(name, variable[2], open_to, environment)
        elif _is_secret(name, value):
            raise UsageProblem(
                f"header {name} looks like a secret and would be saved with the call:"
                f" put it into a variable of the environment and give {name}=$VARIABLE."
            )
    return tuple(given.items())


def sent_headers(headers: Headers, environment: Mapping[str, str] = os.environ) -> Iterator[tuple[str, str]]:
    """The headers as they leave, with the values of their variables."""
    for name, value in headers:
        variable = _VARIABLE.fullmatch(value)
        yield name, value if variable is None else (variable[1] or "") + _value_of(variable[2], environment)


def keys_of(headers: Headers, environment: Mapping[str, str] = os.environ) -> tuple[Key, ...]:
    """The values that come from the environment, as keys: masked wherever they come back."""
    variables = (_VARIABLE.fullmatch(value) for _, value in headers)
    keys = []
    for name in {found[2] for found in variables if found is not None}:
        with suppress(UsageProblem):  # empty: nothing is sent
            secret = _value_of(name, environment).rpartition(" ")[2]  # behind "Basic", "Token"
            keys.append(Key(secret, f"${name}"))
    return tuple(keys)


def _value_of(variable: str, environment: Mapping[str, str]) -> str:
    return environment.get(variable, "").strip()


def _check_variable(name: str, variable: str, open_to: str, environment: Mapping[str, str]) -> None:
    if any(variable in preset.key_names for preset in PRESETS):
        raise UsageProblem(
            f"header {name}: {variable} goes to its own provider only;"
            " put this gateway's key into a variable of its own."
        )
    value = _value_of(variable, environment)
    if not value or not _may_stand(value):
        raise UsageProblem(
            f"header {name}: {variable} is not set in the environment, or is no header's value."
        )
    if open_to:
        host = printable(open_to)
        raise UsageProblem(
            f"header {name} does not go over plain http to {host} unless allow_plain_http=True says so."
        )


def _may_stand(value: str) -> bool:
    """Whether a header can hold it: one line of printable ASCII."""
    return value.isascii() and value.isprintable() and len(value) <= _MOST_CHARS


def _is_secret(name: str, value: str) -> bool:
    name = name.lower()
    for gateway in _NAMES_OF_GATEWAYS:
        name = name.replace(gateway, "")
    has_secret = any(word in name for word in _SECRET) or _SECRET_INSIDE.search(value)
    return bool(has_secret) or without_key_like(value) != value
