"""Which words of a sentence stand in its passage in other words: what "rose" and "climbed" share, "house" and
"dwelling", German "Fähren" and "Batteriefähren", 収量 and 収穫量."""

from __future__ import annotations

from collections.abc import Sequence

from pplx_notebook.evidence.forms.polarity import WEAK, ends_of
from pplx_notebook.evidence.forms.synonyms import SENSES
from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.tongue import tongue_of
from pplx_notebook.evidence.forms.words import Token, is_small
from pplx_notebook.evidence.source_text import Segment

LEAST_PART, LONGER = 5, 3  # letters of a part of a compound; by how many the compound is longer
_COMMON = frozenset("的了是在一不有人年上大中小个和与为从到月日者本部地分出会用行来前后以所其被第種数約间間")


def said_otherwise(
    line: Sequence[Token], keys: Sequence[str], segments: Sequence[Segment]
) -> tuple[set[str], set[str]]:
    """Those of the ``keys`` of a sentence that the segments say in a word of the same end of an axis, and
    those that they say in one that is akin."""
    same: set[str] = set()
    found: set[str] = set()
    ends = frozenset(end for segment in segments for end in segment.ends if end[0] not in WEAK)
    tongue = tongue_of(" ".join(token.text for token in line[:60]))
    if ends:
        same |= {token.key for token in line if ends_of(token, tongue) & ends}
    senses = frozenset(sense for segment in segments for sense in segment.senses)
    found |= {key for key in keys if key in SENSES and SENSES[key] & senses}
    if tongue == "de":
        found |= _parts(line, segments)
    elif tongue in ("ja", "zh"):
        signs = frozenset("".join(segment.said for segment in segments)) - _COMMON  # "摘む" of "手摘み"
        found |= {
            key
            for key in keys
            if len(key) == 2
            and any(map(_is_han, key))
            and all(sign in signs or not _is_han(sign) for sign in key)
        }
    return same, found


def _is_han(key: str) -> bool:
    return all("\u3400" <= sign <= "\u9fff" for sign in key)


def _parts(line: Sequence[Token], segments: Sequence[Segment]) -> set[str]:
    """Words that are a part of a compound of the segments, or a compound of theirs."""
    own = [
        (token.key, bare(token.text))
        for token in line
        if len(token.text) >= LEAST_PART and not is_small(token)
    ]
    theirs = {
        bare(token.text) for segment in segments for token in segment.line
        if len(token.text) >= LEAST_PART and not is_small(token)
    }  # fmt: skip
    found = set()
    for key, word in own:
        for other in theirs:
            short, long = (word, other) if len(word) < len(other) else (other, word)
            part = short[: max(LEAST_PART, len(short) - 2)]
            if len(long) >= len(short) + LONGER and (long.startswith(part) or part in long[2:]):
                found.add(key)
                break
    return found
