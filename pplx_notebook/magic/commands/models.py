"""``%pplx --models``: the names of the models the server offers, one a line."""

from __future__ import annotations

from typing import Any

from IPython.core.error import UsageError


def run(text: str, arguments: dict[str, Any]) -> None:
    """Print them; a ``text`` behind it is an error."""
    if text.strip():
        raise UsageError("--models asks nothing: leave out the question, or leave out --models.")
    from pplx_notebook import client

    print("\n".join(client.models(**arguments)) or "the server lists no models")  # noqa: T201  # what was asked for
