"""Words that turn a sentence round: negators, half negators, and axes with two ends (rise, fall)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pplx_notebook.evidence.forms.axes import EAST_AXES, axes, is_none_in
from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.words import SMALL, Token, is_small, stem

NEGATORS = frozenset(
    """
    not no never neither nor none nobody nothing nowhere cannot hardly barely scarcely lack lacks lacked
    nicht kein keine keinen keiner keinem keines nie niemals niemand niemanden nichts nirgends weder kaum
    ne non pas jamais aucun aucune guere nullement ni nunca ningun ninguna ninguno nadie nada jamas tampoco
    """.split()
)
EAST_NEGATORS = re.compile(
    r"不(?!仅|但|只|过|到|足|断|同|少|久|满|得不|超过|锈|动产|时|管|论|料|妨|幸|可能|排除)|没有|(?<![沉淹埋吞出覆])没(?!收|落)|未(?!来|満|成年|知|婚)|尚未|并非|无(?:法|人|一)|毫无"
    r"|(?<![少危切])(?<!ければなら)(?<!ねばなら)(?<!かもしれ)(?<!に違い)ない(?!で|が)|(?<![少危切])なかっ|なけれ(?!ばなら)|なくて(?!はなら)|ません|(?<![まは必])ず(?=、|に|\Z)|なし"
)
_NO_NEGATION = re.compile(
    r"\b(?:not only|no longer than|no fewer than|no less than|not less than|no more than|not more than|not just|not but|not necessarily|nothing but|nicht nur|nicht zuletzt|nicht mehr als"
    r"|nicht weniger als|non seulement|pas plus de|pas moins de|no solo|no obstante|no mas de|no menos de|no\. ?\d|whether or not|not since|ne \w+ (?:plus )?que|n'\w+ (?:plus )?que|pas seulement|no doubt|not until|(?:not|never|n't|nor) (?:(?:rule[ds]?|ruling) out|exclude[ds]?)|nicht aus(?:ge|zu)?schl\w+|schlie(?:ß|ss)\w* (?:\w+ )?nicht aus|schloss(?:en)? (?:\w+ )?nicht aus|no (?:se )?descart\w+|n'exclu\w+ pas)\b"
)
HALF = frozenset(
    map(stem, """
    avoid fail drop cap without vanish insoluble lose lost prevent deny denied refuse reject free
    stop absent missing ohne fehlen fehlt verhindern vermeiden sans manque eviter sin falta evitar
    unable unlikely impossible rarely seldom few little peu wenig poco escaso unmarried ledig exempt ausser except until stopped stops ceased wait remain stay bleiben blieb erst rester jusqu permanecer seguir sigue hasta dejar dejo deja dejaron cesser cesse aufhoren horte useless forbid forbade forbidden ban banned prohibit exclude verboten untersagt interdit prohibido prohiben ineffective inefficace inutile inutil ineficaz powerless incapable incapaz gratuit gratuite gratuitement kostenlos gratis gratuito gratuita before avant bevor antes renounce renoncer renonce verzichten verzichtet verzicht renunciar renuncia waive spare spared liegen stillstand standstill idle lahm paralyse paralizado paralizada parado parada ignore secret unknown unbekannt inconnu desconocido
    """.split())
) - {"para"}  # fmt: skip # "parada" stands still, "para" says what for
# what follows them is not so, or not done: two of them, or one with a negator, say that it is
_DENIERS = """
refuse refused refuses refusing refrain refrained refrains fail-to failed-to fails-to declined-to declines-to
unable without lack lacks lacked neglected-to neglects-to free-of devoid-of ruled-out rule-out rules-out ruling-out
verweigern verweigert verweigerte weigern weigert weigerte weigerten verzichten verzichtet verzichtete ohne
ausgeschlossen auszuschliessen
refuser refuse refusent refuserent refusait renoncer renonce renoncent renoncerent sans exclut exclu
negarse niega niegan negaron nego renunciar renuncia renuncio renunciaron sin descartar descarta descarto descartado rehusa rehuso
carece carecen
"""
_DENIERS_OF_ONE = frozenset(word for word in _DENIERS.split() if "-" not in word)
_DENIERS_OF_TWO = frozenset(tuple(word.split("-")) for word in _DENIERS.split() if "-" in word)
# many words say these, too: they keep a suspicion away
_MAY_DENY = frozenset(
    """
    refuse reject ruled dismiss veto oppose decline fail prevent hinder stop halt cease end over finish abandon cancel scrap axe
    suspend discontinue abolish repeal withdraw skip renounce waive neglect deny exclude omit drop shelve quit leave
    left give gave turn turned avoid spare escape free empty absent absence missing lack unable impossible illegal unlawful
    forbid forbidden forbade ban prohibit barred beyond instead rather hidden gone vanish vanished pending overdue partly partially pending await wait
    intact unharmed unhurt unscathed unchanged untouched unaffected dry closed shut lost broken idle stand stood defect defective
    faulty protect protected keep kept hold held survive survived yet zero nil null despite
    verweigern weigern ablehnen lehnte abgelehnt verbieten verboten untersagt verhindern vermeiden verzichten scheitern
    scheiterte gescheitert eingestellt abgeschafft abgesagt aufgegeben gestrichen unmoglich fehlt fehlen unterbleibt entfallt entfiel
    illegal gestoppt ausgelassen unberucksichtigt ausgenommen fernhalten schutzt schutzen teilweise unversehrt
    unverletzt heil leer verschwinden verschwunden hochstens maximal geschlossen gesperrt defekt kaputt statt stattdessen trocken
    ausserhalb jenseits auslaufen ausgelaufen endet endete
    refuser rejeter ecarter ecarte interdire interdit interdite empecher eviter renoncer cesser arreter arrete exclure
    abandonner annuler supprimer impossible manquer faute illegal suspendre prive lieu inchange inchangee defendu panne contourner
    partiellement indemne intact disparaitre disparait disparu ferme fermee attendre patienter vide libre hors contre sauf
    negarse rechazar renunciar prohibir prohibido impedir evitar descartar cancelar suspender abandonar imposible falta
    faltan carece desaparecer desaparece vedado vedada ilegal cesar suprimir excluir ausencia parcialmente lugar ileso intacto cerrado
    cerrada esperar vacio libre librar libran salvo excepto fuera contra averia
    """.split()
)
BEGINS = 6  # letters that tell a longer word
_DENYING_BEGINNINGS = frozenset(word[:BEGINS] for word in _MAY_DENY if len(word) > BEGINS) - {
    "partia",
    "partie",
    "instea",
    "contou",
}
_SEPARABLE = frozenset(
    "lehnte-ab lehnten-ab lehnt-ab lehnen-ab schloss-aus schliesst-aus schlossen-aus schliessen-aus".split()
)
EAST_DENIERS = re.compile("禁止|禁じ|拒绝|拒否|放弃|断念|无需|休ま")
EAST_MAY_DENY = re.compile(
    "取消|停止|避|缺|中止|やめ|止|廃|断|休|废|却|否|仅|只|のみ|だけ|限|除|失|免|闭|閉|关|禁|拒|空|终|終|无|無|完好|逃|難|难|独|続|残|初|未|暂|别|勿|忌"
)
_UNCHANGED = re.compile(
    r"(?i)\w{3,}(?:less(?:ly)?|los(?:e[nrs]?)?)\Z|un(?!der|i|til|it|d\b)\w{3,}ed\b|un(?:ab|lik|aff|kl|be|ver)\w+|(?:in|im)possible"
)
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "des", "mis")
_NO_PREFIXED = frozenset(
    "different valuable famous habit form increase crease stance tend vent volve state mediate press port prove posed pact clude come dependence deed vest".split()
)
_DOUBLED = re.compile(r"([bdgmnprt])\1(?:ed|ing)\Z")  # "dropped"
AXES, WEAK = axes()
_STEMS: dict[str, frozenset[tuple[int, int]]] = {}
for _word, _ends in AXES.items():
    if len(_word) >= 6 and len(stem(_word)) >= 5:
        _STEMS[stem(_word)] = _STEMS.get(stem(_word), frozenset()) | _ends


def ends_of(token: Token, tongue: str = "") -> frozenset[tuple[int, int]]:
    """(axis, end) of a word in its language: () for one that has none."""
    return _ends_of(token.text, token.key, tongue)


@lru_cache(maxsize=20_000)
def _ends_of(text: str, key: str, tongue: str) -> frozenset[tuple[int, int]]:
    low = bare(text)
    if is_none_in(low, tongue):
        return frozenset()
    if low in SMALL:
        return frozenset(end for end in AXES.get(low, ()) if end[0] in WEAK)
    for form in (low, low.removesuffix("s"), low.removesuffix("d"), low.removesuffix("ed"), low.removesuffix("ing"), f"{low.removesuffix('ing')}e", _DOUBLED.sub(r"\1", low),
                 low.removesuffix("es"), low.removesuffix("e"), low.removesuffix("n"), low.removesuffix("en"), low.removesuffix("t")):  # fmt: skip
        if form in AXES and (len(form) > 2 or form == low):
            return AXES[form]
    return _STEMS.get(key, frozenset())


def opposed(one: Token, other: Token, tongue: str = "") -> bool:
    """Whether two words are the two ends of an axis, or one is the other with "un-" before it."""
    theirs = ends_of(other, tongue)
    ours = ends_of(one, tongue)
    if ours & theirs:
        return False
    return any((axis, 1 - end) in theirs for axis, end in ours) or is_denied(one.text, other.text)


def is_denied(one: str, other: str) -> bool:
    """ "insoluble" and "soluble", "approved" and "disapproved"."""
    short, long = sorted((bare(one), bare(other)), key=len)
    if len(short) < 5 or short[:6] in {word[:6] for word in _NO_PREFIXED}:
        return False
    return any(
        long.startswith(prefix + short[:5]) and abs(len(long) - len(prefix) - len(short)) <= 2
        for prefix in _PREFIXES
    )


def opposed_east(one: str, other: str) -> bool:
    """The same for a piece of Chinese or Japanese."""
    return any((a in one and b in other) or (b in one and a in other) for a, b in EAST_AXES)


def negators(line: tuple[Token, ...], text: str) -> tuple[int, ...]:
    """Places of the words that negate."""
    spared = _spared(text)
    return tuple(
        place
        for place, token in enumerate(line)
        if token.text.lower() not in ("né", "née")
        and (
            bare(token.text) in NEGATORS
            or token.text.lower().endswith("n't")
            or _is_elided(token)
            or _is_no_more(line, place)
        )
        and not (
            token.is_capital
            and place
            and token.text != token.text.upper()
            and bare(token.text) in ("pas", "ne", "not")
        )
        and not any(start <= token.start < end for start, end in spared)
    )


def _is_elided(token: Token) -> bool:
    """French "n'est"."""
    return token.text[:2].lower() == "n'" and len(token.text) > 2


def _is_no_more(line: tuple[Token, ...], place: int) -> bool:
    """French "n'est plus"."""
    return line[place].text == "plus" and any(
        token.text in ("ne", "n") or token.text.startswith("n'") for token in line[max(0, place - 3) : place]
    )


@lru_cache(maxsize=2_000)
def _spared(text: str) -> tuple[tuple[int, int], ...]:
    """Where a negator negates nothing: "not only", "not rule out"."""
    low = text.lower()
    if not ("no" in low or "ni" in low or "n'" in low or "ne " in low or "pas" in low):
        return ()
    return tuple(match.span() for match in _NO_NEGATION.finditer(low))


def is_negator(token: Token) -> bool:
    return bare(token.text) in NEGATORS


def half_negators(line: Sequence[Token]) -> frozenset[str]:
    """Words that may negate without being negators: "avoid", "unchanged"; they cancel a suspicion."""
    return frozenset(
        token.key
        for token in line
        if (token.key in HALF and bare(token.text) not in NEGATORS) or _UNCHANGED.match(token.text)
    )


def deniers(line: Sequence[Token], tongue: str, text: str) -> tuple[int, ...]:
    """Places of the words that deny without being negators: "refused to", "without", "lehnte … ab"."""
    low = [bare(token.text) for token in line]
    spared = _spared(text)
    return tuple(
        place
        for place, word in enumerate(low)
        if (
            word in _DENIERS_OF_ONE
            or (word, "".join(low[place + 1 : place + 2])) in _DENIERS_OF_TWO
            or (tongue == "de" and place < len(low) - 1 and f"{word}-{low[-1]}" in _SEPARABLE)
        )
        and not any(start <= line[place].start < end for start, end in spared)
    )


def may_deny(line: Sequence[Token]) -> frozenset[str]:
    """The keys of words that may say that something is not so, in one of many ways."""
    return frozenset(token.key for token in line if _may_deny(bare(token.text)))


@lru_cache(maxsize=20_000)
def _may_deny(low: str) -> bool:
    return (
        low in _MAY_DENY
        or low.removesuffix("s") in _MAY_DENY
        or low.removesuffix("d") in _MAY_DENY
        or low.removesuffix("ed") in _MAY_DENY
        or low[:BEGINS] in _DENYING_BEGINNINGS
    )


def scope(line: tuple[Token, ...], place: int, *, behind: bool = False) -> tuple[str, ...]:
    """What a negator negates: the next three content words, two where it cannot stand ``behind`` its verb, else
    the one before it, too."""
    found: list[str] = []
    for token in line[place + 1 : place + 8]:
        if _is_said(token):
            found.append(token.key)
        if len(found) == (3 if behind else 2):
            break
    if not behind:
        return tuple(found)
    before = next(
        (t.key for t in reversed(line[max(0, place - 3) : place]) if _is_said(t) and not t.is_capital), ""
    )
    return (*found, before) if before else tuple(found)


def _is_said(token: Token) -> bool:
    return (
        token.text[0].isalpha()
        and not is_small(token)
        and bare(token.text) not in NEGATORS
        and bare(token.text) not in ("longer", "mehr")
    )
