"""What two addresses have in common, and which of them are this machine or near it."""

from __future__ import annotations

import functools
import ipaddress
import re
import urllib.parse


def same_origin(one: str, other: str) -> bool:
    """True when scheme, host and port are the same."""
    return _origin(one) is not None and _origin(one) == _origin(other)


@functools.lru_cache(64)  # the same few, a dozen times for each question
def _origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of a URL; None when it has none."""
    try:
        parts = urllib.parse.urlsplit(url.strip())
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None


@functools.lru_cache(64)
def is_loopback(host: str) -> bool:
    """True for this machine: localhost, 127.0.0.0/8 and ::1."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


_NEAR = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10")
_LABEL = re.compile(r"[a-z][a-z0-9_-]*")  # 134744072 is an address abroad, not a name


@functools.lru_cache(64)
def is_near(host: str) -> bool:
    """True for this machine and its network, judged by the name as written, asking nobody: 0.0.0.0, private
    and link-local addresses, ``*.local``, names of one word and ``host.docker.internal``."""
    if is_loopback(host):
        return True
    name = host.rstrip(".").lower()
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return name == "host.docker.internal" or name.endswith(".local") or bool(_LABEL.fullmatch(name))
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_unspecified or any(address in ipaddress.ip_network(network) for network in _NEAR)


def joined(base: str, path: str, others: tuple[str, ...] = ()) -> str:
    """Base and path, without saying ``/v1`` or the whole path twice. ``others`` are paths of the same server
    that a base may end in."""
    if base.endswith(path):
        return base
    base = next((base.removesuffix(other) for other in others if other and base.endswith(other)), base)
    if base.endswith("/v1") and path.startswith("/v1/"):
        base = base.removesuffix("/v1")
    return base + path
