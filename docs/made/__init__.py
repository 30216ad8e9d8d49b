"""What is generated at the build, as one Sphinx extension: ``course`` brings the notebooks, ``questions``
colours cells."""

from __future__ import annotations

from sphinx.application import Sphinx

from made import course, questions


def setup(app: Sphinx) -> dict[str, bool]:
    """Register every part."""
    for part in (course, questions):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
