"""An API key that does not show itself.

Rules of this file: a key is never a ``str`` in a public place; it has no printable form but where it came
from; it cannot be pickled or copied; only ``authorisation`` gives it away, for one header, at send time.
"""

from __future__ import annotations

import weakref
from typing import NoReturn

from pplx_notebook.errors import UsageProblem
from pplx_notebook.protocol.key_mask import SHORTEST_SECRET, KeyMask
from pplx_notebook.protocol.scrub import printable_line, without_key_like

KEYS: weakref.WeakSet[Key] = weakref.WeakSet()  # all there are, for logs that are not ours


class Key:
    """An API key and where it was found; ``str()`` and ``repr()`` say only the latter."""

    __slots__ = ("__mask", "__secret", "__weakref__", "source")

    def __init__(self, secret: str, source: str) -> None:
        self.source = source  # first, so that a frame with a key that is none can be printed
        self.__secret = cleaned(secret, source)
        self.__mask: KeyMask | None = None
        KEYS.add(self)

    def __repr__(self) -> str:
        return f"<key from {self.source}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key cannot be pickled or copied")

    def __getstate__(self) -> dict[str, str]:
        return {"source": self.source}  # the default's would be the secret

    def authorisation(self) -> str:
        """The value of the Authorization header."""
        return f"Bearer {self.__secret}"

    @property
    def mask_own(self) -> KeyMask:
        """Takes this key alone out of a text; made on first use, as its forms are many."""
        if self.__mask is None:
            self.__mask = KeyMask(self.__secret)
        return self.__mask

    @property
    def is_word(self) -> bool:
        """True for the "key" of a local server ("ollama"), which an answer may well speak of."""
        return len(self.__secret) < SHORTEST_SECRET

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where in the text this key stands, in any form."""
        return self.mask_own.spans(text)

    def scrub(self, text: str) -> str:
        """The text as one line without this key in any form."""
        return printable_line(self.mask(text))

    def mask(self, text: str) -> str:
        """The whole text without this key in any form, and without what looks like one."""
        return without_key_like(self.mask_own(text))


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
