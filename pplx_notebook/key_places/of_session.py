"""Keys typed with ``%pplx --login``: in the memory of this kernel, gone with it."""

from __future__ import annotations

from pplx_notebook.keys import Key

SOURCE = "%pplx --login"
_keys: dict[str, Key] = {}


def key(name: str) -> Key | None:
    """The key of that name."""
    return _keys.get(name)


def keep(name: str, typed: Key) -> None:
    """Keep it until the kernel ends."""
    _keys[name] = typed


def forget(name: str) -> bool:
    """Forget it; True if there was one."""
    return _keys.pop(name, None) is not None
