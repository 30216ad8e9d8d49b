"""``pplx-notebook serve``: the command line of the gateway."""

from __future__ import annotations

import argparse
import secrets
import sys
from pathlib import Path

from pplx_notebook.account import endpoint
from pplx_notebook.client import Client
from pplx_notebook.demo.server.command import run
from pplx_notebook.demo.server.limits import TIERS
from pplx_notebook.demo.server.server import LOOPBACKS, Port
from pplx_notebook.errors import PplxError
from pplx_notebook.gateway.answerer import Gateway
from pplx_notebook.gateway.tokens import tokens_in


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``serve``."""
    option = parser.add_argument
    option("--provider", help="whom it asks, as in pplx.ask (default: the environment's)")
    option("--base-url", help="the provider's address, for one that is not its own")
    option("--model", default="", help="for requests that name none")
    option("--port", type=int, default=0, help="0 takes a free one (default)")
    option("--host", default=LOOPBACKS[0], help="another address than this machine's own lets others ask")
    option("--tokens", type=Path, metavar="FILE", help="lines name = token, mode 0600 (default: one random)")
    option(
        "--allow-origin", action="append", default=[], metavar="URL", help="a page of it may ask; repeatable"
    )
    option("--tier", choices=TIERS, default="none", help="limits for each token")
    option("--parent", action="store_true", help="end when standard input ends, as a child should")


def serve(options: argparse.Namespace) -> int:
    """Prints one JSON line with the address (and the random token) and serves; 1 where it cannot start."""
    random = "" if options.tokens else secrets.token_urlsafe(24)
    if options.host not in LOOPBACKS:
        sys.stderr.write(
            f"pplx-notebook: everybody who reaches {options.host} and has a token spends your money;"
            " what they send is not encrypted.\n"
        )
    try:
        tokens = tokens_in(options.tokens) if options.tokens else {"token": random}
        place = endpoint(options.provider or "", options.base_url or "")
        for notice in place.notices:
            sys.stderr.write(f"pplx-notebook: {notice}\n")
        with Client(provider=options.provider, base_url=options.base_url, model=options.model) as client:
            port = Port(
                Gateway(client, place.dialect),
                host=options.host,
                port=options.port,
                tokens=tokens,
                origins=options.allow_origin,
                tier=options.tier,
            )
            run(port, {"token": random} if random else {}, parent=options.parent)
    except (OSError, ValueError, PplxError) as problem:
        sys.stderr.write(f"pplx-notebook: the gateway cannot start: {problem}\n")
        return 1
    return 0
