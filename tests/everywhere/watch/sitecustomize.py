"""Python loads this first when the folder is on PYTHONPATH: notes every address a program wants outside.

One line per connection or name look-up that leaves the machine, appended to the file PPLX_WATCH.
"""

import ipaddress
import os
import sys

HERE = ("localhost", "ip6-localhost")


def is_outside(host: object) -> bool:
    """True for an address or name beyond this machine; sockets of other kinds have no host."""
    if not isinstance(host, str) or host in ("", *HERE):
        return False
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return True
    return not (address.is_loopback or address.is_unspecified)


def note(event: str, arguments: tuple[object, ...]) -> None:
    """The audit hook."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if is_outside(host.decode("ascii", "replace") if isinstance(host, bytes) else host):
        with open(os.environ["PPLX_WATCH"], "a", encoding="utf-8") as file:  # noqa: PTH123  # before pathlib is there
            file.write(f"{event} {host}\n")


if "PPLX_WATCH" in os.environ:
    sys.addaudithook(note)
