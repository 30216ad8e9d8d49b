"""Words that turn a sentence round: negators, half negators, and axes with two ends (rise, fall)."""

from __future__ import annotations

import re

from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import Token, is_small, stem

NEGATORS = frozenset(
    """
    not no never neither nor none cannot hardly barely lack lacks lacked nicht kein keine keinen
    keiner keinem keines nie niemals weder kaum ne pas jamais aucun aucune guere ni nunca ningun
    ninguna ninguno jamas tampoco
    """.split()
)
EAST_NEGATORS = re.compile(
    r"不(?!仅|但|只|过|到|足|断|同)|没有|没|未(?!来|来|満)|并非|无法|ない|なか|ませ(?!ば)|ず、|ぬ"
)
_NO_NEGATION = re.compile(
    r"\b(?:not only|no longer than|no fewer than|no less than|not just|not but|nicht nur|nicht zuletzt|non seulement|no solo|no obstante"
    r"|no\. ?\d|whether or not|ne \w+ que|pas seulement)\b"
)
HALF = frozenset(
    map(stem, """
    avoid fail drop cap without vanish insoluble lose lost prevent deny denied refuse reject
    stop absent missing ohne fehlen fehlt verhindern vermeiden sans manque eviter sin falta evitar
    unable unlikely impossible rarely seldom
    """.split())
)  # fmt: skip
_UNCHANGED = re.compile(r"(?i)un(?!der|i|til|it|d\b)\w{3,}ed\b|un(?:ab|lik|aff)\w+|(?:in|im)possible")
_AXES = """
rise rose risen increase grow grew grown gain climb higher up expand raise raised | fall fell fallen decrease shrink shrank shrunk decline declined drop dropped lower down contract reduce sink sank lowered
more | less fewer
largest biggest greatest highest most longest tallest | smallest lowest least shortest
larger bigger greater longer | smaller shorter
before | after
first | last
early earlier | late later
heat hot warm warmer hotter | cool cold cooler colder
gain win won | lose lost
strengthen strong stronger strongest | weaken weak weaker weakest
good better best | bad worse worst poor
high | low
accelerate faster fastest quick fast quickly | slow slower slowest decelerate slowly
above over uber sobre | below under unter bajo
positive | negative
open opened opens | close closed closes
begin began begun start started | end ended stop stopped
north northern | south southern
east eastern | west western
inside inner | outside outer
attract attracts | repel repels
mild | severe
import imports | export exports
win | defeat
allow permit | forbid ban prohibit prevent
old older oldest | young younger youngest
near nearer closer | far farther further
heavy heavier | light lighter
rich | poor
toward towards | away
always | never
majority | minority
steigen stieg gestiegen zunehmen zunahm wachsen wuchs | sinken sank gesunken fallen fiel abnehmen schrumpfen
mehr | weniger
grosste grosster grossten hochste hochsten | kleinste kleinster kleinsten niedrigste niedrigsten
grosser hoher | kleiner niedriger
vor | nach
warmer heisser | kalter kuhler
augmenter augmente augmentation hausse monter plus | diminuer diminue diminution baisse baisser moins
plus | moins
avant | apres
premier premiere | dernier derniere
aumentar aumenta aumento aumentado subir subio subido crecer crecio crecido | disminuir disminuido disminuye disminuyo bajar bajado caer cayo caido
mas | menos
mayor | menor
antes | despues
"""
AXES: dict[str, frozenset[tuple[int, int]]] = {}
for _number, _line in enumerate(_AXES.strip().splitlines()):
    for _end, _words in enumerate(_line.split("|")):
        for _word in _words.split():
            AXES[bare(_word)] = AXES.get(bare(_word), frozenset()) | {(_number, _end)}
EAST_AXES = [
    ("增加", "减少"), ("上升", "下降"), ("增长", "下降"), ("提高", "降低"), ("高于", "低于"), ("最大", "最小"), ("最高", "最低"), ("之前", "之后"),
    ("多于", "少于"), ("增加", "減少"), ("上昇", "下降"), ("長", "短"), ("古老", "年轻"), ("高い", "低い"), ("大きい", "小さい"), ("多い", "少ない"), ("最大", "最小"),
    ("以前", "以後"), ("より前", "より後"), ("扩大", "缩小"), ("拡大", "縮小"), ("北", "南"), ("東", "西"), ("东", "西"), ("长", "短"), ("増え", "減り"), ("増え", "減っ"),
    ("高", "低"), ("大", "小"), ("前", "后"), ("前", "後"), ("多", "少"), ("升", "降"), ("増", "減"), ("增", "减"),
]  # fmt: skip


def ends_of(token: Token) -> frozenset[tuple[int, int]]:
    """(axis, end) of a word: () for one that has none."""
    low = bare(token.text)
    for form in (low, low.removesuffix("s"), low.removesuffix("d"), low.removesuffix("ed"), low.removesuffix("ing"), f"{low.removesuffix('ing')}e",
                 low.removesuffix("es"), low.removesuffix("e"), low.removesuffix("n"), low.removesuffix("en"), low.removesuffix("t")):  # fmt: skip
        if form in AXES:
            return AXES[form]
    return frozenset()


def opposed(one: Token, other: Token) -> bool:
    """Whether two words are the two ends of an axis."""
    theirs = ends_of(other)
    return any((axis, 1 - end) in theirs for axis, end in ends_of(one))


def opposed_east(one: str, other: str) -> bool:
    """The same for a piece of Chinese or Japanese."""
    return any((a in one and b in other) or (b in one and a in other) for a, b in EAST_AXES)


def negators(line: tuple[Token, ...], text: str) -> tuple[int, ...]:
    """Places of the words that negate."""
    low = text.lower()
    spared = (
        [match.span() for match in _NO_NEGATION.finditer(low)]
        if "no" in low or "ni" in low or "ne " in low
        else []
    )
    return tuple(
        place
        for place, token in enumerate(line)
        if (bare(token.text) in NEGATORS or token.text.lower().endswith("n't"))
        and not any(start <= token.start < end for start, end in spared)
    )


def half_negates(line: tuple[Token, ...]) -> bool:
    """Whether a word may negate without being a negator: "avoid", "unchanged"; it cancels a suspicion."""
    return any(
        (token.key in HALF and bare(token.text) not in NEGATORS) or _UNCHANGED.match(token.text)
        for token in line
    )


def scope(line: tuple[Token, ...], place: int) -> tuple[str, ...]:
    """What a negator negates: the next three content words, of its clause."""
    found: list[str] = []
    for token in line[place + 1 : place + 8]:
        if token.text[0].isalpha() and not is_small(token) and bare(token.text) not in NEGATORS:
            found.append(token.key)
        if len(found) == 3:
            break
    return tuple(found)
