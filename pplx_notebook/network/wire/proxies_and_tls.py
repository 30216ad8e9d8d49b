"""The proxies of the environment and the one TLS context.

Rules of this file: the context is made when the first https connection is opened (it costs 25 ms);
loopback never goes through a proxy; a proxy's user and password are never shown.
"""

from __future__ import annotations

import functools
import os
import ssl
import sys
import urllib.parse

import certifi
import httpcore

from pplx_notebook.errors import UsageProblem
from pplx_notebook.network.rules.addresses import is_loopback


@functools.cache
def tls_context() -> ssl.SSLContext:
    """The one TLS context, with the certificates of certifi or of SSL_CERT_FILE and SSL_CERT_DIR."""
    try:
        if file := os.environ.get("SSL_CERT_FILE"):
            return ssl.create_default_context(cafile=file)
        if folder := os.environ.get("SSL_CERT_DIR"):
            return ssl.create_default_context(capath=folder)
        return ssl.create_default_context(cafile=certifi.where())
    except (OSError, ValueError):
        raise UsageProblem(
            "SSL_CERT_FILE or SSL_CERT_DIR points to certificates that cannot be read."
        ) from None


def proxy_for(scheme: str, host: str) -> str | None:
    """The proxy the environment names for this host, None for a direct connection."""
    if is_loopback(host) or not _may_have_proxy():
        return None
    import urllib.request  # 8 ms of http.client and email, for the few who have a proxy

    proxies = urllib.request.getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or urllib.request.proxy_bypass(host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _may_have_proxy() -> bool:
    """Whether a proxy can be set at all: on two systems outside the environment, too."""
    return sys.platform in ("darwin", "win32") or any(name.lower().endswith("_proxy") for name in os.environ)


def shown_proxy(address: str) -> str:
    """Host and port of a proxy, for messages."""
    return urllib.parse.urlsplit(address).netloc.rpartition("@")[2]


def proxy_settings(address: str) -> httpcore.Proxy:
    """httpcore's form of a proxy address, user and password apart."""
    parts = urllib.parse.urlsplit(address)
    if parts.scheme not in ("http", "https", "socks5", "socks5h") or not parts.hostname:
        raise ValueError
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 1080)
    user = urllib.parse.unquote(parts.username or "")
    password = urllib.parse.unquote(parts.password or "")
    return httpcore.Proxy(
        f"{parts.scheme}://{host}:{port}",
        auth=(user, password) if user or password else None,
        ssl_context=tls_context() if parts.scheme == "https" else None,
    )
