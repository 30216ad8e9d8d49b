"""What a server is doing right now, as a status line says it."""

from __future__ import annotations

from typing import Literal

import msgspec

ActivityState = Literal["connecting", "searching", "thinking", "writing"]


class Activity(msgspec.Struct, frozen=True):
    """What the server is doing, for a status line; the searches and pages it named last."""

    state: ActivityState = "connecting"
    queries: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
