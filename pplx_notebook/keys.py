"""An API key that does not show itself.

Rules of this file: a key is never a ``str`` in a public place; it has no printable form but where it came
from; it cannot be pickled or copied; only ``authorisation`` gives it away, for one header, at send time.
"""

from __future__ import annotations

from typing import NoReturn

from pplx_notebook.errors import UsageProblem
from pplx_notebook.protocol.scrub import scrub, without_keys


class Key:
    """An API key and where it was found; ``str()`` and ``repr()`` say only the latter."""

    __slots__ = ("__secret", "source")

    def __init__(self, secret: str, source: str) -> None:
        self.source = source  # first, so that a frame with a key that is none can be printed
        self.__secret = cleaned(secret, source)

    def __repr__(self) -> str:
        return f"<key from {self.source}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key cannot be pickled or copied")

    def authorisation(self) -> str:
        """The value of the Authorization header."""
        return f"Bearer {self.__secret}"

    def scrub(self, text: str) -> str:
        """The text as one line without this key in any form."""
        return scrub(text, self.__secret)

    def mask(self, text: str) -> str:
        """The whole text without this key in any form."""
        return without_keys(text, self.__secret)


def cleaned(secret: str, source: str) -> str:
    """The key without the blanks, quotes and ``Bearer`` people paste around it."""
    secret = secret.strip().strip("'\"").strip()
    if secret[:7].lower() == "bearer ":
        secret = secret[7:].strip()
    if not secret or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise UsageProblem(
            f"the key from {source} is not one: it holds spaces or other characters no key has."
        )
    return secret
