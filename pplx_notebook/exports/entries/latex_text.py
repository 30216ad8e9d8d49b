"""Text as a field of BibTeX and BibLaTeX holds it.

Rules of this file: text from the web never becomes a LaTeX command, and never a brace: BibTeX counts braces
without looking at the backslash before them, so that a title with ``\\}`` would end its field and write
others (address, author) in its place. The only braces are those around words whose capitals a style must
leave alone: ``{DNA}``, ``{iPhone}``, and every word with a capital where a title is no Title Case, for it is
a name there (in English), or a noun (in German). The page's half is
``js/src/finished/references/latex-text.ts``; ``tests/cases/shared/citations.json`` holds for both.
"""

from __future__ import annotations

import re

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "%": r"\%", "$": r"\$",
    "&": r"\&", "#": r"\#", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}%$&#_^~]")
_WORD = re.compile(r"[^\W_](?:[\w'’.&+/-]*[^\W_])?[+#]*")
# inside a field braces must balance and % starts no comment for \url; these keep an address inert
_IN_URL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", "^": "%5E", "~": "%7E", "$": "%24"})
# small words of other languages: there the capitals inside a title are no Title Case
_SMALL_WORDS = (
    "der das und für im von mit ein eine zur zum des den dem le les du une pour dans el los las del una para"
    " por il gli di della nel da em het een"
)
_OTHER_LANGUAGE = frozenset(_SMALL_WORDS.split())
_LONG_WORD = 4  # shorter ones are small in Title Case
_TITLE_CASE = 0.6  # so many of the long words begin with a capital


def in_latex(text: str, *, balanced: bool = False) -> str:
    """The text with everything LaTeX would act on escaped. ``balanced``: the braces of its field are, so that
    ``\\{`` does, which more readers know."""

    def escaped(found: re.Match[str]) -> str:
        char = found.group()
        return f"\\{char}" if balanced and char in "{}" else _LATEX[char]

    return _SPECIAL.sub(escaped, text)


def url_in_latex(url: str) -> str:
    """An address that passed the gate, inert in a field."""
    return url.translate(_IN_URL)


def title_in_latex(title: str) -> str:
    """A title, its capitals in braces where they must stay."""
    words = list(_WORD.finditer(title))
    names = not _is_title_case([word[0] for word in words])
    made, at, balanced = [], 0, _is_balanced(title)
    for place, word in enumerate(words):
        text = in_latex(word[0])
        keeps = _has_own_capitals(word[0]) or (names and place > 0 and word[0][0].isupper())
        made += [in_latex(title[at : word.start()], balanced=balanced), f"{{{text}}}" if keeps else text]
        at = word.end()
    return "".join(made) + in_latex(title[at:], balanced=balanced)


def _is_balanced(text: str) -> bool:
    """Whether BibTeX, which counts braces, comes out even, and never below its field."""
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        if depth < 0:
            return False
    return depth == 0


def _has_own_capitals(word: str) -> bool:
    """ "DNA", "mRNA", "GPT-4", "M87", "McDonald", "C", "I", but not "A" and "Self-Driving"."""
    if len(word) == 1:
        return word.isupper() and word != "A"
    has_digit = any(char.isdecimal() for char in word)
    parts = re.split(r"[-/]", word)
    return any(char.isupper() for part in parts for char in (part if has_digit else part[1:]))


def _is_title_case(words: list[str]) -> bool:
    if _OTHER_LANGUAGE.intersection(words):
        return False
    long = [word for word in words[1:] if len(word) >= _LONG_WORD and not _has_own_capitals(word)]
    return bool(long) and sum(word[0].isupper() for word in long) / len(long) >= _TITLE_CASE
