"""How much of its sources an answer shows, by the name a reader types; a file of its own, as options know it
before anything is shown."""

from __future__ import annotations

from typing import Literal

SourcesName = Literal["full", "compact", "none"]
"""Both tables; both folded away, or where nothing folds what is cited; nothing but the markers in the
text."""
