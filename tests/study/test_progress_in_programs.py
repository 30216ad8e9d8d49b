"""The progress of a study outside of notebooks: lines in a script, one line on a terminal."""

from __future__ import annotations

import os
import re

import pytest
from study_serving import StudyServer, program


def untimed(line: str) -> str:
    """The last line without how long it took, which it says from a second on."""
    return re.sub(r" · (?:\d+ min )?\d+ s$", "", line)


def test_in_a_script_progress_goes_to_standard_error_and_leaves_standard_output_alone(
    server: StudyServer,
) -> None:
    code = f"import pplx_notebook as pplx; pplx.ask_many(['a?'] * 30, max_active=3, **{server.settings!r})"
    with program(code=code) as process:
        out, err = process.communicate(timeout=60)
    assert out == ""
    first, *between, last = err.splitlines()
    assert (first, untimed(last)) == ("asking 30 questions", "30 of 30 answered · $0.0300")
    assert all(re.match(r"\d+ of 30 done · ", line) for line in between)
    assert len(between) <= 9


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo terminals here")
def test_on_a_terminal_one_line_is_written_anew(server: StudyServer) -> None:
    import subprocess
    import sys

    ours, theirs = os.openpty()
    code = f"import pplx_notebook as pplx; pplx.ask_many(['a?'] * 30, max_active=1, **{server.settings!r})"
    subprocess.run([sys.executable, "-c", code], stderr=theirs, stdout=theirs, timeout=60, check=True)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        shown += part
        if not part:
            break
    os.close(ours)
    text = shown.decode()
    assert text.startswith("\r\x1b[2K[····················] 0 of 30 done · ")
    assert untimed(text.rstrip()).endswith("\r\x1b[2K30 of 30 answered · $0.0300")
    assert text.count("\n") == 1
