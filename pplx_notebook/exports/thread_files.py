"""A thread as a file: Markdown to read, JSON to go on with.

Rules of this file: what was asked in private is in neither; a file that is not one of ours is never written
over. JSON: ``{"pplx_thread": 1, "name": str, "answers": [an answer as notebooks save it, …]}``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from pplx_notebook.document.clean import one_line
from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.library.threads import Thread
from pplx_notebook.protocol.saved import to_saved
from pplx_notebook.views.faces.markdown import answer_markdown
from pplx_notebook.views.faces.markdown_blocks import escaped

OURS = "<!-- a thread written by pplx-notebook -->"
JSON_KEY = "pplx_thread"
VERSION = 1
DEEPEST = 6  # of a heading
_DEFINITION = re.compile(r"(?m)^\[([^\]\n]{1,12})\]: (\S+)$\n?")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_POINTED = re.compile(r"\]\[([^\]\n]{1,12})\]")


def as_markdown(thread: Thread) -> str:
    """Each question as a heading, its answer with its sources below."""
    parts = [f"# {escaped(thread.name)}", OURS]
    for answer in thread.answers:
        if not answer.private:
            parts += [f"## {escaped(one_line(answer.prompt))}", _by_itself(answer_markdown(answer)).strip()]
    return "\n\n".join(parts) + "\n"


def as_json(thread: Thread) -> str:
    """The thread as ``pplx.threads(path)`` reads it back."""
    answers = [to_saved(answer) for answer in thread.answers if not answer.private]
    return json.dumps(
        {JSON_KEY: VERSION, "name": thread.name, "answers": answers}, ensure_ascii=False, indent=1
    )


WRITERS = {".md": as_markdown, ".markdown": as_markdown, ".json": as_json}


def write_thread(thread: Thread, path: str | Path) -> Path:
    """Write a thread to a file, as Markdown or JSON by its ending; ``UsageProblem`` where it cannot."""
    file = Path(path).expanduser()
    writer = WRITERS.get(file.suffix.lower())
    if writer is None:
        raise UsageProblem(
            f"a thread is written as {', '.join(WRITERS)}: give the file one of these endings."
        )
    try:
        if file.exists() and not _is_ours(file):
            raise UsageProblem(f"{printable(file.name)} is there already and no thread: choose another.")
        file.write_text(writer(thread), encoding="utf-8")
    except OSError as error:
        raise UsageProblem(f"{printable(str(path))} cannot be written: {error.strerror}.") from None
    return file


def _is_ours(file: Path) -> bool:
    head = file.read_bytes()[:500].decode("utf-8", "replace")
    return OURS in head or f'"{JSON_KEY}"' in head


def _lower(lines: list[str]) -> Iterator[str]:
    """The lines with headings below that of the question; what stands in code is none."""
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if mark is not None:
            fence = mark[1] if not fence else "" if mark[1].startswith(fence) else fence
        depth = len(line) - len(line.lstrip("#"))
        is_heading = not fence and 0 < depth <= DEEPEST and line[depth : depth + 1] == " "
        yield f"{'#' * min(depth + 2, DEEPEST)}{line[depth:]}" if is_heading else line


def _by_itself(markdown: str) -> str:
    """An answer's Markdown whose markers hold their addresses: several answers in one file number anew."""
    markdown = "\n".join(_lower(markdown.split("\n")))
    addresses = dict(_DEFINITION.findall(markdown))
    whole = _DEFINITION.sub("", markdown)
    return _POINTED.sub(
        lambda found: f"]({addresses[found[1]]})" if found[1] in addresses else found[0], whole
    )
