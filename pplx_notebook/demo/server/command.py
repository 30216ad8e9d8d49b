"""The command line of the demo server; see the options' help."""

from __future__ import annotations

import argparse
import asyncio
import concurrent.futures
import contextlib
import json
import secrets
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from pplx_notebook.demo.engine.faults import FAULTS
from pplx_notebook.demo.engine.fields import MODES
from pplx_notebook.demo.engine.pacing import PaceError
from pplx_notebook.demo.server.limits import TIERS
from pplx_notebook.demo.server.server import LOOPBACKS, DemoServer, Port
from pplx_notebook.errors import UsageProblem

_OLDER = """\
python -m pplx_notebook.demo.server is now python -m pplx_notebook.demo; this name goes with the next release.
"""


def main(arguments: Sequence[str] | None = None, *, older: bool = False) -> None:
    """Prints one JSON line with the address and the token, and serves until it is ended.

    ``older`` is the command's former name, which asked for no token unless told to.
    """
    if older:
        sys.stderr.write(_OLDER)
    options = _parser().parse_args(arguments)
    token = "" if options.no_token or (older and not options.token) else secrets.token_urlsafe(24)
    try:
        server = DemoServer(
            pace=options.pace,
            token=token,
            replay=options.replay,
            port=options.port,
            host=options.host,
            tier=options.tier,
            origins=options.allow_origin,
            fault=options.fault,
            mode=options.stream_mode,
        )
        run(server, {"token": token} if token else {}, parent=options.parent)
    except (OSError, PaceError, UsageProblem) as problem:
        sys.exit(f"the demo server cannot start: {problem}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pplx_notebook.demo",
        description="The demo engine on a port of this machine, in every dialect.",
        epilog="faults: " + "; ".join(f"{name}: {what}" for name, what in FAULTS.items()),
    )
    option = parser.add_argument
    option("--port", type=int, default=0, help="0 takes a free one (default)")
    option("--host", choices=LOOPBACKS, default=LOOPBACKS[0], help="only this machine is answered")
    option("--pace", help='"lifelike" (default), "instant" or a factor: 2 is twice as fast')
    option("--tier", choices=TIERS, default="none", help="limits of requests a minute and streams at once")
    option("--no-token", action="store_true", help="ask for no bearer token (default: a random one, printed)")
    option("--token", action="store_true", help=argparse.SUPPRESS)  # what the former command needed
    option(
        "--allow-origin", action="append", default=[], metavar="URL", help="a page of it may ask; repeatable"
    )
    option("--fault", choices=("none", *FAULTS), default="none", help="what goes wrong with every answer")
    option("--stream-mode", choices=MODES, default=MODES[0], help="of chat streams that name none")
    option(
        "--replay",
        type=Path,
        metavar="FILE",
        help="serve this recording instead: .har at its recorded times, .sse, .json",
    )
    option("--parent", action="store_true", help="end when standard input ends, as a child should")
    return parser


def run(server: Port, more: dict[str, str], *, parent: bool = False) -> None:
    """Serves to the end, after one JSON line with the address and ``more``; ``OSError``: a taken port."""
    with contextlib.suppress(KeyboardInterrupt):  # the usual way to end it by hand
        asyncio.run(_serve(server, more, parent=parent))


async def _serve(server: Port, more: dict[str, str], *, parent: bool) -> None:
    started: concurrent.futures.Future[None] = concurrent.futures.Future()
    serving = asyncio.create_task(server.serve(started))
    await asyncio.wait({serving, asyncio.wrap_future(started)}, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        serving.result()  # the port is taken: raises
    sys.stdout.write(json.dumps({"base_url": server.base_url, "port": server.port, **more}) + "\n")
    sys.stdout.flush()
    if parent:
        threading.Thread(target=_close_at_end_of_input, args=(server,), daemon=True).start()
    await serving


def _close_at_end_of_input(server: Port) -> None:
    sys.stdin.buffer.read()
    server.close()
