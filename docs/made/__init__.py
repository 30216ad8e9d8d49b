"""What is generated at the build, as one Sphinx extension.

``course`` brings the notebooks with their outputs (``formulas`` draws what is TeX in them), ``questions``
colours cells, ``door`` is the reference from docstrings, ``typed`` tells options and commands.
"""

from __future__ import annotations

from sphinx.application import Sphinx

from made import course, div, door, events, questions, streams, typed


def setup(app: Sphinx) -> dict[str, bool]:
    """Register every part."""
    for part in (course, div, door, events, questions, streams, typed):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
