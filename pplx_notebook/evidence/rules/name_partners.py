"""The partner of each name of a sentence: the name itself, written otherwise, or another one in its place."""

from __future__ import annotations

from collections.abc import Iterator

from pplx_notebook.evidence.difference import Difference, Partner
from pplx_notebook.evidence.forms.names import Name, is_nation, is_title, known
from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import Token, is_small, stem
from pplx_notebook.evidence.passages import Window, share
from pplx_notebook.evidence.source_text import Segment, SourceText

NEAR_BY = 3  # words in which a neighbour that is not small is looked for
LONG = 6  # letters of a German noun that another word may begin with
IN_ITS_PLACE = 0.35  # share of the other words that a passage must hold to have another name in a role
OFTEN, ABOVE = 2, 8  # segments that say what a page is of, and how far above one stands
GERMAN_NAME = 0.5  # content from which a noun behind a preposition may be a name


def name_partners(claim: Segment, window: Window, page: SourceText) -> Iterator[Partner]:
    """One for each name that can be judged."""
    if not claim.facts.names:
        return
    lines = [segment.line for segment in window.segments]
    stems = frozenset(token.key for line in lines for token in line) | page.title_keys
    capitals = frozenset(bare(t.text) for line in lines for t in line if t.is_capital) | page.title_keys
    initials = _initials(lines)
    for name in claim.facts.names:
        held = [
            known(key, claim.line[p].text, stems, capitals, initials)
            for key, p in zip(name.keys, name.places, strict=True)
        ]
        acronym = "".join(claim.line[p].text[0] for p in name.places).lower()
        is_short = len(name.places) > 1 and any(
            t.text.isupper() and t.text.lower() == acronym for line in lines for t in line
        )
        if claim.tongue == "de":
            held = [
                is_held or _begins_a_word(key, lines) for is_held, key in zip(held, name.keys, strict=True)
            ]
        part = any(is_held and not is_title(key) for is_held, key in zip(held, name.keys, strict=True))
        is_joined = name.places[-1] - name.places[0] >= len(name.places)
        is_more = claim.tongue == "de" and is_joined and held[-1]  # "gegen den Rat von Kämmerer Hahn"
        is_role = name.places[0] == 0 and len(held) > 2 and all(held[1:])  # "Goaltender Mika Rautio"
        if (
            part
            and not all(held)
            and not is_more
            and not is_role
            and (other := _with_another_part(name, held, claim, window.best))
        ):
            yield Partner("name", name.text, is_met=False, other=Difference("name", name.text, other))
            continue
        if (all(held) or part) and (other := _stands_there_instead(claim, name, window, page)):
            yield Partner("name", name.text, is_met=False, other=Difference("name", name.text, other))
            continue
        if all(held) or part or is_short:
            yield Partner("name", name.text, is_met=True)
            continue
        other = (
            _in_its_slot(claim, name, window)
            or _in_its_role(claim, name, window.best)
            or _of_its_kind(claim, name, window.best)
        )
        if not other and _is_told_of_here(name, window.best, page):
            continue  # the passage says "it"
        if claim.tongue == "de" and (not other or (window.content < GERMAN_NAME and len(name.places) < 2)):
            continue  # every noun is a capital
        yield Partner(
            "name", name.text, is_met=False, other=Difference("name", name.text, other) if other else None
        )


def _is_told_of_here(name: Name, best: Segment, page: SourceText) -> bool:
    """Whether a name stands twice, once not far above a passage, which may say "she" or "the club"."""
    said = frozenset.intersection(*(frozenset(page.places.get(key, ())) for key in name.keys))
    return len(said) >= OFTEN and any(0 < best.place - place <= ABOVE for place in said)


def _begins_a_word(key: str, lines: list[tuple[Token, ...]]) -> bool:
    """Whether a German noun is a part of what another word says: "Spritzen", "spritzte"."""
    return len(key) >= LONG and any(token.key.startswith(key[:LONG]) for line in lines for token in line)


