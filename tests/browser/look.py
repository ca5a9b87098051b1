"""What is wrong with the look of a page, and how wide it is."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_name("look.js").read_text()


def faults(page: Page, root: str) -> list[str]:
    """Contrast, sizes, drawings without words, missing focus rings: a sentence for each.

    Contrast of 4.5, or 3 from 24 px (WCAG 2.2, 1.4.3); no text under 12 px, ticks under 11.
    """
    page.keyboard.press("Tab")  # from here on focus is drawn as for a keyboard
    return page.locator(root).evaluate(SCRIPT)


def overhang(page: Page) -> int:
    """By how many px the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def sticking_out(page: Page, root: str = "body") -> list[str]:
    """What reaches beyond the right edge, unless something above it scrolls or cuts."""
    return page.locator(root).evaluate(
        """(root) => [...root.querySelectorAll('*')].filter((e) => {
            if (e.getBoundingClientRect().right <= innerWidth + 1) return false;
            for (let at = e.parentElement; at; at = at.parentElement)
              if (getComputedStyle(at).overflowX !== 'visible') return false;
            return true;
        }).map((e) => `${e.tagName} ${e.getAttribute('class') || ''}`)"""
    )
