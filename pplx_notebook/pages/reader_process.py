"""The program that reads strangers' HTML and PDF: one page after the other on standard input, their text
on standard output, until the input ends.

A page is a line of JSON (``kind``, ``content_type``, ``size``, ``most_characters``, ``cpu_s``,
``memory_bytes``) and then ``size`` bytes; its answer a line of JSON (``size``, ``title``, ``reason``) and
the text in UTF-8. Limits are set by the process on itself before it looks at a page: address space, CPU
time (counted anew for each page), no file may be written. Where the system has no such limits (Windows)
the time limit of ``apart`` and the size of a page are left.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from typing import Any, BinaryIO

TOO_MUCH = "it takes too much memory to read"


def limit(cpu_s: float, memory_bytes: int) -> None:
    """What this process may use from now on; a page that takes more CPU time ends it (SIGXCPU)."""
    try:
        import resource
    except ImportError:
        return
    used = time.process_time()
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + cpu_s) + 1, hard))
    for name, most in (("RLIMIT_AS", memory_bytes), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (ValueError, OSError, AttributeError):  # lower already, or not on this system
            continue


def read(head: Mapping[str, Any], body: bytes) -> tuple[str, str, str]:
    """Title, text and reason of one page."""
    from pplx_notebook.pages.readers import html_text, pdf_text

    try:
        if head["kind"] == "pdf":
            title, text = pdf_text(body, head["most_characters"])
        else:
            title, text = html_text(body, head["content_type"])
    except MemoryError:
        return "", "", TOO_MUCH
    except (ImportError, ModuleNotFoundError):
        return "", "", f"needs:{head['kind']}"
    except Exception as problem:  # of two libraries and whatever they use, on strangers' bytes
        said = str(problem) if isinstance(problem, ValueError) and "password" in str(problem) else ""
        return "", "", said or f"it cannot be read as {head['kind'].upper()}"
    return title, text[: head["most_characters"]], ""


def serve(pages: BinaryIO, answers: BinaryIO) -> None:
    """Read pages until there are no more."""
    while line := pages.readline(10_000):
        head = json.loads(line)
        body = pages.read(head["size"])
        limit(head["cpu_s"], head["memory_bytes"])
        title, text, reason = read(head, body)
        data = text.encode("utf-8", "replace")
        answers.write(
            json.dumps({"size": len(data), "title": title, "reason": reason}).encode() + b"\n" + data
        )
        answers.flush()


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    sys.setrecursionlimit(3_000)
    serve(sys.stdin.buffer, answers)
