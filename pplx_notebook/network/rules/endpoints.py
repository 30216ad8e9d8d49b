"""Where a question goes, in which dialect, and with whose key.

Rules of this file, of which the last is the one that matters most:

- a provider is a preset; ``base_url`` replaces its address, never its dialect;
- https only; plain http only to this machine (127.0.0.0/8, ::1, localhost) and, without a key unless
  ``allow_plain_http`` says so, to private addresses and names of this network (``addresses.is_near``);
- a key given as ``api_key=`` goes to the address the same call names;
- a key from the environment goes to the provider's own origin, and Perplexity's to the origin that the
  *environment* names (``PERPLEXITY_BASE_URL``: the same hand set both). It never follows a ``base_url``
  written in a notebook to anywhere else: a look-alike host in a shared notebook must not collect keys, and
  on this machine any user and any program may listen on the port that a notebook names;
- without one there, a key that is kept elsewhere (``key_places``) is asked for, and goes where that may go.
"""

from __future__ import annotations

import os
import urllib.parse
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.keys import Key
from pplx_notebook.network.rules.addresses import is_loopback, is_near, joined, same_origin
from pplx_notebook.network.rules.providers import PERPLEXITY_KEYS, PROVIDERS, Provider, provider_named
from pplx_notebook.protocol.asking.payload import RequestDialect

if TYPE_CHECKING:
    from pplx_notebook.network.rules.headers import Headers

BASE_URL = "PERPLEXITY_BASE_URL"
DEMO_NOTICE = "demo engine: offline library, no model"


class Endpoint(msgspec.Struct, frozen=True):
    """Where one question goes. ``key`` is None when none is sent, ``withheld`` is the one that may not go
    there; ``trusted``: one of the environment may. ``notices`` are for the reader, who cannot give a key
    where the question was typed when it was ``in_cell``."""

    provider: str
    dialect: RequestDialect
    url: str
    whole_url: str
    key: Key | None = None
    notices: tuple[str, ...] = ()
    in_cell: bool = False
    withheld: Key | None = None
    headers: Headers = ()
    header_keys: tuple[Key, ...] = ()
    trusted: bool = True

    @property
    def host(self) -> str:
        """The host and port, for messages."""
        return urllib.parse.urlsplit(self.url).netloc

    @property
    def known_key(self) -> Key | None:
        """The key a server there may know and echo: that which is sent, or would have been."""
        return self.key or self.withheld

    def mask(self, text: str) -> str:
        """The text without it."""
        for key in (self.known_key, *self.header_keys):
            text = text if key is None else key.mask(text)
        return text

    @property
    def at_home(self) -> bool:
        """True for the provider's own address, False for a gateway or a server of one's own."""
        return same_origin(self.url, PROVIDERS[self.provider].base_url)

    @property
    def models_url(self) -> str:
        """Where the server lists its models; UsageProblem for a provider that has no such place."""
        path = PROVIDERS[self.provider].path
        if not path or not self.url.endswith(path):
            raise UsageProblem(f"provider {self.provider} lists no models.")
        return self.url.removesuffix(path) + ("/v1/models" if path.startswith("/v1/") else "/models")

    @property
    def is_open(self) -> bool:
        """True where others on the network can read what is sent."""
        return self.provider != "demo" and _is_open(self.url)

    @property
    def is_gateway(self) -> bool:
        """True for somebody else's copy of a provider's API; the demo is a copy that knows all of it."""
        return self.provider != "demo" and not self.at_home


def endpoint_for(
    provider: str | None = None,
    base_url: str | None = None,
    api_key: Key | None = None,
    *,
    environment: Mapping[str, str] = os.environ,
    allow_plain_http: bool = False,
    in_cell: bool = False,
    keyless: bool = False,
) -> Endpoint:
    """The endpoint for these settings and this environment; UsageProblem says what to change. ``keyless``:
    nothing will be sent there, and no key is missed."""
    preset = PROVIDERS[_chosen_name(provider, base_url, api_key, environment)]
    if preset.name == "demo":
        url = preset.base_url + preset.path
        return Endpoint("demo", preset.dialect, url, url, notices=(DEMO_NOTICE,))
    of_environment = environment.get(BASE_URL, "").strip() if preset.key_names == PERPLEXITY_KEYS else ""
    typed = (provider or preset.name).strip()
    base = _checked_base(base_url or of_environment or preset.base_url, typed)
    key, withheld = _key_for(preset, base, of_environment, api_key, environment)
    notices = () if withheld is None else (_not_sent(preset, withheld, base),)
    if key is None and preset.needs_key and not keyless and base == preset.base_url:
        raise UsageProblem(_no_key(preset, typed, in_cell=in_cell))
    if key is not None and not allow_plain_http and _is_open(base):
        notices = (*notices, _not_sent_openly(key, base))
        key, withheld = None, key
    paths = (preset.path, preset.whole_path, *preset.other_paths)
    url, whole_url = (joined(base, path, paths) for path in (preset.path, preset.whole_path or preset.path))
    return Endpoint(
        *(preset.name, preset.dialect, url, whole_url, key, notices, in_cell, withheld),
        trusted=_may_have_key(base, preset.base_url, of_environment),
    )


