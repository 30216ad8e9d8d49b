"""A text to tokens: words by their stem, numbers, single characters of Chinese and Japanese.

A stem is the word without accents and its usual endings, seven letters at most: prefix, endings or none
were measured to be within 1.5 points of each other, so there is no stemmer."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pplx_notebook.evidence.forms.text import bare
from pplx_notebook.evidence.forms.tongue import SMALL_WORDS

MOST_TOKENS = 400  # of a segment; alignment is quadratic inside one
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々]|\d+(?:[.,']\d+)*"
    r"|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+(?:'[^\W\d_]{1,2}\b)?|%"
)
_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々]")
_HIRAGANA = re.compile(r"[\u3040-\u309f]")
_ENDING = re.compile(
    r"(?:ational|ations?|iones|ionen|ions?|ungen|ung|ments?|ingly|ings?|edly|ed|ies|ities|ity|ly|lich|isch"
    r"|aient|ait|ees?|es|er|ers|en|em|ern|mente|os|as|s|e|n|a|o|y)\Z"
)
SMALL = frozenset(bare(word) for words in SMALL_WORDS.values() for word in words) | frozenset(
    """
    this these those which who whom whose what when where while how also than then there their its
    his her they them he she we you i be been being has have had do does did can could will would
    may might must should about into over after before between during through under or but so such
    only other some any each more most very both one per via not no nor never als bei aus nach vor
    uber durch um bis an oder aber wie was wenn dass es er sie wir ihr ihre sein seine hat haben
    hatte hatten war waren worden kann konnen noch nur sehr einer eines einem einen ce cette ces son
    sa ses leur leurs mais ou avec sans plus comme ete avait etait fut ne se ont este esta estos
    estas sus si cuando porque donde quand lorsque lo le les como mas pero o sin sobre entre fueron ha han habia era ser muy
    """.split()
)
_LIGHT = frozenset(
    """
    make made take took get give use show include become remain mean call know see say said report
    note according often year people number time new large first many part area country world machen
    gibt zeigen laut jahr menschen zahl neu gross erste viele teil faire montre selon annee nombre
    nouveau grand premier plusieurs partie hacer muestra segun ano numero nuevo gran primero muchos
    parte
    """.split()
)


class Token(NamedTuple):
    """``key`` is what is compared; ``text`` as it stands, ``start`` to ``end`` in the normal form."""

    key: str
    text: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What the forms of a word share."""
    low = bare(word).removesuffix("'s").removesuffix("'")
    low = low.split("'")[-1] if "'" in low and not low.endswith("n't") else low
    if low in ("used", "uses"):
        return "use"
    if len(low) == 4:
        return low if low.endswith(("ss", "us", "is", "as")) else low.removesuffix("s")
    for _ in range(3):  # "returns", "return": the same in the end
        cut = _ENDING.sub("", low) if len(low) > 4 else low
        if cut == low or len(cut) < 3:
            break
        low = cut
    return low[:7]


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a normal form, at most 400."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        found.append(Token(word if not word[0].isalpha() else stem(word), word, *match.span()))
        if len(found) == MOST_TOKENS:
            break
    return tuple(found)


def is_east_asian(token: Token) -> bool:
    return len(token.text) == 1 and _EAST.match(token.text) is not None


def is_small(token: Token) -> bool:
    """Whether it is a small word: an article, a preposition, an auxiliary."""
    return _is_small(token.text)


@lru_cache(maxsize=20_000)
def _is_small(word: str) -> bool:
    return bare(word).removesuffix("'s") in SMALL


def content_keys(line: tuple[Token, ...]) -> tuple[str, ...]:
    """What counts as content, each once: stems of words that are not small, pairs of Chinese and Japanese
    characters, numbers."""
    found: dict[str, None] = {}
    for place, token in enumerate(line):
        if is_east_asian(token):
            other = line[place + 1] if place + 1 < len(line) else None
            if other is None or other.start != token.end or not is_east_asian(other):
                continue
            if not (_HIRAGANA.match(token.text) and _HIRAGANA.match(other.text)):
                found[token.text + other.text] = None
        elif token.text[0].isdigit() or (
            token.text[0].isalpha() and len(token.text) > 1 and not is_small(token)
        ):
            found[token.key] = None
    return tuple(found)


LIGHT = frozenset(stem(word) for word in _LIGHT)
"""Stems that say little: they count half."""
