"""Whose machine this is, as its environment says: what is typed on a public one is not quite one's own."""

from __future__ import annotations

import os
from collections.abc import Mapping

BINDER = ("BINDER_LAUNCH_HOST", "BINDER_SERVICE_HOST", "BINDER_REPO_URL", "BINDER_REQUEST")
HUB = ("JUPYTERHUB_USER", "JUPYTERHUB_API_TOKEN", "JUPYTERHUB_SERVICE_PREFIX")

IN_PAGE = "the key lives in this page only: it is stored nowhere, and gone when the page is closed"

_told: list[str] = []


def is_binder(environment: Mapping[str, str] = os.environ) -> bool:
    """True on a public machine that strangers run."""
    return any(environment.get(name) for name in BINDER)


def warning(environment: Mapping[str, str] = os.environ) -> str:
    """One sentence before a key is typed here; "" on a machine of one's own."""
    if is_binder(environment):
        return (
            "this is a Binder session, a public machine that strangers run: do not type a key you care for."
        )
    if any(environment.get(name) for name in HUB):
        return "this is a shared hub: whoever runs it can read what you type here, and your kernel's memory."
    return ""


def first_key(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """What to say when a key that nobody typed here is about to leave a public machine; nothing the second
    time. A hub is somebody's to whom its users trust their keys every day."""
    if _told or not any(environment.get(name) for name in BINDER):
        return ()
    _told.append("public")
    return ("this is a Binder session, a public machine: take this key back when you are done",)


def key_in_page() -> tuple[str, ...]:
    """What to say when a key is about to leave a page that has Python in it; nothing the second time."""
    if _told:
        return ()
    _told.append("page")
    return (IN_PAGE,)
