"""What axe-core finds wrong on a page."""

from __future__ import annotations

from typing import Any, Protocol

from playwright.sync_api import Page


class HasPage(Protocol):
    """Whatever is open on a page."""

    @property
    def page(self) -> Page: ...


def violations(notebook: HasPage, selector: str) -> list[str]:
    """What axe-core finds wrong below a selector."""
    from axe_playwright_python.sync_playwright import Axe

    found: dict[str, Any] = Axe().run(notebook.page, context=selector).response
    return [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
