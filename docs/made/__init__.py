"""What is generated at the build, as one Sphinx extension.

``course`` brings the notebooks with their outputs (``formulas`` draws what is TeX in them), ``questions``
colours cells. Of the reference ``door`` is what docstrings say, ``typed`` the options and commands. Of the
protocol page ``streams`` draws a stream of each dialect, ``events`` lists what it says. ``speed`` measures,
``messages`` lists errors, ``cookbook`` shows the programs of ``examples/``; ``div`` is a box; ``browser``
puts the course that runs in the browser alone beside the pages, ``lessons`` says what of it does.
"""

from __future__ import annotations

from importlib import import_module

from sphinx.application import Sphinx

PARTS = "browser cookbook course div door events lessons messages questions speed streams typed"


def setup(app: Sphinx) -> dict[str, bool]:
    """Register every part."""
    for part in PARTS.split():
        import_module(f"made.{part}").setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