def _chosen_name(
    provider: str | None, base_url: str | None, api_key: Key | None, environment: Mapping[str, str]
) -> str:
    """The provider asked for, or the default: PPLX_PROVIDER, else perplexity with a key, else demo."""
    name = (provider or environment.get("PPLX_PROVIDER") or "").strip().lower()
    if name:
        return provider_named(name)
    if base_url and not same_origin(base_url, PROVIDERS["perplexity"].base_url):
        return "chat"
    if api_key or environment.get(BASE_URL) or any(environment.get(key) for key in PERPLEXITY_KEYS):
        return "perplexity"
    return "demo" if _kept_key(PERPLEXITY_KEYS) is None else "perplexity"


def _checked_base(base: str, typed: str) -> str:
    """The base URL without a slash at its end, if it is one we may send to."""
    base = base.strip().rstrip("/")
    if not base:
        raise UsageProblem(
            f'provider {printable(typed)} needs base_url, for example base_url="http://localhost:4000/v1".'
        )
    try:
        parts = urllib.parse.urlsplit(base)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urllib.parse.SplitResult("", "", "", "", ""), ""
    if (
        parts.scheme not in ("http", "https")
        or not host
        or not base.isprintable()
        or " " in base
        or "\\" in base
    ):
        raise UsageProblem("base_url must be an address like https://host/path.")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageProblem(
            "base_url must not hold a user, a password, a query or a fragment; give a key as api_key=."
        )
    if parts.scheme == "http" and not is_near(host):
        raise UsageProblem(
            f"base_url is plain http: {printable(host)} would read your key and question; use https://."
        )
    return base


def _key_for(
    preset: Provider, base: str, of_environment: str, given: Key | None, environment: Mapping[str, str]
) -> tuple[Key | None, Key | None]:
    """The key that may go to this address, or else the environment's that may not."""
    if given is not None:
        return given, None
    name = next((name for name in preset.key_names if environment.get(name, "").strip()), None)
    if name is None:
        trusted = _may_have_key(base, preset.base_url, of_environment)
        return _kept_key(preset.key_names) if trusted else None, None
    if _may_have_key(base, preset.base_url, of_environment):
        return Key(environment[name], name), None
    with suppress(UsageProblem):  # what is no key is nobody's trouble where it is not sent
        return None, Key(environment[name], name)
    return None, None


def _kept_key(names: Sequence[str]) -> Key | None:
    """The key of a place of its own; the places load where the environment has none."""
    from pplx_notebook.key_places.order import kept_key

    return kept_key(names)


def _not_sent(preset: Provider, withheld: Key, base: str) -> str:
    """That a key stayed here, and the ways out."""
    place = printable(urllib.parse.urlsplit(base).netloc)
    ours = preset.key_names == PERPLEXITY_KEYS
    or_else = f"set {BASE_URL} to its address in the environment, or " if ours else ""
    return f"{withheld.source} was not sent to {place}: {or_else}pass api_key= in a script"


def _may_have_key(base: str, own: str, of_environment: str) -> bool:
    """The rule at the head of this file."""
    return same_origin(base, own) or same_origin(base, of_environment)


def _is_open(base: str) -> bool:
    """Whether others on the network can read what is sent there."""
    parts = urllib.parse.urlsplit(base)
    return parts.scheme == "http" and not is_loopback(parts.hostname or "")


def _not_sent_openly(key: Key, base: str) -> str:
    """Why a key stayed at home."""
    host = printable(urllib.parse.urlsplit(base).hostname or "")
    return f"the key from {key.source} was not sent over plain http to {host}: allow_plain_http=True sends it"


def _no_key(preset: Provider, typed: str, *, in_cell: bool) -> str:
    """What to do without a key."""
    name = preset.key_names[0]
    demo = "; without one, provider demo answers offline" if preset.name == "perplexity" else ""
    way = "use %pplx --login" if in_cell else "pass api_key="
    return f"provider {printable(typed)} needs a key: set {name} in the environment, or {way}{demo}."
