"""Beside the text: the rows of the sources, what went wrong and what to do, what it took."""

from __future__ import annotations

from pplx_notebook.document.clean import one_line
from pplx_notebook.document.source_rows import SourceRow, SourceRows
from pplx_notebook.protocol.answer import Answer

_KEPT = {True: "the text up to here is kept", False: "no text had arrived"}


def trouble(answer: Answer) -> str:
    """Why the answer is not whole and what to do, "" when it is."""
    said = one_line(answer.error.message, 200) if answer.error else ""
    kept = _KEPT[bool(answer.text)]
    if answer.status == "failed":
        return f"Failed: {said or 'the server gave no reason; ask again'}"
    if answer.status == "cut off":
        ended = f"the stream ended before the answer did; {kept}. Ask again to get the whole answer."
        return f"Cut off: {said or ended}"
    if answer.status == "interrupted":
        return f"Stopped: {kept}. Run the cell again to get the whole answer."
    return ""


def quiet_line(answer: Answer) -> str:
    """Model, tokens, cost, an unusual finish reason and times, as far as they are known."""
    usage = answer.usage
    tokens = usage.total_tokens if usage else None
    if usage and tokens is None and usage.output_tokens is not None:
        tokens = usage.output_tokens + (usage.input_tokens or 0)
    cost = answer.cost_usd
    reason = one_line(answer.finish_reason or "", 40)
    parts = [
        one_line(answer.model, 80),
        f"{tokens:,} tokens" if tokens else "",
        f"${cost:.4f}" if cost else "",
        "" if reason in ("", "stop", "completed") else f"ended by {reason}",
        f"first text {answer.first_text_s:.1f} s" if answer.first_text_s is not None else "",
        f"total {answer.total_s:.1f} s" if answer.total_s is not None and answer.text else "",
    ]
    return " · ".join(part for part in parts if part)


def source_lists(answer: Answer, cited: list[SourceRow]) -> tuple[list[SourceRow], list[SourceRow]]:
    """The rows of both tables. A text without markers has no citations of its own: the server's list is
    shown then, unless the search results say the same."""
    sources = SourceRows(answer)
    results = sources.found()
    if cited:
        return cited, results
    listed = sources.listed()
    known = {source.name for source in results}
    return [] if all(source.name in known for source in listed) else listed, results
