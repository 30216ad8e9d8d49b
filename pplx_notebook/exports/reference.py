"""What every bibliography says of a source, whatever its format."""

from __future__ import annotations

from collections.abc import Iterable

from pplx_notebook.library.sources import Source


def once(sources: Iterable[Source]) -> list[Source]:
    """Each page once, by its key, in order: no file names two entries alike."""
    found: dict[str, Source] = {}
    for source in sources:
        found.setdefault(source.key, source)
    return list(found.values())
