"""``{{name}}`` in a question becomes the text of the variable ``name``. Nothing else is touched.

Rules of this file: plain names only (ASCII, no leading underscore), looked up, never evaluated; each value
is put in once and not read again; single braces stay as typed, so LaTeX, JSON and code survive. A value is
refused when it is missing or may be another variable than was meant (``names``), over 20 kB of text, or looks
like a key: what leaves the notebook is what the author of the cell meant to send.
"""

from __future__ import annotations

import re

from IPython.core.error import UsageError

from pplx_notebook.errors import nearest
from pplx_notebook.magic.names import Names
from pplx_notebook.protocol.scrub import holds_key

FIELD = re.compile(r"\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}")
LIMIT_BYTES = 20_000


def fill(text: str, names: Names) -> str:
    """The question with its ``{{name}}`` fields filled; UsageError, one sentence, on the first bad one."""
    return FIELD.sub(lambda match: value_text(match.group(1), names), text)


def value_text(name: str, names: Names) -> str:
    """One variable as text, within the rules above."""
    if reason := names.why_not(name):
        raise UsageError(f"{{{{{name}}}}} {reason}.")
    namespace = names.known
    if name not in namespace:
        texts = [n for n, value in namespace.items() if not n.startswith("_") and not callable(value)]
        near = nearest(name, texts)
        hint = f"did you mean {{{{{near}}}}}?" if near else f"assign {name} first, or use --verbatim."
        raise UsageError(f"{{{{{name}}}}} names no variable: {hint}")
    try:
        text = str(namespace[name])
    except Exception as error:  # a variable's own __str__ may do anything; the cell gets one line
        raise UsageError(f"{{{{{name}}}}} cannot be turned into text ({type(error).__name__}).") from None
    if holds_key(text):
        raise UsageError(f"{{{{{name}}}}} holds what looks like a key; it was not sent.")
    size = len(text.encode("utf-8", "replace"))
    if size > LIMIT_BYTES:
        raise UsageError(
            f"{{{{{name}}}}} is {size // 1000} kB of text, the limit is {LIMIT_BYTES // 1000} kB: "
            "put the part you need into a variable."
        )
    return text
