"""One key, taken out of whatever a server says: servers echo what they were sent, and cut it anywhere.

Rules of this file: the key goes in every form it may come back in (plain, percent-encoded once and twice,
HTML- and JSON-escaped, base64 at any offset, hex, reversed, with white space anywhere, in any case), and so
does a part of one from its 12th character on, or its last 8: half a key in a message that was cut is a leak,
too. A part that could be a word ("my-company-p") is none. What has nothing of it comes back as it is.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn
from urllib.parse import quote, quote_plus

import msgspec

MASK = "[key]"
SHORTEST_KEY = 6  # shorter "keys" are words ("test"), and masking them would garble every message
SHORTEST_SECRET = 16  # a shorter one ("ollama", "lm-studio") may be a word of an answer
WHOLE_BELOW = 20  # a key shorter than that counts as a whole only
FIRST, LAST = 12, 8
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}


class KeyMask:
    """Masks one key; ``None`` or a word for a key masks nothing."""

    __slots__ = ("__begun", "__forms", "__last", "__longest", "__needles", "__starts")

    def __init__(self, key: str | None) -> None:
        key = (key or "").strip()
        forms = _forms(key) if len(key) >= SHORTEST_KEY else set()
        short = len(key) < WHOLE_BELOW
        # each form, longest first, with how much of its beginning is enough
        self.__forms = tuple(
            (form, form if short else _first(form)) for form in sorted(forms, key=len, reverse=True)
        )
        self.__longest = max(map(len, forms), default=0)
        last = key[-LAST:].lower()
        self.__last = (key.lower(), last) if not short and _is_random(key[-LAST:]) else None
        self.__begun = tuple(forms | ({last} if self.__last else set()))
        self.__starts = {form[0] for form in self.__begun}
        self.__needles = tuple({first for _, first in self.__forms} | ({last} if self.__last else set()))

    def __reduce__(self) -> NoReturn:
        raise TypeError("what masks a key holds it, and cannot be pickled or copied")

    def __getstate__(self) -> None:
        """Nothing: the default's would be the key."""

    def __call__(self, text: str) -> str:
        """The text without the key."""
        out, end = [], 0
        for start, stop in self.spans(text):
            out += [text[end:start], MASK]
            end = stop
        return "".join([*out, text[end:]]) if out else text

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the key stands in the text."""
        if not self._may_hold(text):
            return []
        places = [at for at, char in enumerate(text) if not char.isspace()]
        squeezed = "".join([_lower(text[at]) for at in places])
        return [(places[start], places[stop - 1] + 1) for start, stop in _merged(self._spans(squeezed))]

    def in_all(self, value: Any) -> Any:
        """A value without the key in any text of it: rows, tuples, lists and objects are looked through."""
        if isinstance(value, str):
            return self(value)
        if isinstance(value, tuple | list):
            return type(value)([self.in_all(item) for item in value])
        if isinstance(value, msgspec.Struct):
            fields = [(name, getattr(value, name)) for name in value.__struct_fields__]
            masked = [(name, old, self.in_all(old)) for name, old in fields]
            changed = {name: new for name, old, new in masked if new is not old and new != old}
            return msgspec.structs.replace(value, **changed) if changed else value
        if isinstance(value, dict):
            return {self.in_all(name): self.in_all(item) for name, item in value.items()}
        if isinstance(value, Mapping):
            return type(value)(self.in_all(dict(value)))  # type: ignore[call-arg]  # usage
        return value

    def held(self, text: str) -> int:
        """How many characters at the end of the text may be the beginning of a key."""
        tail = "".join(map(_lower, text[-self.__longest :]))
        for at, char in enumerate(tail):
            if char in self.__starts and any(form.startswith(tail[at:]) for form in self.__begun):
                return len(tail) - at
        return 0

    def _may_hold(self, text: str) -> bool:
        lowered = text.lower()
        if any(needle in lowered for needle in self.__needles):
            return True
        squeezed = "".join(lowered.split())
        return len(squeezed) < len(lowered) and any(needle in squeezed for needle in self.__needles)

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where in a lower-case text without white space something of the key stands."""
        for form, first in self.__forms:
            for start in _found(first, text):
                stop = start + len(first)
                while text[stop : stop + 1] == form[stop - start : stop - start + 1] != "":
                    stop += 1
                yield start, stop
        if self.__last is None:
            return
        key, last = self.__last
        for place in _found(last, text):
            start, left = place, len(key) - len(last)
            while start and left and text[start - 1] == key[left - 1]:
                start, left = start - 1, left - 1
            yield start, place + len(last)


class GrowingMask:
    """Masks a text that grows: what is shown once stays, the beginning of a key waits until it is clear."""

    def __init__(self, mask: KeyMask) -> None:
        self._mask = mask
        self._raw = self._masked = ""
        self._whole: tuple[str, str] = ("", "")

    def of(self, text: str, *, over: bool) -> str:
        """The text without the key; ``over``: nothing more will come."""
        if over:
            if self._whole[0] != text:
                self._whole = (text, self._mask(text))
            return self._whole[1]
        if not text.startswith(self._raw):
            self._raw = self._masked = ""
        fresh = text[len(self._raw) :]
        fresh = fresh[: len(fresh) - self._mask.held(fresh)]
        self._raw += fresh
        self._masked += self._mask(fresh)
        return self._masked


def _forms(key: str) -> set[str]:
    """The key, in lower case, as it may come back."""
    escaped = "".join(_ENTITIES.get(char, char) for char in key)
    once = quote(key, safe="")
    forms = {key, once, quote(once, safe=""), quote_plus(key), escaped, key.replace("/", "\\/"), key[::-1]}
    data = key.encode("utf-8", "replace")
    coded = {_base64_core(b"\0" * shift + data, shift) for shift in range(3)}
    coded |= {form.replace("+", "-").replace("/", "_") for form in coded}  # as URLs have it
    return {form.lower() for form in forms | coded | {data.hex()} if len(form) >= SHORTEST_KEY}


def _base64_core(data: bytes, shift: int) -> str:
    """The base64 characters that depend on the key alone, for one alignment of it."""
    text = b64encode(data).decode().rstrip("=")
    return text[shift and shift + 1 : len(text) - (len(data) % 3 > 0)]


def _first(form: str) -> str:
    """How much of a form's beginning tells it: 12 characters, more where those could be a word."""
    length = FIRST
    while length < len(form) and not _is_random(form[:length]):
        length += 1
    return form[:length]


def _is_random(part: str) -> bool:
    """True for what no word looks like: letters and digits, or capitals among small letters."""
    letters = [char for char in part if char.isalpha()]
    return any(map(str.isdigit, part)) or 0 < sum(map(str.isupper, letters[1:])) < len(letters[1:])


def _found(needle: str, text: str) -> Iterator[int]:
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def _merged(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those that touch each other as one."""
    start = stop = -1
    for first, last in sorted(spans):
        if first > stop:
            if stop > 0:
                yield start, stop
            start, stop = first, last
        stop = max(stop, last)
    if stop > 0:
        yield start, stop


def _lower(char: str) -> str:
    return char.lower() if char.isascii() else char
