"""An answer with a sentence of each kind, and what its sources say."""

from __future__ import annotations

from pplx_notebook.document.findings.values import Findings
from pplx_notebook.evidence.results.checked import Checked, Evidence
from pplx_notebook.evidence.results.kept import keep
from pplx_notebook.evidence.results.shown import findings_of
from pplx_notebook.evidence.verdicts import Verdict
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult

MOON, WIKI, TIDES = (
    "https://example.org/moon-fact-sheet",
    "https://example.net/wiki/Moon#Orbit",
    "https://example.com/tides.pdf",
)
RESULTS = (
    SearchResult(
        title="Moon Fact Sheet",
        url=MOON,
        date="2024-01-11",
        snippet="The mean distance of the Moon from the Earth is 384,400 km. Its sidereal period is 27.3 days.",
    ),
    SearchResult(
        title="Moon – the free encyclopedia",
        url=WIKI,
        snippet="The Moon is Earth's only natural satellite. It orbits Earth at an average distance of "
        "384,399 kilometres.",
    ),
    SearchResult(
        title="Tides", url=TIDES, snippet="The gravitational pull of the Moon is the main cause of tides."
    ),
)
TEXT = """## The Moon [2]

The mean distance of the Moon from the Earth is 384,400 km.[1] Its sidereal period is 29.5 days.[1] The \
gravitational pull of the Moon is the main cause of tides.[3] Its far side was first photographed in 1961.[2]

Nobody cites this sentence. Here is [a page](https://other.example/page) of nobody.

| Body | Distance |
|---|---|
| Moon | 384,399 kilometres[2] |
"""
CITATIONS = tuple(Citation(number=n, url=r.url, title=r.title) for n, r in enumerate(RESULTS, 1))
ANSWER = Answer(
    text=TEXT, status="done", search_results=RESULTS, citations=CITATIONS, prompt="How far?", model="sonar"
)
VERDICTS: tuple[Verdict, ...] = (
    "quoted",
    "supported",
    "differs",
    "not found",
    "unclear",
    "not fetched",
    "unreachable",
)


def planted() -> Answer:
    """One that nobody has checked."""
    return Answer.from_dict(ANSWER.to_dict())


def checked() -> tuple[Answer, Findings]:
    """One with what was found."""
    answer = planted()
    return answer, findings_of(answer, answer.check())


def of_every_verdict() -> tuple[Answer, Findings]:
    """A sentence for each of the seven verdicts, as a check of whole pages would give them."""
    text = " ".join(f"Sentence number {n} says so.[{n}]" for n in range(1, 8))
    urls = [f"https://example.org/{n}" for n in range(1, 8)]
    citations = tuple(Citation(number=n, url=url, title=f"Page {n}") for n, url in enumerate(urls, 1))
    rows = tuple(
        Checked(
            sentence=f"Sentence number {n} says so.",
            number=n,
            verdict=verdict,
            passage="It says so." if n <= 3 else "",
            differs="number: 3 – source: 33" if verdict == "differs" else "",
            reason="status 503" if verdict == "unreachable" else "",
            url=urls[n - 1],
            together=verdict,
        )
        for n, verdict in enumerate(VERDICTS, 1)
    )
    answer = Answer(text=text, status="done", citations=citations)
    return answer, findings_of(answer, keep(answer, Evidence(rows)))
