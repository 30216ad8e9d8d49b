"""Which addresses pages may be fetched from: public ones, by http or https, at the usual ports.

Rules of this file: a URL is judged as written, then **every** address its name resolves to (one that is
not public is enough to refuse: an attacker mixes them), again after each redirect. The tables are IANA's
registries of special-purpose addresses (RFC 6890, November 2026), written out, as ``ipaddress.is_global``
says something else in Python 3.11.7 than in 3.13. An IPv6 address is judged by the IPv4 address in it
where packets end up there: mapped (RFC 4291) and NAT64 (64:ff9b::/96, RFC 6052: all an IPv6-only network
has for IPv4 sites). A network's own NAT64 prefix cannot be known; 6to4, Teredo and ISATAP are no longer
served by anybody, and refused.
"""

from __future__ import annotations

import ipaddress
import re
import urllib.parse

import msgspec

from pplx_notebook.network.rules.addresses import is_near

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = frozenset({80, 443})
LIMIT_CHARACTERS = 4_000
HERE, NEAR, NOBODY = "it is this machine", "it is in a private network", "it is no public address"

_IPV4 = {
    "0.0.0.0/8": HERE,  # on Linux a connection to 0.0.0.0 goes to this machine
    "10.0.0.0/8": NEAR,
    "100.64.0.0/10": NEAR,  # shared by a provider's customers; 100.100.100.200 is a cloud's metadata
    "127.0.0.0/8": HERE,
    "168.63.129.16/32": NEAR,  # looks public: Azure's own service inside each virtual machine
    "169.254.0.0/16": NEAR,  # link-local; 169.254.169.254 is the metadata of most clouds
    "172.16.0.0/12": NEAR,
    "192.0.0.0/24": NEAR,  # protocol assignments; 192.0.0.192 is a cloud's metadata
    "192.0.2.0/24": NOBODY,  # documentation, as the next ones
    "192.88.99.0/24": NOBODY,  # 6to4 relays, deprecated
    "192.168.0.0/16": NEAR,
    "198.18.0.0/15": NOBODY,  # benchmarks
    "198.51.100.0/24": NOBODY,
    "203.0.113.0/24": NOBODY,
    "224.0.0.0/4": NOBODY,  # multicast
    "240.0.0.0/4": NOBODY,  # reserved, broadcast
}
_PUBLIC_IPV6 = "2000::/3"  # all that was ever given out; loopback, ULA, link-local, multicast lie outside
_IPV6 = {
    "2001::/23": NOBODY,  # protocol assignments: Teredo, benchmarks, ORCHID
    "2001:db8::/32": NOBODY,  # documentation
    "2002::/16": NOBODY,  # 6to4 (RFC 7526)
    "3fff::/20": NOBODY,  # documentation (RFC 9637)
}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_IPV6_HERE, _IPV6_NEAR = ("::/127",), ("fc00::/7", "fe80::/10", "fec0::/10", "64:ff9b:1::/48")
_ISATAP = (0x00005EFE, 0x02005EFE)
_TABLES = {
    4: [(ipaddress.ip_network(net), why) for net, why in _IPV4.items()],
    6: [(ipaddress.ip_network(net), why) for net, why in (
        *((net, HERE) for net in _IPV6_HERE), *((net, NEAR) for net in _IPV6_NEAR), *_IPV6.items())],
}  # fmt: skip
_PUBLIC = ipaddress.ip_network(_PUBLIC_IPV6)
_NEAR_ENDINGS = (".localhost", ".localdomain", ".local", ".internal", ".intranet", ".lan", ".home.arpa",
                 ".home", ".corp", ".private")  # fmt: skip
_NO_URL = re.compile(r"[\x00-\x20\x7f\\\"<>`^{}|]")  # parsers disagree about what these end
_NUMBER_LAST = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\Z")  # for the resolver an IPv4 address


