"""What a study is called, in the history and among the costs, and what names each of its questions.

The rule: by ``name`` if it was given one; one that goes on (``resume``) has the same name each time, its
file's or its template's; any other has a name of its own, what is asked and when it began.
"""

from __future__ import annotations

import time
from collections.abc import Container
from pathlib import Path

from pplx_notebook.errors import UsageProblem
from pplx_notebook.how_many import LONGEST_NAME, HowMany
from pplx_notebook.network.question.call import Call
from pplx_notebook.protocol.asking.same_request import question_name
from pplx_notebook.protocol.scrub import without_keys

UNNAMED = "study"
NEEDS_NAME = 'resume=True goes on with a study of the history: give its name, for example name="pilot".'


def name_of(how: HowMany, taken: Container[str] = (), *, private: bool = False) -> str:
    """The name; ``taken`` are those of this session. UsageProblem where it has to have one and has none."""
    if how.name is not None:
        return how.name
    if how.resume is not None and not isinstance(how.resume, bool):
        return Path(how.resume).stem[:LONGEST_NAME] or UNNAMED
    words = "" if private else without_keys(" ".join((how.template or "").split()))
    if how.resume:
        if not words:
            raise UsageProblem(NEEDS_NAME)
        return _short(words, LONGEST_NAME)
    began = time.strftime("%Y-%m-%d %H:%M:%S")
    name = f"{_short(words or UNNAMED, LONGEST_NAME - len(began) - 5)} {began}"
    return next(one for n in range(1, 10_000) if (one := name if n == 1 else f"{name} ({n})") not in taken)


def identity(call: Call) -> str:
    """Which question is which, from one day to the next: the rule of ``protocol/asking/same_request.py``. The
    same question several times in one study is asked so many times, and is told by its count."""
    return question_name(call.endpoint.url, call.body)


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
