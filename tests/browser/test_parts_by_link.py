"""By links in real mails: a person shows the address, a customer instructs us on a phone (A10)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from requests_app.models import RequestPart, SubjectRequest
from tests.browser.conftest import PHONE, WIDE
from tests.browser.look import faults, overhang, sticking_out
from tests.requests_app.parts_cast import bakery, link_in, shoes

__all__ = ["bakery", "shoes"]


def case_page(case) -> str:
    return reverse("admin:requests_app_subjectrequest_change", args=[case.pk])


def judged(page, root="body") -> None:
    assert overhang(page) == 0, sticking_out(page)
    assert faults(page, root) == []


@pytest.fixture
def logged(log, now, transactional_db) -> SubjectRequest:
    return log(
        rights=["access", "erasure"],
        words="Erase my chats, please.",
        received_at=now - timedelta(days=2),
    )


def newest_letter(key: str):
    from dpo_office.correspondence.models import Letter

    return Letter.objects.of_kind(key).first()


def test_a_person_shows_the_address_by_the_link(profile, dpo, desk, window, logged):
    """No script, no account; the case knows it by itself."""
    page = desk(dpo)
    page.goto(case_page(logged))
    page.get_by_role("button", name="Send a link that shows the address").click()
    expect(page.get_by_text("Link and code are on their way.")).to_be_visible()
    theirs = window(PHONE, java_script_enabled=False)
    theirs.goto(link_in(newest_letter("address_check")))
    theirs.get_by_role("button", name="Yes, it is mine").click()
    expect(theirs.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto(case_page(logged))
    expect(page.get_by_text("Gave back a code that we sent")).to_be_visible()


def test_a_customer_gives_its_instruction_on_a_phone(
    profile, dpo, desk, window, logged, bakery, shoes
):
    """From forming the parts by search to what the desk reads of the customer."""
    from requests_app.services import identity

    identity.confirm(logged, proof="known_address", by=dpo)
    page = desk(dpo)
    page.goto(case_page(logged))
    page.get_by_text("Other steps", exact=False).first.click()
    page.locator("summary").filter(has_text="Form a customer's part").click()
    page.locator(".select2-selection").first.click()
    page.locator(".select2-search__field").fill("Harb")
    page.locator(".select2-results__option", has_text="Harbour & Pine Ltd").click()
    page.get_by_role("button", name="Form a customer's part").click()
    page.get_by_role("button", name="Pass on to Harbour & Pine Ltd").click()
    expect(page.get_by_text("On its way to Harbour & Pine Ltd")).to_be_visible()
    theirs = window(PHONE, java_script_enabled=False)
    theirs.goto(link_in(newest_letter("part_passed_on")))
    theirs.get_by_role("button", name="Open it").click()
    theirs.get_by_role("button", name="We have received it").click()
    expect(theirs.get_by_text("You confirmed")).to_be_visible()
    theirs.get_by_label("Do this for us:").check()
    theirs.get_by_label("Your instruction").fill("Erase all of it.")
    theirs.get_by_label("Your name").fill("R. Baker")
    theirs.get_by_role("button", name="Send").click()
    expect(theirs.get_by_text("Thank you. We have kept it")).to_be_visible()
    page.goto(case_page(logged))
    expect(page.get_by_text("Erase all of it.")).to_be_visible()
    assert RequestPart.objects.of_customers().get().status == "instructed"
    judged(page, "#content")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=str)
def test_the_pages_behind_the_links_can_be_read(profile, dpo, window, logged, bakery, size, scheme):
    from requests_app.services import identity, parts, passing, proving

    page = window(size, color_scheme=scheme)
    page.goto(link_in(proving.send(logged, by=dpo)))
    judged(page)
    identity.confirm(logged, proof="known_address", by=dpo)
    part = parts.form(logged, customer=bakery, rights=["access", "erasure"], by=dpo)
    passing.pass_on([part], by=dpo)
    page.goto(link_in(newest_letter("part_passed_on")))
    page.get_by_role("button").click()
    judged(page)
    page.get_by_role("button", name="Send").click()
    judged(page)
