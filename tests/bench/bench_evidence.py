"""CPU time of checking: a 600-word answer with ten snippets, pages of growing size, hostile texts."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "evidence"))

from labelled import plain_sentences, sources

from pplx_notebook.evidence.checking import evidence_of
from pplx_notebook.evidence.source_text import SourceText
from pplx_notebook.evidence.verdicts import judged, sentence_of
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult

HOSTILE = {
    "digits": "1234567890", "brackets": "([{", "stars": "*_*", "unbroken Chinese": "漢字仮名", "dates": "12 March 2019 ", "decimals": "1.2.3,4,",
    "links": "[a](b) ", "capitals": "Alpha Beta ", "negators": "not no never ", "units": "5 km/h per year ", "tags": "<b>", "carets": "a^2^", "spaces": "1 234 567 ",
    "number words": "two hundred and fifty-six thousand ", "Chinese numbers": "一百二十三万", "quotes": "\"' ", "one letter": "a", "hyphens": "a-b-", "money": "$5 €6 £7 ",
    "months": "May June July ", "half": "half of a ", "slashes": "km/m/s/h ",
}  # fmt: skip


def cpu_ms(work: Callable[[], object], times: int = 5) -> float:
    """The best of some runs."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best * 1_000


def an_answer(words: int, sources_count: int, snippet: int) -> Answer:
    """Sentences of the demo library, each with a citation or two; snippets of their articles."""
    names = list(sources())[:sources_count]
    text, count, place = [], 0, 0
    spoken = [plain_sentences(sources()[name][1]) for name in names]
    while count < words:
        number = place % sources_count
        sentence = spoken[number][place // sources_count % len(spoken[number])]
        text.append(
            f"{sentence}[{number + 1}]" + (f"[{(number + 1) % sources_count + 1}]" if place % 3 == 0 else "")
        )
        count, place = count + len(sentence.split()), place + 1
    return Answer(
        text=" ".join(text),
        citations=tuple(
            Citation(number=n, url=f"https://example.org/{n}", title=name) for n, name in enumerate(names, 1)
        ),
        search_results=tuple(
            SearchResult(url=f"https://example.org/{n}", title=name, snippet=sources()[name][1][:snippet])
            for n, name in enumerate(names, 1)
        ),
        status="done",
    )


def judge_all(claims: list[str], text: str) -> None:
    page = SourceText(text, whole=True)
    for claim in claims:
        judged(sentence_of(claim), page)


def main() -> None:
    for words in (600, 1_200):
        for snippet in (150, 1_000):
            answer = an_answer(words, 10, snippet)
            print(
                f"{words} words, {len(evidence_of(answer))} pairs, ten snippets of {snippet}: "
                f"{cpu_ms(lambda answer=answer: evidence_of(answer)):6.1f} ms"
            )
    everything = "\n".join(text for _, text in sources().values())
    claims = plain_sentences(sources()["moon"][1])
    for size in (15_000, 30_000, 60_000, 120_000):
        text = (everything * (size // len(everything) + 1))[:size]
        took = cpu_ms(lambda text=text: judge_all(claims[:1], text), 2)
        print(f"page of {size // 1000} kB, one sentence: {took:6.1f} ms, {took / size * 1000:.2f} ms a kB")
    print(f"{'hostile text':18} 50 kB   100 kB")
    for name, piece in HOSTILE.items():
        small, large = (
            cpu_ms(
                lambda size=size, piece=piece: judge_all(
                    [(piece * 400)[:600]], (piece * (size // len(piece) + 1))[:size]
                ),
                1,
            )
            for size in (50_000, 100_000)
        )
        print(f"{name:18}{small:6.0f}ms {large:6.0f}ms")


if __name__ == "__main__":
    main()
