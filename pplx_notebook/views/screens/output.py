"""One output of a cell that can be replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from IPython.display import DisplayHandle


class Output:
    """Mime bundles in, one output area of the current cell. Main thread only."""

    def __init__(self) -> None:
        self.handle: Any = DisplayHandle()  # type: ignore[no-untyped-call]  # IPython's display has no types

    def show(self, bundle: Mapping[str, Any]) -> None:
        """Create the output."""
        self.handle.display(dict(bundle), raw=True)

    def replace(self, bundle: Mapping[str, Any]) -> None:
        """Put another bundle in its place, in every view of it and in what is saved."""
        self.handle.update(dict(bundle), raw=True)
