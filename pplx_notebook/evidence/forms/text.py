"""Text as it is compared: one sign for each quote, dash and space, no markup, no invisible characters."""

from __future__ import annotations

import re
import unicodedata

_ONE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t", " "),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
        **dict.fromkeys("·⋅", "·"),
    }
)
_FRACTION = re.compile(r"(?<=\d)\s?([½¼¾])")
_DECIMALS = {"½": ".5", "¼": ".25", "¾": ".75"}
_LINK = re.compile(r"\]\([^()\s]{0,400}\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_RAISED = re.compile(r"(?<=[A-Za-z])\^(-?\d)\^?")
_MARK_UP = re.compile(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}|[\[\]#]")


def normal(text: str) -> str:
    """The text in its normal form; another length than the original's."""
    text = _FRACTION.sub(lambda found: _DECIMALS[found[1]], text.translate(_ONE))
    text = unicodedata.normalize("NFKC", text).translate(_ONE)
    text = _RAISED.sub(r"\1", _TAG.sub(" ", _LINK.sub("]", text)))
    return " ".join(_MARK_UP.sub("", text).split())


def bare(word: str) -> str:
    """A word written small and without accents: "Förderung" as "forderung"."""
    low = word.casefold()
    if low.isascii():
        return low
    apart = unicodedata.normalize("NFD", low)
    return unicodedata.normalize("NFC", "".join(c for c in apart if not "\u0300" <= c <= "\u036f"))
