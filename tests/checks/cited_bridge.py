"""A page about a bridge, sentences that cite it, and what a check of its pages finds of them."""

from __future__ import annotations

from typing import Any

from served_pages import PageServer, admitting

from pplx_notebook.evidence.results.checked import Evidence
from pplx_notebook.protocol.answer import Answer, Citation, SearchResult

BRIDGE = (
    "<html><head><title>The bridge of Altenau</title></head><body><article><h1>The bridge</h1>"
    "<p>The bridge of Altenau was opened on 12 March 1996 by the mayor of the town, in heavy rain.</p>"
    "<p>It is 1,842 metres long and 24 metres wide, and lorries over 40 tonnes are not allowed on it.</p>"
    "<p>Building it took four years, since the winter of 1994 was long and very cold in all of the valley.</p>"
    "</article></body></html>"
)
HTML = ["head 200 text/html; charset=utf-8", f"raw {BRIDGE}", "end"]
LONG = "The bridge of Altenau is 1,842 metres long."
WRONG = "The bridge of Altenau was opened on 12 May 1996 by the mayor."
JAZZ = "Penguins of the southern ocean prefer jazz to opera."


def answer(
    server: PageServer, *cited: tuple[str, str], snippets: tuple[str, ...] = (), **fields: Any
) -> Answer:
    """Sentences, each with the path of the page it cites."""
    paths = list(dict.fromkeys(path for _, path in cited))
    urls = [f"{server.url}{path}" for path in paths]
    return Answer(
        text=" ".join(f"{text}[{paths.index(path) + 1}]" for text, path in cited),
        citations=tuple(Citation(number=n, url=url, title="") for n, url in enumerate(urls, 1)),
        search_results=tuple(
            SearchResult(url=url, snippet=snippets[n] if n < len(snippets) else "Nothing of it.")
            for n, url in enumerate(urls)
        ),
        status="done",
        **fields,
    )


def checked(
    server: PageServer, *cited: tuple[str, str], snippets: tuple[str, ...] = (), **more: Any
) -> Evidence:
    return answer(server, *cited, snippets=snippets).check(
        fetch=True, address_rule=admitting(server.port), **more
    )


def verdicts(found: Evidence) -> list[tuple[str, str, str]]:
    return [(row.verdict, row.seen, row.reason) for row in found]
