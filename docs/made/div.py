"""``{div} NAME``: a box that the style sheet knows, with whatever stands in it."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class Div(SphinxDirective):
    """A box of one class."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """The box."""
        box = nodes.container(classes=[self.arguments[0]])
        box += self.parse_content_to_nodes()
        return [box]


def setup(app: Sphinx) -> None:
    """The directive."""
    app.add_directive("div", Div)
