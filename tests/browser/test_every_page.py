"""Every page that the office has, opened on a phone: nothing breaks, nothing sticks out.

Nothing is listed here: addresses come from the resolver, rows from tests/security/office.py.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, give_session
from tests.browser.look import overhang, sticking_out
from tests.security.addresses import Address, addresses, path_of
from tests.security.conftest import enter, office, without_factor
from tests.security.office import CANARY

__all__ = ["enter", "office", "without_factor"]


def shown_in(page: Page, office) -> Iterator[tuple[Address, str]]:
    """The addresses that show whoever sits here a page: no file, no piece of a page."""
    for address in addresses():
        path = path_of(address, office)
        answer = page.request.get(path, max_redirects=0)
        if answer.ok and "content-disposition" not in answer.headers and "<html" in answer.text():
            yield address, path


def wrong_with(page: Page, path: str) -> Iterator[str]:
    """What is wrong with that page, in sentences."""
    answer = page.goto(path)
    if answer is None or not answer.ok:
        yield f"answers {answer and answer.status}"
    if wide := overhang(page):
        yield f"{wide} px too wide: {sticking_out(page)[:3]}"
    title = page.title()
    if not title.strip(" |"):
        yield "no title"
    if CANARY in title:
        yield f"personal data in the title: {title}"
    if (headings := page.locator("h1:visible").count()) != 1:
        yield f"{headings} h1"
    if "/admin/" in path and page.locator("a.desk-skip").count() != 1:
        yield "no skip link"


@pytest.fixture
def clients(enter, without_factor) -> dict[str, Client]:
    return {"DPO": enter("DPO"), "Stranger": Client(), "without factor": without_factor}


@pytest.mark.parametrize("who", ["DPO", "Stranger", "without factor"])
def test_every_page_stands_on_a_phone(clients, office, window, live_server, watch, who):
    page, client, wrong = window(PHONE), clients[who], []
    if "session" in client.cookies:
        give_session(page.context, client.cookies["session"].value, live_server.url)
    pages = list(shown_in(page, office))
    assert len(pages) > (40 if who == "DPO" else 0)
    for address, path in pages:
        wrong += [f"{address.name or address.route}: {what}" for what in wrong_with(page, path)]
        wrong += [f"{address.name or address.route}: {what}" for what in watch.taken()]
    assert not wrong, "\n".join(wrong)
