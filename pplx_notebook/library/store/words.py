"""What is searched for, as FTS5 reads it.

Rules of this file: an answer is found that has all words, in its question, its text or the titles and hosts
of its sources, small or capital, with accents or without; ``"two words"`` stand side by side, ``fus*`` begins
a word, ``-word`` is not in it; no other sign means anything. Chinese, Japanese and Thai have no spaces: there
a word is found by its beginning.
"""

from __future__ import annotations

import re

from pplx_notebook.errors import UsageProblem

MOST_CHARACTERS = 1_000
LEAST_BEGINNING = 2  # letters; of 100,000 answers one letter begins words in all, which takes 100 ms
_WORD = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
_NO_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def query_of(words: str) -> str:
    """The query; "" for no words. UsageProblem for words that can find nothing."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in _WORD.findall(words[:MOST_CHARACTERS]):
        term = _term(phrase or word)
        if term:
            (unwanted if minus else wanted).append(term)
    if unwanted and not wanted:
        raise UsageProblem("a search needs a word that is there, too: fusion -tokamak.")
    if words.strip() and not wanted:
        raise UsageProblem("a search needs letters or digits.")
    return " NOT ".join((" AND ".join(wanted), *unwanted)) if wanted else ""


def _term(text: str) -> str:
    """One word or phrase, quoted: none of its signs is an operator."""
    bare = text.rstrip("*").replace('"', " ").replace("\0", " ")
    if not any(character.isalnum() for character in bare):
        return ""
    begins = (text.endswith("*") and len(bare) >= LEAST_BEGINNING) or _NO_SPACES.search(bare)
    return f'"{bare}"{"*" if begins else ""}'
