"""An answer checked against its sources: one row a sentence and citation.

Rules of this file: a source is what there is of it (``looked_up``), and nothing is fetched here; of
several citations behind a sentence each is judged for itself, and ``together`` is what they say as one: a
fact found in any of them is found. A sentence without a citation of its own is looked up in those that stand
later in its paragraph, as nobody can know whether they are meant: what is found there, or differs, is a row,
and that nothing was found is none. Rows are given in reading order, at most 2,000.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from msgspec import Struct

from pplx_notebook.document.nodes import Inline, Link
from pplx_notebook.document.parser import read_markdown
from pplx_notebook.evidence.results.checked import Checked, Evidence
from pplx_notebook.evidence.sentences import Sentence, Sentences, sentences_in
from pplx_notebook.evidence.texts.looked_up import Look, SourceTexts
from pplx_notebook.evidence.verdicts import FOUND, Verdict, sentence_of, together
from pplx_notebook.protocol.answer import Answer, Citation

MOST_ROWS = 2_000


def evidence_of(answer: Answer, sources: SourceTexts | None = None, **about: Any) -> Evidence:
    """The cited sentences of an answer, each looked up in what there is of the pages it cites: their
    snippets, and in ``sources`` their texts. ``about``: fields of ``Evidence``."""
    document = read_markdown(answer.text, answer)
    sentences = sentences_in(document)
    texts = sources if sources is not None else SourceTexts(answer)
    rows = islice((row for sentence in sentences for row in _checked(sentence, texts)), MOST_ROWS)
    uncited = Sentences(s for s in sentences if not s.citations and not s.announces)
    unbacked = tuple(dict.fromkeys(_unbacked((document.blocks, document.notes))))
    return Evidence(rows, uncited, unbacked, **about)


def _checked(sentence: Sentence, texts: SourceTexts) -> Iterator[Checked]:
    citations = sentence.citations or sentence.later
    if not citations:
        return
    claim = sentence_of(sentence.text)
    found: list[tuple[Citation, Look]] = [(c, texts.look(claim, c.url, c.title)) for c in citations]
    whole = together([look.judgement for _, look in found])
    for citation, look in found:
        one = look.judgement
        if not sentence.citations and not _is_told_of_later(one.verdict, whole):
            continue
        yield Checked(
            sentence=sentence.text, number=citation.number, url=citation.url,
            verdict=one.verdict, passage=one.passage, start=one.start, end=one.end,
            differs="; ".join(map(str, one.differs)), together=whole, seen=look.seen, reason=look.reason,
            cited="here" if sentence.citations else "later",
        )  # fmt: skip


def _is_told_of_later(verdict: Verdict, whole: Verdict) -> bool:
    """Whether what a source says of a sentence that may not mean it is worth a row."""
    return verdict in FOUND or (verdict == whole == "differs")


def _unbacked(node: object) -> Iterator[str]:
    """The addresses of links that no source holds, wherever they stand in the tree."""
    if isinstance(node, Link) and node.unbacked:
        yield node.target.url
    elif isinstance(node, tuple):
        for inner in node:
            yield from _unbacked(inner)
    elif isinstance(node, Inline):
        yield from _unbacked(node.spans)
    elif isinstance(node, Struct):
        yield from _unbacked(tuple(getattr(node, name) for name in node.__struct_fields__))
