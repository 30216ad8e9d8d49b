"""``{{column}}`` in a template becomes the text of that column in a row. Nothing else is touched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pplx_notebook.errors import UsageProblem, nearest, printable

FIELD = re.compile(r"\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}")
ITEM = "item"  # what a row is called that has no columns


class MissingValue(ValueError):  # noqa: N818 - what it says of the row
    """A row without a value for a field of the template; the message names it."""


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The template with a row's values; UsageProblem for a field that is no column at all."""

    def text_of(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in values:
            near = nearest(name, list(values))
            hint = f"did you mean {{{{{printable(near)}}}}}?" if near else "it is no column."
            raise UsageProblem(f"{{{{{name}}}}} in the template: {hint}")
        if values[name] is None:
            raise MissingValue(f"{{{{{name}}}}} has no value in this row.")
        return str(values[name])

    return FIELD.sub(text_of, template)
