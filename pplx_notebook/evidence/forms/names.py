"""The names of a text: capitals inside a sentence, and whether the source knows one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import Token, is_small, stem

_NATIONS = """
dutch netherlands holland niederlande niederlandisch hollandisch neerlandais pays-bas bajos neerlandes holandes
american america states usa us amerika amerikanisch vereinigte etats-unis americain unidos estadounidense
british britain kingdom uk england english britisch grossbritannien royaume-uni britannique anglais angleterre inglaterra ingles reino britanico
french france frankreich franzosisch francais francia frances
german germany deutschland deutsch allemagne allemand alemania aleman
swiss switzerland schweiz schweizer suisse helvetique suiza suizo
danish denmark dane danemark danisch danois dinamarca danes
spanish spain spanien spanisch espagne espagnol espana espanol
greek greece griechenland griechisch grece grec grecia griego
welsh wales gallois galles gales
irish ireland irland irisch irlande irlandais irlanda irlandes
polish poland polen polnisch pologne polonais polonia polaco
turkish turkey turkei turkisch turquie turc turquia turco
chinese china chine chinois chino chinesisch
norwegian norway norwegen norwegisch norvege norvegien noruega noruego
belgian belgium belgien belgisch belgique belge belgica belga
finnish finland finnland finnisch finlande finlandais finlandia finlandes
swedish sweden schweden schwedisch suede suedois suecia sueco
czech czechia tschechien tschechisch tcheque checo chequia
hungarian hungary ungarn ungarisch hongrie hongrois hungria hungaro
austrian austria osterreich osterreichisch autriche autrichien austriaco
australian australia australien australisch australie australien australiano
portuguese portugal portugiesisch portugais portugues
peruvian peru peruanisch peruvien peruano
russian russia russland russisch russie russe rusia ruso
slovak slovakia slowakei slowakisch eslovaquia
slovene slovenian slovenia slowenien slowenisch eslovenia
nigerian nigeria
nigerien niger
iranian iran persian persia iranisch
iraqi iraq irak
filipino philippines philippine philippinisch
thai thailand
burmese myanmar burma
welsh wales
scottish scotland scots schottland schottisch ecosse ecossais escocia escoces
israeli israel
lebanese lebanon libanon liban libano
japanese japan japon japonais japanisch japones
korean korea coree coreen corea coreano
egyptian egypt agypten agyptisch egypte egyptien egipto egipcio
moroccan morocco marokko marokkanisch maroc marocain marruecos marroqui
cypriot cyprus zypern
chilean chile
brazilian brazil brasilien brasilianisch bresil bresilien brasil brasileno
argentine argentina argentinian argentinien argentine argentin argentino
mexican mexico mexiko mexicain mexicano
canadian canada kanada kanadisch canadien canadiense
indian india indien indisch inde indio
indonesian indonesia indonesien indonesie
italian italy italien italienisch italie italia italiano
romanian romania rumanien roumanie rumania
bulgarian bulgaria bulgarien bulgarie
croatian croatia kroatien croatie croacia
serbian serbia serbien serbie
ukrainian ukraine ukrainisch ucrania
icelandic iceland island islande islandia
estonian estonia estland
latvian latvia lettland
lithuanian lithuania litauen
kenyan kenya kenia
ethiopian ethiopia athiopien ethiopie etiopia
ugandan uganda
tanzanian tanzania tansania
ghanaian ghana
algerian algeria algerien algerie argelia
tunisian tunisia tunesien tunisie tunez
saudi arabia
vietnamese vietnam
malaysian malaysia
pakistani pakistan
bangladeshi bangladesh
colombian colombia kolumbien
venezuelan venezuela
cuban cuba kuba
bolivian bolivia
ecuadorian ecuador
zealand neuseeland
taiwanese taiwan
nepalese nepal
mongolian mongolia mongolei
"""
NATIONS = {
    stem(word): frozenset(map(stem, group.split()))
    for group in _NATIONS.strip().split("\n")
    for word in group.split()
}
SOUND = 5  # letters from which a name may be told by its sound
_SOUNDS = (
    ("tch", "c"), ("tsch", "c"), ("sch", "s"), ("sh", "s"), ("ch", "c"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("y", "i"), ("j", "i"), ("w", "v"), ("q", "k"), ("ck", "k"), ("x", "ks"), ("z", "s"), ("ae", "a"), ("oe", "o"), ("ue", "u"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiou]+")
_DOUBLE = re.compile(r"(.)\1+")
_TITLES = frozenset(
    map(
        stem,
        """
    emperor king queen prince princess president chancellor minister senator governor mayor general captain
    professor prof doctor dr mr mrs ms miss saint pope bishop judge sir lord lady dame chief director
    kaiser konig konigin prasident kanzler minister burgermeister herr frau papst
    roi reine president ministre monsieur madame mme empereur pape
    rey reina presidente ministro don dona papa emperador senor senora
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
_PARTICLES = frozenset("van von der den de la le du des da di del dos of bin ibn al el ter ten zu y".split())
_GERMAN_NOUN = re.compile(
    r"(?:ung|ungen|keit|heit|schaft|tion|nis|tum|kunft|gaben?|jahre?n?|zeit|woche|monat|tage?n?|ende|anfang|bericht|innen|ismus|enz|[bdghklt]ern)\Z"
    r"|(?:Mitte|Sommer|Winter|Herbst|Fr(?:ü|u)hling|Hilfe|Sicht|Ansicht|Aussage|Worten|Grund|Vergleich|Gegensatz|Rahmen|Fall|Folge|Lauf|Schnitt"
    r"|Durchschnitt|Mittel|Betrieb|Einsatz|Bau|Kosten|Platz|Wunsch|Pl(?:ä|a)nen|Berichten|Experten|Menschen|Frauen|Geld|Strom|Wasser|Holz|Gas"
    r"|Luft|Land|Stadt|Kraft|Beginn|Start|Zug|Auto|Bahn|Rad|Bus|Fu(?:ß|ss)|Hand|Hause?|Hof|Erfolg|Preis|Markt|Dach|Eis|Nacht|Umlauf|Alter)\Z"
)
_GERMAN_PARTICLES = frozenset("von van zu".split())
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
        if found and _is_joined(line, found[-1][-1], place, text, tongue):
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


