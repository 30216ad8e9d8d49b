"""The names of a text: capitals inside a sentence, and whether the source knows one."""

from __future__ import annotations

from dataclasses import dataclass

from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import Token, is_small, stem

_NATIONS = """
dutch netherlands holland|american america states usa|british britain kingdom uk english england|french france|german germany
swiss switzerland|danish denmark|spanish spain|greek greece|welsh wales|polish poland|turkish turkey|chinese china
amerikanisch usa vereinigte|niederlande niederlandisch
"""
NATIONS = {
    stem(word): frozenset(map(stem, group.split()))
    for group in _NATIONS.replace("\n", "|").split("|")
    for word in group.split()
}
_TITLES = frozenset(
    map(
        stem,
        """
    emperor king queen president minister professor doctor dr mr mrs ms saint kaiser konig roi reine
    rey sir lord
    """.split(),
    )
)
_NO_NAMES = frozenset(
    """
    january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday i januar februar marz mai juni juli oktober
    dezember janvier enero
    """.split()
)
_GERMAN_BEFORE = frozenset(
    """
    in aus nach von bei durch gegen an fur vom zum zur im mit
    """.split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capital words: ``places`` of its tokens, ``keys`` their stems."""

    text: str
    places: tuple[int, ...]
    keys: tuple[str, ...]


def names(
    line: tuple[Token, ...], text: str, tongue: str, taken: tuple[tuple[int, int], ...]
) -> tuple[Name, ...]:
    """The names of a sentence; ``taken`` are the spans of quantities and dates, which are none."""
    found: list[list[int]] = []
    for place, token in enumerate(line):
        if not _may_be(line, place, text, tongue) or any(start <= token.start < end for start, end in taken):
            continue
        if (
            found
            and found[-1][-1] == place - 1
            and text[line[place - 1].end : token.start] in (" ", "-", ". ")
        ):
            found[-1].append(place)
        else:
            found.append([place])
    if tongue == "de":
        found = [
            run[1:] if run[0] == 0 and len(run) > 1 and not line[0].text.isupper() else run for run in found
        ]
        found = [run for run in found if len(run) > 1 or _is_german_name(line, run[0], text)]
    return tuple(
        Name(text[line[run[0]].start : line[run[-1]].end], tuple(run), tuple(line[p].key for p in run))
        for run in found
    )


def _may_be(line: tuple[Token, ...], place: int, text: str, tongue: str) -> bool:
    token = line[place]
    if (
        not token.is_capital
        or not token.text[0].isalpha()
        or is_small(token)
        or bare(token.text) in _NO_NAMES
    ):
        return False
    before = text[: token.start].rstrip(" \"'(")
    if len(token.text) == 1:
        return False
    if before and before[-1] not in ".!?:;|":
        return True
    following = line[place + 1] if place + 1 < len(line) else None
    return (token.text.isupper() and len(token.text) > 1) or (
        tongue != "de"
        and following is not None
        and following.is_capital
        and text[token.end : following.start] == " "
        and not is_small(following)
    )


def _is_german_name(line: tuple[Token, ...], place: int, text: str) -> bool:
    before = line[place - 1] if place else None
    if line[place].text.isupper():
        return True
    return (
        before is not None
        and bare(before.text) in _GERMAN_BEFORE
        and text[before.end : line[place].start] == " "
    )


def known(
    key: str, written: str, stems: frozenset[str], capitals: frozenset[str], initials: frozenset[str]
) -> bool:
    """Whether a word of a name stands in the source: by stem, first four letters, nation, initials, one letter apart."""
    if key in stems or stems & NATIONS.get(key, frozenset()):
        return True
    if written.isupper() and 2 <= len(written) <= 6:
        return written.lower() in initials
    start = key[:4]
    if len(start) == 4 and any(other.startswith(start) for other in capitals):
        return True
    return len(key) >= 7 and any(
        _one_apart(key, other) for other in capitals if abs(len(other) - len(key)) <= 1
    )


def _one_apart(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    short, long = sorted((one, other), key=len)
    return any(long[:cut] + long[cut + 1 :] == short for cut in range(len(long)))


def is_title(key: str) -> bool:
    return key in _TITLES
