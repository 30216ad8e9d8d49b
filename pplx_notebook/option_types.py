"""An option of the question as its type: what it takes, and what to say to anything else."""

from __future__ import annotations

from typing import Any

import msgspec

from pplx_notebook.errors import UsageProblem
from pplx_notebook.protocol.asking.question import Question

_TEXT = "text"
_KINDS = {  # what an option of the question takes, in words
    "model": _TEXT,
    "instructions": _TEXT,
    "recency": _TEXT,
    "context_size": _TEXT,
    "reasoning_effort": _TEXT,
    "stream_mode": _TEXT,
    "domains": "a site or a list of sites, as text",
    "images": "True or False",
    "related": "True or False",
    "attachments": "a list of Attachment values",
    "extra": "a dict of request fields by their names",
}


def read_option(name: str, value: Any) -> Any:
    """An option of the question as its type; UsageProblem when it is of another. To learn all types takes
    msgspec two milliseconds, which text and switches do not need."""
    try:
        return getattr(msgspec.convert({"prompt": "?", name: value}, Question), name)
    except msgspec.ValidationError:
        raise UsageProblem(f"{name} must be {_KINDS[name]}.") from None