def _stands_there_instead(claim: Segment, name: Name, window: Window, page: SourceText) -> str:
    """Another name that the passage has in this one's role, where this one stands beside the passage only."""
    best = window.best
    there = {token.key for token in best.line} | page.title_keys
    is_joined = claim.tongue == "de" and name.places[-1] - name.places[0] >= len(
        name.places
    )  # "Arten von Bienen"
    if len(name.places) < 2 or is_joined or there & set(name.keys) or is_nation(name.keys):
        return ""
    rest = tuple(key for key in claim.keys if key not in name.keys)
    if share(rest, frozenset(best.keys), page) < IN_ITS_PLACE:
        return ""
    return _in_its_role(claim, name, best)


def _in_its_role(claim: Segment, name: Name, best: Segment) -> str:
    """Another name of two words, that the sentence does not say, near the same words, as "director"."""
    if len(name.places) < 2:
        return ""
    own = {token.key for token in claim.line if not is_title(token.key)}
    near = _near(claim.line, name)
    for other in best.facts.names:
        is_alike = len(other.places) > 1 and other.text.count("-") < 2 and not is_nation(other.keys)
        if is_alike and not set(other.keys) & own and near & _near(best.line, other):
            return other.text
    return ""


def _near(line: tuple[Token, ...], name: Name) -> frozenset[str]:
    """The three words on each side of a name that are not small."""
    before = [t.key for t in line[: name.places[0]] if not is_small(t)][-NEAR_BY:]
    behind = [t.key for t in line[name.places[-1] + 1 :] if not is_small(t)][:NEAR_BY]
    return frozenset((*before, *behind))


def _initials(lines: list[tuple[Token, ...]]) -> frozenset[str]:
    """The first letters of runs of two to five words that are not small."""
    found: set[str] = set()
    for line in lines:
        letters = [t.text[0].lower() for t in line if t.text[0].isalpha() and not is_small(t)]
        for size in (2, 3, 4, 5):
            found |= {"".join(letters[at : at + size]) for at in range(len(letters) - size + 1)}
    return frozenset(found)


def _with_another_part(name: Name, held: list[bool], claim: Segment, best: Segment) -> str:
    """A name that shares a word with this one, and has another where this has its own: "Kyoto Agreement" for
    "Paris Agreement"; "Armand Duplantis" for "Duplantis" only says more."""
    shared = {key for key, is_held in zip(name.keys, held, strict=True) if is_held and not is_title(key)}
    own = {token.key for token in claim.line}
    for other in best.facts.names:
        if shared & set(other.keys) and not (set(other.keys) - shared) & own and set(other.keys) - shared:
            return other.text
    return ""


def _of_its_kind(claim: Segment, name: Name, best: Segment) -> str:
    """The only other nation of the passage, for a nation; the only other name of two words, for one."""
    own = {token.key for token in claim.line}
    others = [other for other in best.facts.names if not set(other.keys) & own]
    if is_nation(name.keys):
        others = [other for other in others if is_nation(other.keys)]
    elif len(name.places) > 1:
        others = [other for other in others if len(other.places) > 1 and not is_nation(other.keys)]
    else:
        return ""
    return others[0].text if len(others) == 1 else ""


def _in_its_slot(claim: Segment, name: Name, window: Window) -> str:
    """Another name that stands between the same words, "" for none: one that the sentence does not say."""
    own = {token.key for token in claim.line if not is_title(token.key)}
    beside = _beside(claim.line, name)
    for segment in (window.best, *window.segments):
        for other in segment.facts.names:
            if (
                set(other.keys) & own
                or stem(other.text) in own
                or is_nation(name.keys) != is_nation(other.keys)
            ):
                continue
            theirs = _beside(segment.line, other)
            if any(a and a == b for a, b in zip(beside, theirs, strict=True)):
                return other.text
    return ""


def _beside(line: tuple[Token, ...], name: Name) -> tuple[str, str, str, str]:
    """The words next to a name, and the next ones that are not small, before and behind."""
    before, behind = line[: name.places[0]], line[name.places[-1] + 1 :]
    return (
        before[-1].key if before else "",
        behind[0].key if behind else "",
        next((t.key for t in before[: -NEAR_BY - 1 : -1] if not is_small(t)), ""),
        next((t.key for t in behind[:NEAR_BY] if not is_small(t)), ""),
    )
