"""A thread as a file: Markdown to read, JSON to go on with.

Rules of this file: what was asked in private is in neither; a file that is not one of ours is never written
over. JSON: ``{"pplx_thread": 1, "name": str, "answers": [Answer.to_dict(), …]}``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from pplx_notebook.document.clean import one_line
from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.library.threads import Thread
from pplx_notebook.protocol.saved import to_dict
from pplx_notebook.views.faces.markdown import answer_markdown
from pplx_notebook.views.faces.markdown_blocks import escaped

OURS = "<!-- a thread written by pplx-notebook -->"
JSON_KEY = "pplx_thread"
VERSION = 1
_DEFINITION = re.compile(r"(?m)^\[([^\]\n]{1,12})\]: (\S+)$\n?")
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
    answers = [to_dict(answer) for answer in thread.answers if not answer.private]
    return json.dumps(
        {JSON_KEY: VERSION, "name": thread.name, "answers": answers}, ensure_ascii=False, indent=1
    )


WRITERS = {".md": as_markdown, ".markdown": as_markdown, ".json": as_json}


def write_thread(thread: Thread, path: str | Path) -> Path:
    """Write a thread to a file, Markdown or JSON by its ending; ``UsageProblem``, one line, where it cannot."""
    file = Path(path).expanduser()
    writer = WRITERS.get(file.suffix.lower())
    if writer is None:
        raise UsageProblem(
            f"a thread is written as {', '.join(WRITERS)}: give the file one of these endings."
        )
    try:
        if file.exists() and not _is_ours(file):
            raise UsageProblem(
                f"{printable(file.name)} is there already and no thread of ours: choose another name."
            )
        file.write_text(writer(thread), encoding="utf-8")
    except OSError as error:
        raise UsageProblem(f"{printable(str(path))} cannot be written: {error.strerror}.") from None
    return file


def _is_ours(file: Path) -> bool:
    head = file.read_bytes()[:500].decode("utf-8", "replace")
    return OURS in head or f'"{JSON_KEY}"' in head


def _by_itself(markdown: str) -> str:
    """An answer's Markdown whose markers hold their addresses: several answers in one file number anew."""
    addresses = dict(_DEFINITION.findall(markdown))
    whole = _DEFINITION.sub("", markdown)
    return _POINTED.sub(
        lambda found: f"]({addresses[found[1]]})" if found[1] in addresses else found[0], whole
    )
