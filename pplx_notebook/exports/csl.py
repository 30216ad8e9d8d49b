"""Sources as CSL-JSON, the list reference managers import."""

from __future__ import annotations

import json
import re

from pplx_notebook.document.links import host
from pplx_notebook.library.sources import Source, cells_text


def as_csl(sources: list[Source]) -> str:
    """CSL-JSON, the list reference managers import."""
    items = [csl_item(n, source) for n, source in enumerate(sources, 1)]
    return json.dumps(items, ensure_ascii=False, indent=1)


def csl_item(number: int, source: Source) -> dict[str, object]:
    """One web page in CSL's own field names."""
    item: dict[str, object] = {
        "id": f"source-{number}",
        "type": "webpage",
        "title": source.title or host(source.url),
    }
    if source.url:
        item["URL"] = source.url
    if source.cells:
        item["note"] = f"cells {cells_text(source)}"
    if parts := re.match(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", source.dated or ""):
        item["issued"] = {"date-parts": [[int(part) for part in parts.groups() if part]]}
    return item
