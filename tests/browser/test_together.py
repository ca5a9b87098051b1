"""Working together in a real browser: a colleague answers by link, a deputy takes over."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import messages
from dpo_office.organisation.models import Absence
from dpo_office.worklist.services import people
from requests_app.models import SubjectRequest
from tests.browser.conftest import PHONE
from tests.browser.look import overhang

LIST = "/admin/requests_app/subjectrequest/"


@pytest.fixture
def case(profile, log) -> SubjectRequest:
    cache.clear()
    return log(name="Kalle Proovik", email="kalle@mail.example")


def link(live_server) -> str:
    """As the colleague has it, in the mail."""
    text = messages.built(Delivery.objects.get(key__startswith="errand:")).decode()
    return f"{live_server.url}/p/{text.split('/p/')[1].split('/')[0]}/"


def test_a_colleague_answers_by_link(case, dpo, desk, window, live_server, tmp_path):
    """F1: on a phone, without JavaScript, without an account."""
    office = desk(dpo)
    office.goto(f"{LIST}{case.pk}/change/")
    office.get_by_text("Other steps").click()
    office.locator("summary").filter(has_text="Ask a colleague").click()
    office.get_by_label("Colleague's address").fill("sales@office.example")
    office.get_by_label("What they have to do").fill("Which lists hold kalle@mail.example?")
    office.get_by_role("button", name="Ask a colleague").click()
    expect(office.get_by_text("sales@office.example is asked")).to_be_visible()

    phone = window(PHONE, java_script_enabled=False)
    phone.goto(link(live_server))
    expect(phone.get_by_text("Which lists hold")).to_be_hidden()
    phone.get_by_role("button", name="Read and answer").click()
    expect(phone).to_have_url(f"{live_server.url}/p/opened/")
    expect(phone.get_by_text("Which lists hold kalle@mail.example?")).to_be_visible()
    assert overhang(phone) == 0
    note = tmp_path / "lists.txt"
    note.write_text("news, spring")
    phone.get_by_label("Your answer").fill("Two lists.")
    phone.get_by_label("Files, if any").set_input_files(note)
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()

    office.reload()
    expect(office.get_by_text("Two lists.")).to_be_visible()
    expect(office.get_by_text("lists.txt")).to_be_visible()


def test_a_deputy_takes_over(case, dpo, deputy, desk):
    """F4: told on the case; all cases in one step, within a minute."""
    today = people.today()
    last = today + timedelta(days=5)
    Absence.objects.create(user=dpo, deputy=deputy, first_day=today, last_day=last)
    page = desk(deputy)
    page.goto(f"{LIST}?handler=absent")
    page.get_by_role("link", name="Kalle Proovik").click()
    expect(page.get_by_text("You stand in for Helve Proov until")).to_be_visible()

    page.goto(LIST)
    page.get_by_role("link", name="Hand over all").first.click()
    page.locator("[name=of]").select_option(label="Helve Proov")
    page.locator("[name=to]").select_option(label="Arvo Näidis")
    page.get_by_role("button", name="Hand over all").click()
    expect(page.get_by_text("1 case is handed over.")).to_be_visible()
    page.goto(f"{LIST}{case.pk}/change/")
    expect(page.get_by_text("Helve Proov handled it before.")).to_be_visible()
