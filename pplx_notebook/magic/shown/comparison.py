"""What a cell shows whose last line is ``answer.compare(other)``: both answers side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pplx_notebook.over_time.comparison import ChangedSentence, Comparison
    from pplx_notebook.protocol.answer import Answer
    from pplx_notebook.views.faces.tables.comparison import SentenceLine

COMPARISON = ("pplx_notebook.over_time.comparison", "Comparison")


def comparison_bundle(comparison: Comparison, **_: Any) -> dict[str, Any]:
    """The sentences and the sources, in three faces."""
    from pplx_notebook.over_time.comparison import SIGNS
    from pplx_notebook.views.faces.tables import comparison as table

    pages = [
        table.SourceLine(
            f"{SIGNS[row.held]} {row.held}", row.title, row.url,
            _marker(row.number_before), _marker(row.number_after),
        )
        for row in comparison.sources
    ]  # fmt: skip
    heads = _heads(comparison.before, comparison.after)
    return table.comparison_bundle(
        [_line(row) for row in comparison], pages, heads, comparison.summary, str(comparison)
    )


def _line(row: ChangedSentence) -> SentenceLine:
    from pplx_notebook.over_time.comparison import SIGNS
    from pplx_notebook.over_time.wording import pieces, side
    from pplx_notebook.views.faces.tables.comparison import SentenceLine

    said = pieces(row.before, row.after) if row.became == "reworded" else ()
    before = tuple(side(said, old=True)) or (("same", row.before),)
    after = tuple(side(said, old=False)) or (("same", row.after),)
    return SentenceLine(
        f"{SIGNS[row.became]} {row.became}", row.became == "same", before, after, row.differs, _sites(row)
    )


def _sites(row: ChangedSentence) -> str:
    """ "+ example.org, − example.com": whose pages stand behind the sentence now, and no longer."""
    from pplx_notebook.document.links import host

    if row.became not in ("reworded", "cited otherwise"):
        return ""
    before, after = ([host(url) or url for url in urls] for urls in (row.cited_before, row.cited_after))
    gained = [f"+ {site}" for site in dict.fromkeys(after) if site not in before]
    lost = [f"− {site}" for site in dict.fromkeys(before) if site not in after]
    return ", ".join((*gained, *lost))


def _heads(before: Answer, after: Answer) -> tuple[str, str]:
    """ "before: 2026-03-30, sonar": when each was asked and who answered, as far as that tells them apart."""
    told = [(one.asked.at[:10] if one.asked is not None else "", one.model) for one in (before, after)]
    apart = [len({each[place] for each in told}) > 1 for place in (0, 1)]
    said = [
        ", ".join(text for text, tells in zip(each, apart, strict=True) if tells and text) for each in told
    ]
    then, now = (f": {text}" if text else "" for text in said)
    return f"before{then}", f"after{now}"


def _marker(number: int | None) -> str:
    return "" if number is None else f"[{number}]"
