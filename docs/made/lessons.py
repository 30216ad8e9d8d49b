"""What runs in the browser alone, lesson by lesson: ``docs/lite/lessons.toml``, tried by ``tests/lite``."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from sphinx.application import Sphinx

from made.directive import Made, table

ROOT = Path(__file__).resolve().parents[2]
LIMITS: dict[str, dict[str, str]] = tomllib.loads(
    (ROOT / "docs" / "lite" / "lessons.toml").read_text("utf-8")
)
BROWSERS = ("Chromium", "Firefox")
MODES = ("with", "without")  # stack switching


def stops(stem: str) -> str:
    """How the cell begins at which a lesson ends in the browser alone; empty where it runs to its own end."""
    return LIMITS.get(stem, {}).get("stops_at", "")


def row(path: Path) -> tuple[str, ...]:
    """A lesson's."""
    title = json.loads(path.read_text("utf-8"))["cells"][0]["source"][0].removeprefix("# ").strip()
    limits = LIMITS.get(path.stem, {})
    runs = "no" if stops(path.stem) else "to its end"
    missing = f"needs {limits['needs']}" if stops(path.stem) else limits.get("without", "")
    return (f"[{title}](../course/{path.name})", *(runs for _ in BROWSERS for _ in MODES), missing or "–")


class Lessons(Made):
    """A row a lesson, a column a browser and mode."""

    def markdown(self) -> str:
        """The table."""
        tried = tuple(f"{browser}, {mode}" for browser in BROWSERS for mode in MODES)
        rows = [row(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
        return table(("lesson", *tried, "what is missing"), rows)


def setup(app: Sphinx) -> None:
    """The directive."""
    app.add_directive("lessons-in-browser", Lessons)
