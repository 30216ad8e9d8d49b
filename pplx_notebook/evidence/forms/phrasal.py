"""Ends of axes that take two words to say: "went up", "nahm … zu", "6 % more"; one value for each token."""

from __future__ import annotations

from pplx_notebook.evidence.forms.polarity import AXES, ends_of
from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import Token

_ENDS = {
    word: AXES[word]
    for word in (
        "rise",
        "fall",
        "lit",
        "ausschalten",
        "accept",
        "reject",
        "begin",
        "end",
        "introduce",
        "abolish",
        "prevent",
    )
}
_PAIRS = """
rise: went go goes going gone came come moved edged crept shot ticked | up
fall: went go goes going gone came come moved edged crept ticked brought | down
rise: nahm nahmen nimmt nehmen legte legten legt stieg | zu
fall: nahm nahmen nimmt nehmen | ab
fall: ging gingen geht gehen | zuruck
fall: brach brachen bricht | ein
reject: turned turn turns voted struck | down
reject: lehnte lehnten lehnt wies wiesen weist | ab zuruck
accept: gab gaben gibt | statt
accept: stimmte stimmten stimmt | zu
accept: nahm nahmen | an
introduce: fuhrte fuhrten fuhrt | ein
abolish: schaffte schafften schafft hob hoben | ab auf
lit: switch switched turn turned | on
ausschalten: switch switched turn turned | off
lit: schaltete schaltet stellte stellt | ein an
ausschalten: schaltete schalteten schaltet stellte stellten stellt | ab aus
accept: sprach sprachen | fur
begin: fing fingen fangt | an
end: horte horten hort | auf
"""
_BY_FIRST: dict[str, list[tuple[frozenset[str], frozenset[tuple[int, int]]]]] = {}
for _line in _PAIRS.strip().splitlines():
    _name, _, _rest = _line.partition(":")
    _firsts, _, _seconds = _rest.partition("|")
    for _first in _firsts.split():
        _BY_FIRST.setdefault(_first, []).append((frozenset(_seconds.split()), _ENDS[_name]))
_MORE = {"more": "rise", "higher": "rise", "up": "rise", "mehr": "rise", "plus": "rise", "mas": "rise",
         "less": "fall", "fewer": "fall", "lower": "fall", "down": "fall", "weniger": "fall", "moins": "fall", "menos": "fall"}  # fmt: skip
FAR = 12  # tokens between the halves of a German verb
_GERMAN_ONLY = frozenset("zu ab zuruck ein statt an auf aus fur".split())


def line_ends(line: tuple[Token, ...], tongue: str) -> tuple[frozenset[tuple[int, int]], ...]:
    """For each token of a clause the (axis, end) it says, alone or with another."""
    found = [ends_of(token, tongue) for token in line]
    low = [bare(token.text) for token in line]
    for place, word in enumerate(low):
        for seconds, ends in _BY_FIRST.get(word, ()):
            is_german = bool(seconds & _GERMAN_ONLY)
            behind = low[-1:] if is_german else low[place + 1 : place + 3]
            if (
                is_german == (tongue == "de")
                and seconds & set(behind)
                and len(line) - place <= (FAR if is_german else 99)
            ):
                found[place] = ends
        beside = low[max(0, place - 4) : place] + low[place + 1 : place + 4]
        if word in _MORE and any(
            one in ("%", "percent", "prozent", "pour", "ciento", "point", "points", "prozentpunkte")
            for one in beside
        ):
            found[place] |= _ENDS[_MORE[word]]
    return tuple(found)
