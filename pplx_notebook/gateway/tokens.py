"""Who may ask the gateway: a file of lines ``name = token``, for the owner's eyes only (mode 0600)."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

_LINE = re.compile(r"([\w.@-]+)\s*=\s*(\S{8,})")


def tokens_in(file: Path) -> dict[str, str]:
    """Tokens by name; ``#`` begins a comment. Raises ``ValueError`` with one line on what to change, and
    ``OSError``; neither shows a token."""
    if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise ValueError(f"{file} can be read by others: chmod 600 {file}")
    tokens: dict[str, str] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        match = _LINE.fullmatch(bare)
        if match is None:
            raise ValueError(
                f"{file}, line {number}: expected name = token, the token of 8 characters or more"
            )
        if match[1] in tokens or match[2] in tokens.values():
            raise ValueError(f"{file}, line {number}: this name or token stands there twice")
        tokens[match[1]] = match[2]
    if not tokens:
        raise ValueError(f"{file} names no token")
    return tokens
