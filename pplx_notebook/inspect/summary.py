"""A recording in a few lines, for front ends that cannot draw it: as text, Markdown and an HTML table.

The numbers are those of the inspector's first row, defined alike (``js/src/inspector/stream/figures.ts``).
"""

from __future__ import annotations

from html import escape
from itertools import pairwise

from pplx_notebook.inspect.recording import End, Entry, Recording
from pplx_notebook.protocol.scrub import printable_line

WORDS: dict[End, str] = {
    "done": "complete",
    "eof": "ended without a last word",
    "cut": "cut off",
    "refused": "refused",
    "stopped": "stopped",
    "timeout": "timed out",
    "too_large": "too large",
}
Row = tuple[str, str]


def summary_text(recording: Recording) -> str:
    """As plain text."""
    return "\n\n".join("\n".join([head, *_aligned(rows)]) for head, rows in _parts(recording))


def summary_markdown(recording: Recording) -> str:
    """As Markdown tables; nothing in them can be taken for a mark or for HTML."""
    tables = []
    for head, rows in _parts(recording):
        lines = [f"| {_plain(name)} | {_plain(value)} |" for name, value in rows]
        tables.append("\n".join([_plain(head), "", "| | |", "|---|---|", *lines]))
    return "\n\n".join(tables)


def summary_html(recording: Recording) -> str:
    """As an HTML table without script, style and addresses."""
    tables = []
    for head, rows in _parts(recording):
        cells = "".join(f"<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>" for name, value in rows)
        tables.append(f"<p>{escape(head)}</p><table><tbody>{cells}</tbody></table>")
    return f'<div class="pplx-recording">{"".join(tables)}</div>'


def _parts(recording: Recording) -> list[tuple[str, list[Row]]]:
    """For each attempt its first line and its numbers."""
    many = len(recording.entries) > 1
    return [(_head(entry, many), _rows(entry)) for entry in recording.entries]


def _head(entry: Entry, many: bool) -> str:
    attempt = f"Attempt {entry.attempt}: " if many else ""
    status = f"{entry.status} {entry.status_text}".strip() if entry.status else "no response"
    said = f". {entry.error}" if entry.error else ""
    return printable_line(f"{attempt}{WORDS[entry.end]}, {entry.method} {entry.url} {status}{said}", 400)


def _rows(entry: Entry) -> list[Row]:
    blocks = entry.blocks
    first_text = next((block.time_us for block in blocks if block.text), None)
    size, wire = sum(read.size for read in entry.reads), sum(read.wire for read in entry.reads)
    rows = [
        ("first byte", _span(entry.reads[0].time_us) if entry.reads else "–"),
        ("first text", "–" if first_text is None else _span(first_text)),
        ("longest silence", _span(_longest_silence(entry))),
        ("total", _span(entry.end_us)),
        ("events", f"{sum(block.is_event for block in blocks):,}"),
        ("reads", f"{len(entry.reads):,}"),
        ("bytes", f"{size:,}" if size == wire else f"{size:,} in {wire:,}"),
    ]
    return rows if entry.is_stream else [row for row in rows if row[0] not in ("first text", "events")]


def _longest_silence(entry: Entry) -> int:
    """µs between two reads, or the last one and the end."""
    times = [read.time_us for read in entry.reads]
    times += [entry.end_us] if times else []
    return max((after - before for before, after in pairwise(times)), default=0)


def _aligned(rows: list[Row]) -> list[str]:
    width = max(len(name) for name, _ in rows)
    return [f"  {name.ljust(width)}  {value}" for name, value in rows]


def _span(us: int) -> str:
    """As the page writes it: 412 ms, 2.08 s."""
    if us < 1e6:
        return f"{us / 1e3:.1f} ms" if us < 1e4 else f"{us / 1e3:.0f} ms"
    return f"{us / 1e6:.2f} s" if us < 1e7 else f"{us / 1e6:.1f} s"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    escaped = escape(text, quote=False)
    for mark in "\\`*_[]|#~$":
        escaped = escaped.replace(mark, f"\\{mark}")
    return escaped.replace("://", ":\u200b//")  # or it would become a link
