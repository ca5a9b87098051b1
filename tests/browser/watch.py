"""What a browser complains about: errors of scripts, blocked by policy, not found, crashed."""

from playwright.sync_api import ConsoleMessage, Page


class Watch:
    """Collects complaints of all pages that it is set over; `expected` are left out."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.expected: list[str] = []

    @property
    def complaints(self) -> list[str]:
        return [said for said in self.heard if not any(word in said for word in self.expected)]

    def over(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"{page.url}: {error}"))
        page.on("crash", lambda _: self.heard.append(f"{page.url}: crashed"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.heard.append(f"{message.location.get('url', '')}: {message.text}")

    def taken(self) -> list[str]:
        """The complaints so far; they are forgotten here."""
        taken, self.heard = self.complaints, []
        return taken
