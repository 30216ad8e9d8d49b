"""What two addresses have in common, and which of them are this machine."""

from __future__ import annotations

import functools
import ipaddress
import urllib.parse


def same_origin(one: str, other: str) -> bool:
    """True when scheme, host and port are the same."""
    return _origin(one) is not None and _origin(one) == _origin(other)


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


def joined(base: str, path: str) -> str:
    """Base and path, without saying ``/v1`` or the whole path twice."""
    if base.endswith(path):
        return base
    if base.endswith("/v1") and path.startswith("/v1/"):
        base = base.removesuffix("/v1")
    return base + path
