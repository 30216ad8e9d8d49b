"""No key in what is passed on: whatever looks like one, and what a cell sets under such a name."""

from __future__ import annotations

import re

from pplx_notebook.protocol.key_mask import MASK
from pplx_notebook.protocol.scrub import without_key_like

# the end of a name, so that a long word is read once
_NAME = r"(?:key|token|secret|passw(?:or)?d|passphrase|credential)\w{0,40}"
_SETS = r"[ \t]*(?:%(?:set_)?env[ \t]|!?[ \t]*export[ \t])"
_SET = re.compile(rf"(?im)^({_SETS}\w{{0,80}}?{_NAME}[= ][ \t]*)\S.*$")
_ASSIGNED = re.compile(rf"(?i)({_NAME}[\"'\]\)]{{0,3}}[ \t]*[=:,][ \t]*[rbuf]?)([\"'])(?:(?!\2)[^\n])+\2")


def masked(text: str) -> str:
    """The text without keys; ``key="…"`` and ``%env …KEY=…`` keep their name."""
    text = _SET.sub(rf"\1{MASK}", text)
    return without_key_like(_ASSIGNED.sub(rf"\1\2{MASK}\2", text))
