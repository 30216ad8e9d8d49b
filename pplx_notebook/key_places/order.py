"""Which key is taken when none was given: the environment's, else the first of these places that has one.

===============================  =====================================================================
``api_key=``, the environment    before all of them, see ``network/rules/endpoints.py``
``%pplx --login``                typed in this session and kept in its memory
a Colab secret                   only on Colab, which asks its user
the keyring                      where it is installed; only what ``--login`` put there
``.env`` beside the notebook     the key and nothing else of it; its first use is said
===============================  =====================================================================

A place that fails has none. All of them know a key by the name it has in the environment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pplx_notebook.key_places import colab, dotenv, keyrings, of_session
from pplx_notebook.keys import Key

Place = Callable[[str], Key | None]
PLACES: tuple[Place, ...] = (of_session.key, colab.key, keyrings.key, dotenv.key)


def kept_key(names: Sequence[str]) -> Key | None:
    """The key by one of these names, of the first place that has one. UsageProblem for a ``.env`` whose key
    is none."""
    for place in PLACES:
        for name in names:
            if (key := place(name)) is not None:
                return key
    return None


def notices_of(key: Key | None) -> tuple[str, ...]:
    """What a reader should know of a key that is about to be sent; said once in a session."""
    return dotenv.first_use() if key is not None and key.source == dotenv.SOURCE else ()


def look_again() -> None:
    """Forget what the places said before: a secret may have been allowed, a keyring opened."""
    colab.look_again()
    keyrings.look_again()