def _is_joined(line: tuple[Token, ...], last: int, place: int, text: str, tongue: str) -> bool:
    """Whether two capital words are one name: side by side, or with "van" or "of" between them."""
    between = text[line[last].end : line[place].start]
    if place - last <= 3 and len(between) <= 12 and place - last > 1:
        words = between.split()
        particles = _GERMAN_PARTICLES if tongue == "de" else _PARTICLES
        return all(word in particles for word in words) and "," not in between
    return place - last == 1 and between in (" ", "-", ". ")


def _may_be(line: tuple[Token, ...], place: int, text: str, tongue: str) -> bool:
    token = line[place]
    if (
        not token.is_capital
        or not token.text[0].isalpha()
        or (is_small(token) and not (tongue == "fr" and token.text == "Seine"))
        or bare(token.text) in _NO_NAMES
    ):
        return False
    before = text[: token.start].rstrip(" \"'(")
    if len(token.text) == 1:
        return False
    if before and before[-1] not in ".!?:;|":
        return True
    following = line[place + 1] if place + 1 < len(line) else None
    if (
        following is not None
        and following.text in _PARTICLES
        and following.text != "of"
        and place + 2 < len(line)
        and tongue != "de"
    ):
        following = line[place + 2] if line[place + 2].is_capital else following
    return (token.text.isupper() and len(token.text) > 1) or (
        tongue != "de"
        and following is not None
        and following.is_capital
        and text[token.end : following.start].split() in ([], *([word] for word in _PARTICLES))
        and not is_small(following)
    )


def _is_german_name(line: tuple[Token, ...], place: int, text: str) -> bool:
    before = line[place - 1] if place else None
    if line[place].text.isupper():
        return True
    if _GERMAN_NOUN.search(line[place].text):
        return False
    return (
        before is not None
        and bare(before.text) in _GERMAN_BEFORE
        and text[before.end : line[place].start] == " "
    )


def known(
    key: str, written: str, stems: frozenset[str], capitals: frozenset[str], initials: frozenset[str]
) -> bool:
    """Whether a word of a name stands in the source: by stem, its beginning, nation, initials, or as it sounds.

    ``capitals`` are the source's words with a capital, small and without accents."""
    nation = NATIONS.get(key, frozenset())
    if key in stems or stems & nation:
        return True
    if written.isupper() and 2 <= len(written) <= 6:
        return written.lower() in initials
    low = bare(written).removesuffix("'s")
    return any(_begin_alike(low, other, nation) or sounds_alike(low, other) for other in capitals)


def _begin_alike(one: str, other: str, nation: frozenset[str]) -> bool:
    """Japan and Japanese, Venice and Venetian; Slovakia and Slovenia are two."""
    least = max(4, min(len(one), len(other)) - (1 if len(one) < 9 else 3))
    if one[:least] != other[:least] or len(other) < least:
        return False
    theirs = NATIONS.get(stem(other), frozenset())
    return not nation or not theirs or bool(nation & theirs)


def sounds_alike(one: str, other: str) -> bool:
    """Tchaikovsky and Chaikovsky, Mohammed and Muhammad: the same consonants and about the same vowels."""
    a, b = _sound(one), _sound(other)
    if min(len(a), len(b)) < SOUND or abs(len(a) - len(b)) > 2:
        return False
    if a == b or (min(len(a), len(b)) >= 7 and _one_apart(a, b)):
        return True
    return _VOWELS.sub("", a) == _VOWELS.sub("", b) and len(_VOWELS.sub("", a)) >= 3 and _differ_by(a, b) <= 2


@lru_cache(maxsize=10_000)
def _sound(word: str) -> str:
    """A word with one letter for what sounds alike in many spellings."""
    low = bare(word)
    for old, new in _SOUNDS:
        low = low.replace(old, new)
    return _DOUBLE.sub(r"\1", low)


def _differ_by(one: str, other: str) -> int:
    return max(len(one), len(other)) - sum(
        block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    )


def is_written_short(one: str, other: str) -> bool:
    """Whether one is the initials of the other: "WHO", "the World Health Organization"."""
    short, long = sorted((one, other), key=len)
    letters = "".join(word[0] for word in re.findall(r"[^\W\d_]+", long) if word[0].isupper())
    plain = re.sub(r"\W|\b[Tt]he\b", "", short)
    return len(plain) >= 2 and plain.isupper() and (plain == letters or plain in letters)


def _one_apart(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    short, long = sorted((one, other), key=len)
    return any(long[:cut] + long[cut + 1 :] == short for cut in range(len(long)))


def is_nation(keys: tuple[str, ...]) -> bool:
    """Whether a name is a country's or its people's: "in Berlin" is no other than "in Germany"."""
    return any(key in NATIONS for key in keys)


def is_title(key: str) -> bool:
    return key in _TITLES
