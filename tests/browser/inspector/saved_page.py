"""A notebook of three saved recordings on a page without a kernel, and where things stand in its inspectors."""

from __future__ import annotations

import re

from desk import CLOSE, OPEN
from lab_server import Lab
from playwright.sync_api import Locator, Page

WHOLE, CUT, BAD = range(3)


class Opened:
    """The page, and what it asked for."""

    def __init__(self, page: Page, lab: Lab) -> None:
        self.page, self.lab = page, lab
        self.asked: list[str] = []
        self.problems: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda problem: self.problems.append(str(problem)))
        page.on("dialog", lambda dialog: (self.problems.append(dialog.message), dialog.dismiss()))

    def open(self, name: str, place: str = "doc/tree") -> None:
        """A notebook without a kernel, alone on the page."""
        if self.asked:
            self.page.evaluate(CLOSE)
            self.page.locator(".jp-Notebook").first.wait_for(state="detached")
            self.page.evaluate(OPEN, name)
        else:
            self.page.goto(f"{self.lab.url}/{place}/{name}?token={self.lab.token}&reset")
        self.page.locator(".jp-Dialog button", has_text="No Kernel").click()
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()

    def inspector(self, number: int) -> Locator:
        """The inspector of that cell, drawn."""
        cell = self.page.locator(".jp-Notebook .jp-Cell").nth(number)
        cell.scroll_into_view_if_needed()
        found = cell.locator(".pplx-inspector")
        found.locator(".facts dd").first.wait_for()
        return found

    def scripts(self) -> list[str]:
        """The inspector's own scripts that were fetched, by their first names."""
        return sorted(re.findall(r"/inspector-(\w+)\.", " ".join(self.asked)))


def fact(inspector: Locator, name: str) -> str:
    """One of the numbers."""
    return (
        inspector.locator(".facts div", has=inspector.page.locator("dt", has_text=name))
        .locator("dd")
        .inner_text()
    )


def chosen(inspector: Locator) -> Locator:
    """The row of the event that is looked at."""
    return inspector.locator('.list [aria-selected="true"]')
