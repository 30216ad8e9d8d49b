"""Who may ask. A port of this machine can be reached by every page in a browser on it, therefore:

- the ``Host`` must be ours or that of an allowed origin (DNS rebinding), unless we were told to listen to a
  whole network, where a token is always asked for;
- what comes from a page (``Origin``, or ``Sec-Fetch-Site`` of another site) is refused unless its origin is
  allowed, and only then are CORS headers sent. Jupyter's server proxy passes the browser's Host and Origin
  on, so allowing the origin of a Jupyter admits both;
- a bearer token, compared in constant time; the scheme's name may be in any case (RFC 7235). ``GET /events``
  takes it from the query too, since an ``EventSource`` sends no headers.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.requests import Request

from pplx_notebook.demo.server.refusal import Refusal

_NO_PAGE = ("same-origin", "none", "")
_EXPOSED = "Retry-After, X-Request-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset"


class Guard:
    """The rule for one server: the hosts it answers to, the origins it allows, the tokens by name.

    No tokens means that none is asked for.
    """

    def __init__(self, tokens: Mapping[str, str], origins: Iterable[str]) -> None:
        self._tokens = {name: token.encode() for name, token in tokens.items()}
        self._origins = frozenset(origin.rstrip("/").lower() for origin in origins)
        self._anywhere = False
        self.hosts = frozenset(urlsplit(origin).netloc for origin in self._origins)

    def listens(self, host: str, port: int) -> None:
        """The server's own names, once its port is known."""
        self._anywhere = host not in ("127.0.0.1", "::1")  # names of this machine on a network are not known
        bare = f"[{host}]" if ":" in host else host
        self.hosts |= {f"{bare}:{port}", f"localhost:{port}"}

    def check_place(self, request: Request) -> None:
        """Raises ``Refusal`` for a foreign host or a page that was not allowed."""
        host = request.headers.get("host")
        older = host is None and request.scope["http_version"] == "1.0"  # no browser is as old as that
        if not (self._anywhere or older) and (host or "").lower() not in self.hosts:
            raise Refusal(421, "this server answers to its own address and allowed origins only", "forbidden")
        origin = request.headers.get("origin")
        if origin is not None and origin.lower() not in self._origins:
            raise Refusal(
                403, "this page is not allowed to ask: start the server with --allow-origin", "forbidden"
            )
        if origin is None and request.headers.get("sec-fetch-site", "") not in _NO_PAGE:
            raise Refusal(403, "requests from other sites' pages are not answered", "forbidden")

    def name(self, request: Request) -> str:
        """The name whose token was given, "" when none is asked for; raises ``Refusal``."""
        if not self._tokens:
            return ""
        given = token_of(request).encode()
        names = [name for name, token in self._tokens.items() if secrets.compare_digest(given, token)]
        if not names:
            raise Refusal(
                401,
                "the bearer token is missing or wrong",
                "invalid_api_key",
                {"WWW-Authenticate": 'Bearer realm="pplx-notebook"'},
            )
        return names[0]

    def headers(self, request: Request) -> dict[str, str]:
        """What a page needs to read the reply; nothing for anybody else."""
        origin = request.headers.get("origin", "")
        if origin.lower() not in self._origins:
            return {"Vary": "Origin"} if self._origins else {}
        allowed = {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Expose-Headers": _EXPOSED,
            "Vary": "Origin",
        }
        if request.method != "OPTIONS" or "access-control-request-method" not in request.headers:
            return allowed
        asked = request.headers.get("access-control-request-headers", "authorization, content-type")
        return allowed | {
            "Access-Control-Allow-Methods": "GET, HEAD, POST",
            "Access-Control-Allow-Headers": asked,
            "Access-Control-Max-Age": "600",
        }


def token_of(request: Request) -> str:
    """The token of a request, "" without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    if request.method in ("GET", "HEAD") and request.url.path.rstrip("/").endswith("/events"):
        return request.query_params.get("token", "")
    return ""
