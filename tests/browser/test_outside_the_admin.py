"""The way in, links from mails and errors: readable and reachable on a phone and in the dark."""

from itertools import product

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE, WIDE
from tests.browser.look import faults, overhang, sticking_out

STRANGERS = ["/accounts/login/", "/accounts/password/reset/", "/nowhere/", f"/p/{'a' * 43}/"]
SIGNED_IN = ["mfa_index", "mfa_list_webauthn", "usersessions_list", "account_logout"]
VIEWS = pytest.mark.parametrize(
    ("size", "scheme"), list(product([WIDE, PHONE], ["light", "dark"])), ids=str
)


def wrong_with(page, addresses):
    """Whatever is wrong with the look of these pages, by address."""
    found = {}
    for address in addresses:
        page.goto(address)
        sticks_out = sticking_out(page) if overhang(page) else []
        found[address] = faults(page, "body") + sticks_out
    return {address: wrong for address, wrong in found.items() if wrong}


@VIEWS
def test_strangers_can_read_where_they_are(profile, window, watch, size, scheme):
    """Look, principles 3, 9 and 10."""
    watch.expected = ["404 (Not Found)"]
    assert wrong_with(window(size, color_scheme=scheme), STRANGERS) == {}


@VIEWS
def test_people_can_read_what_their_account_has(profile, auditor, desk, size, scheme):
    page = desk(auditor, size, color_scheme=scheme)
    assert wrong_with(page, [reverse(name) for name in SIGNED_IN]) == {}


def test_a_refused_sign_in_says_so_beside_the_form(profile, window):
    page = window(PHONE)
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill("nobody@office.example")
    page.get_by_label("Password").fill("not this one")
    page.keyboard.press("Enter")
    assert page.get_by_role("alert").inner_text() != ""
    assert faults(page, "body") == []
