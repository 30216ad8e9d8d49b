"""Which stops end a sentence.

Rules of this file: the marks of East Asian languages always do, unless a quotation goes on behind them.
Others need white space behind them, or a marker, or the end. Then a question or exclamation mark, a full
stop and an ellipsis end a sentence unless the next word is written small; a full stop does not either
behind an abbreviation, an initial, a number that begins its line, or a German ordinal. Every look goes a
few words far, so that a text costs what it is long.
"""

from __future__ import annotations

import re

from pplx_notebook.evidence.abbreviations import (
    AMBIGUOUS,
    BEFORE_ORDINAL,
    BEHIND_ORDINAL,
    GERMAN,
    NEVER,
    PERHAPS,
    STARTERS,
)

MARKER, ATOM = "\ufdd0", "\ufdd1"  # stand for a marker and for code or a formula: no text holds them
_CITED = rf"(?:{MARKER}|\[\^?(?:web:)?[0-9]{{1,4}}\^?\])"
_CLOSING = "\"'”’»›)\\]}」』）】*_"
STOP = re.compile(
    rf"(?P<marks>[。！？｡]+|(?<=[^\x00-\u2fff])．(?![0-9０-９])|[.!?…]{{1,12}})"
    rf"(?P<closed>(?:[{_CLOSING}]|[ \u00a0\u202f]»|(?<=[.!?…])“)*)"
    rf"(?P<cited>(?:[ ,;]{{0,3}}{_CITED}){{0,40}})[.]?(?P<space>\s*)"
)
_WORD_BEFORE = re.compile(r"(?:(\S{1,30}?)[ \u00a0\u202f]{1,2})?([^\s(\[“„\"'’«]{1,40})\Z")
_NEXT = re.compile(r"[\s\"'“”„«»‘’(\[¿¡*_–—-]*([^\W_]+)?")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}\Z")
_DATE = re.compile(r"\s{0,2}(?:[0-9]{1,2}\.\s{0,2})?[0-9]{2,4}\b")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_QUOTED_ON = re.compile(r"(?:って|と[^。]{0,12}(?:言|い|述べ|話|思|呼)|という|とは)")
NEAR = 80  # characters that are looked at on each side


def ends(text: str, stop: re.Match[str], start: int, *, german: bool) -> int | None:
    """Where the sentence that began at ``start`` ends if this stop ends it, else None: behind the marks, what
    closes, and the markers that belong to it."""
    marks, cited = stop["marks"], stop["cited"]
    end = stop.end() - len(stop["space"])
    if end == len(text):
        return end
    behind = text[end : end + NEAR]
    if marks[0] in "。！？｡．":
        goes_on = bool(stop["closed"]) and _QUOTED_ON.match(behind) is not None
        return None if goes_on and not cited else end
    if cited and _is_subject(stop, behind):
        end, cited, behind = stop.end("closed"), "", text[stop.end("closed") : stop.end("closed") + NEAR]
    following = _NEXT.match(behind)
    word = (following[1] or "") if following is not None else ""
    is_apart = bool(stop["space"]) or bool(cited) or bool(_EAST_ASIAN.match(behind))
    if not is_apart or behind.lstrip()[:1] in (",", ";", ":", "/", "%"):
        return None
    if _is_small(word) and not (cited and stop["closed"] == "" and _EAST_ASIAN.match(word)):
        return None
    if marks == "." and not _ends_there(text, stop.start(), start, word, german=german):
        return None
    return end


def is_german(text: str) -> bool:
    """Whether ordinals are written with a stop here."""
    words = text[:2_000].lower().split()
    return sum(word in GERMAN for word in words) * 20 >= max(len(words), 1)


def _is_subject(stop: re.Match[str], behind: str) -> bool:
    """Whether the marker behind a stop begins the next sentence: ". [1] reports that"."""
    following = re.match(r"\s+([^\W\d_]+)", stop["space"] + behind)
    return stop["cited"][0] == " " and following is not None and _is_small(following[1])


def _is_small(word: str) -> bool:
    """Whether a word is written small, as none is at a sentence's beginning; iPhone and eBay are names."""
    return word[:1].islower() and not any(char.isupper() for char in word)


def _ends_there(text: str, at: int, start: int, following: str, *, german: bool) -> bool:
    """Whether the full stop at ``at`` ends the sentence, as far as the words around it say."""
    before = _WORD_BEFORE.search(text[max(start, at - NEAR) : at])
    if before is None:
        return True
    prior, word = (before[1] or ""), before[2].strip("*_")
    small = word.lower()
    if word.isdigit():
        return not _is_ordinal(text, at, start, prior, word, following, german=german)
    is_start = following.lower() in STARTERS and following[:1].isupper()
    if small in NEVER:
        return small in AMBIGUOUS and _ends_as_a_word(small, following)
    if len(word) == 1 and word.isalpha() and word.isupper():
        return is_start and not prior[:1].isupper()
    if small in PERHAPS:
        return is_start or (small in ("etc", "usw") and following[:1].isupper())
    if _DOTTED.search(word):
        return is_start and (word[0].isupper() or small in ("a.m", "p.m"))
    return True


def _ends_as_a_word(word: str, following: str) -> bool:
    """ "No." is an answer, "no. 5" a number; "5 m." ends, "M. Dupont" does not."""
    if word in ("no", "art", "sec", "mind", "mar", "ex"):
        return not following[:1].isdigit()
    return following.lower() in STARTERS


def _is_ordinal(
    text: str, at: int, start: int, prior: str, word: str, following: str, *, german: bool
) -> bool:
    """Whether a number with a stop goes on: one that begins its line, and "am 12. März"."""
    if not text[start : at - len(word)].strip("*_ "):
        return True
    if not german or len(word) > 2:
        return False
    if following[:1].isdigit():  # "am 1. 1. 2020"
        is_date = _DATE.match(text, at + 1) is not None
        return is_date and (prior.lower() in BEFORE_ORDINAL or prior[:-1].isdigit())
    return prior.lower() in BEFORE_ORDINAL or following.lower() in BEHIND_ORDINAL
