"""No key in what is passed on: whatever looks like one, and what a cell sets under such a name."""

from __future__ import annotations

import re

from pplx_notebook.protocol.key_mask import MASK
from pplx_notebook.protocol.scrub import without_key_like

_NAME = r"\w*(?:key|token|secret|passw(?:or)?d|passphrase|credential)\w*"
_SET = re.compile(rf"(?i)^(\s*%(?:set_)?env\s+{_NAME}[= ]\s*|\s*!?\s*export\s+{_NAME}=)\S.*$", re.MULTILINE)
_ASSIGNED = re.compile(rf"(?i)({_NAME}[\"'\]\)]*\s*[=:,]\s*[rbuf]?)([\"'])(?:(?!\2)[^\n])+\2")


def masked(text: str) -> str:
    """The text without keys; ``key="…"`` and ``%env …KEY=…`` keep their name."""
    text = _SET.sub(rf"\1{MASK}", text)
    return without_key_like(_ASSIGNED.sub(rf"\1\2{MASK}\2", text))
