"""The computer's keyring, where the package ``keyring`` is installed; ``%pplx --login`` writes there.

Rules of this file: a keyring that hangs (a locked one on a machine without a screen) is given ``LIMIT_S``,
and is not asked again in this session; one that keeps secrets in plain text is none; a failure is no error.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, TypeVar

from pplx_notebook.keys import Key
from pplx_notebook.processes import IN_BROWSER

SOURCE = "the keyring"
SERVICE = "pplx_notebook"
LIMIT_S = 2.0
WRITE_LIMIT_S = 60.0  # it may ask its owner to open it
SAFE_PRIORITY = 1  # keyring's own word for a backend to be recommended: plain text has less

R = TypeVar("R")
_found: dict[str, Key | None] = {}
_hung: list[str] = []


def is_usable() -> bool:
    """True where a keyring is installed and has a safe place for secrets."""
    if _hung or IN_BROWSER or find_spec("keyring") is None:
        return False
    return bool(_in_time(lambda ring: ring.get_keyring().priority >= SAFE_PRIORITY, LIMIT_S))


def key(name: str) -> Key | None:
    """The key of that name; looked up once in a session."""
    if name not in _found:
        _found[name] = _looked_up(name) if is_usable() else None
    return _found[name]


def keep(name: str, typed: Key) -> bool:
    """Put a key there, in place of one of the same name; False where that failed."""
    secret = typed.authorisation().removeprefix("Bearer ")
    done = _in_time(lambda ring: ring.set_password(SERVICE, name, secret) or True, WRITE_LIMIT_S)
    look_again()
    return bool(done)


def forget(name: str) -> bool:
    """Take it out; True if there was one."""
    if not is_usable() or key(name) is None:
        return False
    done = _in_time(lambda ring: ring.delete_password(SERVICE, name) or True, WRITE_LIMIT_S)
    look_again()
    return bool(done)


def look_again() -> None:
    """Ask the keyring again next time."""
    _found.clear()
    _hung.clear()


def _looked_up(name: str) -> Key | None:
    def read(ring: Any) -> Key | None:
        secret = ring.get_password(SERVICE, name)
        return Key(secret, SOURCE) if secret else None

    return _in_time(read, LIMIT_S)


def _in_time(ask: Callable[[Any], R], limit_s: float) -> R | None:
    """What the keyring says, None when it fails or takes too long; it is asked on a thread of its own."""
    said: list[R] = []

    def asked() -> None:
        try:
            import keyring

            said.append(ask(keyring))
        except Exception:  # of any backend, for any reason: there is none for us
            return

    thread = threading.Thread(target=asked, name="pplx_notebook keyring", daemon=True)
    thread.start()
    thread.join(limit_s)
    if thread.is_alive():
        _hung.append(SERVICE)
    return said[0] if said else None
