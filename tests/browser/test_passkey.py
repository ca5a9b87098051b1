"""A passkey in a real browser: set up as the factor, then the way in by itself (F2)."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.organisation.conftest import PASSWORD, with_password

__all__ = ["with_password"]


@pytest.fixture
def key(window):
    """A window with a security key that always says yes."""
    page: Page = window()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    options |= {"automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def give_password(page: Page, user):
    page.goto(reverse("account_login"))
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_a_passkey_is_set_up_and_signs_in_alone(key, dpo, profile, with_password):
    cache.clear()
    give_password(key, with_password(dpo))
    key.wait_for_url("**/reauthenticate/**")
    key.get_by_label("Password").fill(PASSWORD)
    key.keyboard.press("Enter")
    key.wait_for_url("**/totp/activate/")
    key.goto(reverse("mfa_add_webauthn"))
    key.get_by_label("Passwordless").check()
    key.locator("#mfa_webauthn_add").click()
    key.wait_for_url("**/recovery-codes/")
    assert dpo.authenticator_set.filter(type="webauthn").count() == 1
    key.goto(reverse("account_logout"))
    key.get_by_role("button", name="Sign out").click()
    key.wait_for_url("**/login/")
    key.get_by_role("button", name="passkey").click()
    key.wait_for_url("**/admin/")
    expect(key.get_by_text("What must be done").first).to_be_visible()
