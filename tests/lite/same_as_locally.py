"""What a lesson's answers say, to compare two runs of it: text, citations and results of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from pplx_notebook.protocol.saved import MIME

SAID = ("text", "citations", "search_results", "status")
WIDGET = "application/vnd.jupyter.widget-view+json"


def digests(cells: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """How each cell that shows an answer begins, and the digest of what the answer says."""
    found = []
    for cell in cells:
        for output in cell.get("outputs", ()):
            saved = output.get("data", {}).get(MIME)
            if saved is not None:
                said = {name: saved["answer"].get(name) for name in SAID}
                content = json.dumps(said, sort_keys=True, ensure_ascii=False).encode()
                found.append(("".join(cell["source"])[:40], hashlib.sha256(content).hexdigest()))
    return found


def failures(cells: Iterable[Mapping[str, Any]]) -> list[str]:
    """The errors below cells."""
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return [f"{each['ename']}: {each['evalue']}" for each in outputs if each["output_type"] == "error"]


def widgets(cells: Iterable[Mapping[str, Any]]) -> int:
    """How many outputs need a kernel to be drawn; an answer's do not once it has ended."""
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return sum(WIDGET in output.get("data", {}) and MIME in output["data"] for output in outputs)
