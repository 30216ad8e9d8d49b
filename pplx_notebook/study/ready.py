"""A question made ready to be asked, as the client makes it."""

from __future__ import annotations

from typing import Any

import msgspec

from pplx_notebook.network.question.call import Call


class Ready(msgspec.Struct, frozen=True):
    """The ``call``, and the ``tape`` on which it is recorded or which answers it."""

    call: Call
    tape: Any = None
