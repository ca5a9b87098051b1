"""Clicks, counted: what a person does with the mouse, beside typing."""

from playwright.sync_api import Locator, Page


class Clicks:
    """Clicks on what has that role and name."""

    def __init__(self, page: Page) -> None:
        self.page, self.number = page, 0

    def on(self, role: str, name: str) -> None:
        self._click(self.page.get_by_role(role, name=name, exact=True))  # type: ignore[arg-type]

    def open(self, step: str) -> None:
        """Unfold a step that asks for words."""
        self._click(self.page.locator("summary").filter(has_text=step))

    def _click(self, place: Locator) -> None:
        place.click()
        self.number += 1
