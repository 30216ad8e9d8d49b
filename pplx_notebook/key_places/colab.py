"""Colab's secrets: kept for its user, handed to a notebook that the user has allowed to read them."""

from __future__ import annotations

import sys
import threading

from pplx_notebook.errors import UsageProblem
from pplx_notebook.keys import Key

SOURCE = "Colab's secrets"
NONE_YET = "SecretNotFoundError"  # the one failure that is not an answer of the user's
_refused: set[str] = set()


def key(name: str) -> Key | None:
    """The secret of that name; None elsewhere, off the main thread (Colab asks its page), and once the user
    or Colab has refused."""
    colab = sys.modules.get("google.colab")
    if colab is None or name in _refused or threading.current_thread() is not threading.main_thread():
        return None
    try:
        from google.colab import userdata

        return Key(userdata.get(name), SOURCE)
    except UsageProblem:
        raise
    except Exception as refusal:  # its own kinds: no access, no answer in time, none of that name
        if type(refusal).__name__ != NONE_YET:
            _refused.add(name)
        return None


def look_again() -> None:
    """Ask Colab again next time."""
    _refused.clear()
