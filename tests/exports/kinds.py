"""A source of every kind that a bibliography tells apart, as an answer brings them."""

from __future__ import annotations

from msgspec.structs import replace

from pplx_notebook.document.links import safe_url
from pplx_notebook.evidence.identifiers.beside import ArchivedPage
from pplx_notebook.library.sources import Source, Sources
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult
from pplx_notebook.protocol.asked import AskedAs

SHA = "3f786850e387550fdab836ed7e6dc881de23001b"
# kind: address, title, date
PAGES = {
    "page": ("https://example.org/a_b?x=1&y=%20", "What DNA does & why: 50% of {it}", "2024-03-02"),
    "page without a date": ("https://example.com/", "A page", None),
    "page with a date in words": ("https://example.net/c", "Das Jahr der Fusion", "2. März 2024"),
    "article": ("https://www.nature.com/articles/s41586-024-07421-0", "A result about RNA", "May 2024"),
    "article with a volume": (
        "https://journals.aps.org/prl/abstract/10.1103/PhysRevLett.116.061102",
        "Observation of Gravitational Waves from a Binary Black Hole Merger",
        "2016-02-11",
    ),
    "article with signs in its DOI": (
        "https://doi.org/10.1016/S0140-6736(20)30183-5",
        "Clinical features of patients",
        "2020",
    ),
    "book": ("https://link.springer.com/book/10.1007/978-3-030-58452-8", "Computer Vision", "2020"),
    "chapter": ("https://link.springer.com/chapter/10.1007/978-3-030-58452-8_24", "NeRF", "2020"),
    "preprint": (
        "https://arxiv.org/abs/1706.03762v7",
        "[1706.03762] Attention Is All You Need",
        "2017-06-12",
    ),
    "old preprint": ("https://arxiv.org/abs/hep-th/9901001", "On strings", "1999-01"),
    "DOI of anything": ("https://doi.org/10.5281/zenodo.1234567", "A data set", "2023-05-06"),
    "record of PubMed": (
        "https://pubmed.ncbi.nlm.nih.gov/32015508/",
        "A new coronavirus - PubMed",
        "2020-03",
    ),
    "article of PMC": ("https://pmc.ncbi.nlm.nih.gov/articles/PMC7095418/", "A new coronavirus - PMC", None),
    "revision": ("https://en.wikipedia.org/w/index.php?title=Sun&oldid=1187654321", "Sun - Wikipedia", None),
    "commit": (f"https://github.com/numpy/numpy/blob/{SHA}/README.md", "numpy/README.md", None),
    "archived copy": ("https://web.archive.org/web/20240102030405/https://example.org/old", "Old", None),
    "shop": ("https://www.amazon.com/Some-Title/dp/0306406152", "Some Title: Amazon.com: Books", None),
    "letters of all kinds": ("https://example.org/日本", "日本の核融合 — Über العربية 😀", "2024年3月2日"),
}
# what text of a stranger's page might do to a file
HOSTILE = (
    "a}, url = {https://evil.example/}, author = {Eve}, x = {b",
    "a\\}, author = \\{Eve\\}, x = \\{b",
    "\\input{/etc/passwd} \\write18{rm} \\href{javascript:x}{y}",
    "a}} @misc{evil, title = {b}",
    "@comment{a} @string{b = {c}} @preamble{d}",
    "=HYPERLINK(1) {{ }} {",
    '"a" # "b", note = "c',
    "<script>alert(1)</script> <b>bold</b> &amp; &lt;",
    "50% $x^2$ #1 a_b ~c",
    "x, author and others and",
)


def answer(
    pages: dict[str, tuple[str, str, str | None]] = PAGES, at: str = "2026-11-30T10:00:00.000Z"
) -> Answer:
    """An answer that cites these pages and a file, asked on a day."""
    citations = [Citation(number=n, url=url, title=t) for n, (url, t, _) in enumerate(pages.values(), 1)]
    citations.append(Citation(number=len(citations) + 1, url="", title="report.pdf"))
    results = tuple(SearchResult(url=url, title=title, date=date) for url, title, date in pages.values())
    return Answer(
        text="x",
        status="done",
        citations=tuple(citations),
        search_results=results,
        asked=AskedAs(at=at, host="h", execution_count=4, settings={}),
    )


def sources() -> Sources:
    """One of every kind."""
    return answer().sources


def by_kind() -> dict[str, Source]:
    """The same by the name of their kind."""
    return dict(zip([*PAGES, "file"], sources(), strict=True))


COPY = "https://web.archive.org/web/20261128100000/"


def archived(at: str = "2026-11-28T10:00:00Z") -> Sources:
    """Those that have an address and are no copy themselves, each with its copy in an archive."""
    copies = tuple(
        ArchivedPage(url, safe_url(f"{COPY}{url}") or "", at)
        for kind, (url, _, _) in PAGES.items()
        if kind != "archived copy"
    )
    return Sources(source for source in replace(answer(), archived=copies).sources if source.archived_url)
