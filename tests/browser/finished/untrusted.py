"""Saved notebooks of a stranger, opened without a kernel; what their page asks for is noted and nothing is reached."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import nbformat
from lab_server import Lab, profile
from playwright.sync_api import Browser, Dialog, Locator, Page, Route

PIXEL = b64decode("R0lGODlhAQABAAAAACwAAAAAAQABAAA=")


@dataclass
class Opened:
    """A page with an open notebook, and every address it asked for beyond its server."""

    page: Page
    outside: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)

    def answer(self, number: int) -> Locator:
        """An answer as our extension draws it."""
        return self.page.locator(".pplx-interactive").nth(number)

    def table(self, heading: str) -> Locator:
        """A table of the first answer."""
        return self.answer(0).locator(".pplx-sources", has_text=heading)

    def titles(self, heading: str) -> list[str]:
        """The titles of that table, in the order they stand."""
        return self.table(heading).locator(".pplx-title").all_inner_texts()

    def show_all(self, heading: str = "Search results") -> Locator:
        """That table with all its rows."""
        table = self.table(heading)
        if (button := table.get_by_role("button", name="Show all")).count():
            button.click()
        return table

    def clipboard(self) -> str:
        """What has been copied."""
        return str(self.page.evaluate("navigator.clipboard.readText()"))


def write(lab: Lab, name: str, bundles: list[dict[str, Any]], per_cell: int = 1) -> str:
    """A notebook with these outputs that no server has signed and that names no kernel."""
    outputs = [nbformat.v4.new_output("display_data", data=data) for data in bundles]
    cells = [
        nbformat.v4.new_code_cell(
            "%%pplx\na question", outputs=outputs[at : at + per_cell], execution_count=1
        )
        for at in range(0, len(outputs), per_cell)
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), lab.root / name)
    return name


@contextmanager
def open_untrusted(chromium: Browser, lab: Lab, name: str, path: str = "doc/tree") -> Iterator[Opened]:
    """A notebook on a page without a kernel; nothing outside the server is reached, all is noted."""
    with profile(chromium, lab, permissions=["clipboard-read", "clipboard-write"]) as context:
        opened = Opened(context.new_page())

        def refuse(route: Route) -> None:
            opened.outside.append(route.request.url)
            route.fulfill(body=PIXEL, content_type="image/gif")

        def dismiss(dialog: Dialog) -> None:
            opened.alerts.append(dialog.message)
            dialog.dismiss()

        context.route(lambda url: not url.startswith((lab.url, "data:", "blob:")), refuse)
        opened.page.on("dialog", dismiss)
        opened.page.goto(f"{lab.url}/{path}/{name}?token={lab.token}")
        opened.page.locator(".jp-Dialog button", has_text="No Kernel").click()
        opened.answer(0).wait_for()
        yield opened