class AddressRefused(Exception):  # noqa: N818  # what becomes of it is a reason, not an error
    """No page is fetched from there; ``str()`` says why."""


class Place(msgspec.Struct, frozen=True):
    """Where a request goes: ``url`` in ASCII without user and fragment, its ``scheme``, ``host`` and
    ``port``."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port, as in a URL."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme] == self.port
        return f"{self.scheme}://{name}{'' if usual else f':{self.port}'}"


class AddressRule(msgspec.Struct, frozen=True):
    """Public addresses at these ``ports``, and ``also`` exactly these pairs of an address and its port: a
    test admits its own server with ``also=frozenset({("127.0.0.1", 8123)})``."""

    ports: frozenset[int] = PORTS
    also: frozenset[tuple[str, int]] = frozenset()

    def place(self, url: str) -> Place:
        """Where a request for this URL goes, judged as it is written; AddressRefused where it may not."""
        parts = _parts(url)
        host = _host(parts.hostname or "")
        try:
            port = {"http": 80, "https": 443}[parts.scheme] if parts.port is None else parts.port
        except ValueError:
            raise AddressRefused("its port is no number") from None
        if (host, port) in self.also:
            pass
        elif _literal(host) is not None:
            self.check(host, port)
        elif _NUMBER_LAST.search(host):
            raise AddressRefused("its host is a number in disguise")
        elif is_near(host) or host.endswith(_NEAR_ENDINGS) or "." not in host:
            raise AddressRefused(HERE if host == "localhost" or host.endswith(".localhost") else NEAR)
        elif port not in self.ports and port not in {admitted for _, admitted in self.also}:
            raise AddressRefused(f"port {port} is not one of web pages")
        place = Place("", parts.scheme, host, port)
        path, query = (urllib.parse.quote(text, safe=_KEPT) for text in (parts.path, parts.query))
        return msgspec.structs.replace(place, url=f"{place.origin}{path or '/'}{'?' if query else ''}{query}")

    def check(self, address: str, port: int, name: str = "") -> None:
        """AddressRefused for an address, resolved from a ``name``, that no page may be fetched from."""
        literal = _literal(address)
        if literal is None:
            raise AddressRefused(NOBODY)
        if (str(literal), port) in self.also or (name, port) in self.also:
            return
        if why := not_public(literal):
            raise AddressRefused(why)
        if port not in self.ports:
            raise AddressRefused(f"port {port} is not one of web pages")


def not_public(address: Address) -> str:
    """Why an address is none of the public internet, "" for one that is."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return NEAR
        inner = address.ipv4_mapped
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return not_public(inner)
        if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
            return NOBODY
    listed = next((why for net, why in _TABLES[address.version] if address in net), "")
    return listed or ("" if address.version == 4 or address in _PUBLIC else NOBODY)


_KEPT = "/%:@!$&'()*+,;=~?"  # what may stand in a path or query as it is, escapes included


def _parts(url: str) -> urllib.parse.SplitResult:
    if len(url) > LIMIT_CHARACTERS:
        raise AddressRefused("it is too long")
    if _NO_URL.search(url):
        raise AddressRefused("it holds signs that no address has")
    try:
        parts = urllib.parse.urlsplit(url)
    except ValueError:
        raise AddressRefused("it cannot be read") from None
    if parts.scheme not in ("http", "https"):
        raise AddressRefused("it is neither http nor https")
    if "@" in parts.netloc:
        raise AddressRefused("it carries a user name")
    if not parts.hostname:
        raise AddressRefused("it names no host")
    return parts


def _host(name: str) -> str:
    """The host as it is resolved: lower case, IDNA, without the root's dot."""
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            raise AddressRefused("its host is no name") from None
    name = name.lower().removesuffix(".")
    if not name or "%" in name or ".." in name or name.startswith("."):
        raise AddressRefused("its host is no name")
    return name


def _literal(text: str) -> Address | None:
    """The address that a text writes the usual way, None for anything else."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
