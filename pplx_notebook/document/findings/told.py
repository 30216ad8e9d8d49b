"""The words for a verdict: the short ones at a marker, and the lines below a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.findings.values import Finding, Findings, counted

SENTENCE_CHARACTERS, PASSAGE_CHARACTERS, DIFFERS_CHARACTERS = 160, 240, 200
AT_MARKER_CHARACTERS = 100  # of a passage: an answer has a dozen of them in its HTML
MOST_LISTED = 40  # sentences of a kind; the table of the check holds all
WORTH_A_LINE = ("differs", "not found", "unclear", "unreachable")
OFFERED = "Most snippets hold a sentence or two. The pages themselves:"
MEANT: Mapping[str, str] = {
    "not found": "no passage like it on this page",
    "unclear": "the page speaks of it in words too far away to say",
    "unreachable": "the page could not be read",
}


def at_marker(finding: Finding) -> str:
    """The title of a marker: verdict, and the passage or what differs."""
    if finding.differs:
        return f"{finding.verdict} – {one_line(finding.differs, DIFFERS_CHARACTERS)}"
    if finding.passage:
        return f"{finding.verdict}: “{one_line(finding.passage, AT_MARKER_CHARACTERS)}”"
    why = finding.why or MEANT.get(finding.verdict, "")
    return f"{finding.verdict}: {one_line(why, AT_MARKER_CHARACTERS)}" if why else finding.verdict


def beside(finding: Finding) -> str:
    """What stands behind a sentence that is listed: what differs, else the passage, else what the verdict
    means."""
    if finding.differs:
        return one_line(finding.differs, DIFFERS_CHARACTERS)
    if finding.passage:
        return f"“{one_line(finding.passage, PASSAGE_CHARACTERS)}”"
    return one_line(finding.why, DIFFERS_CHARACTERS) or MEANT.get(finding.verdict, "")


def worth_a_line(findings: Findings) -> tuple[Finding, ...]:
    """The rows a reader should look at, what differs first."""
    rows = [row for verdict in WORTH_A_LINE for row in findings.rows if row.verdict == verdict]
    return tuple(rows[:MOST_LISTED])


def listed(texts: tuple[str, ...]) -> Iterator[str]:
    """The first of many, and how many are left out."""
    yield from (one_line(text, SENTENCE_CHARACTERS) for text in texts[:MOST_LISTED])
    if len(texts) > MOST_LISTED:
        yield f"and {len(texts) - MOST_LISTED:,} more"


def of_source(findings: tuple[Finding, ...]) -> tuple[str, str]:
    """A source's verdicts in signs and in words: "✓ 2 ≠ 1", "2 supported, 1 differs"."""
    told = counted(findings)
    signs = " ".join(f"{sign}\N{NO-BREAK SPACE}{count}" for sign, _, count in told)
    return signs, ", ".join(f"{count} {verdict}" for _, verdict, count in told)
