"""A mail dropped in a real browser: the form is filled, the case saved, the person answered."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from requests_app.models import SubjectRequest
from tests.browser.clicks import Clicks
from tests.browser.test_one_request import EDITED, answer_it, decide_it, sent

LIST = reverse("admin:requests_app_subjectrequest_changelist")
FILE = """text => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], "mail.eml", {type: "message/rfc822"}));
  return transfer;
}"""


@pytest.fixture
def mail(now) -> str:
    at = format_datetime(now - timedelta(days=2))
    return (
        f"Received: from mail.example by mx.office.example; {at}\nMessage-ID: <1@mail.example>\n"
        f"Date: {at}\nFrom: Kalle Proovik <kalle@mail.example>\nSubject: my data\n"
        "Content-Type: text/plain; charset=utf-8\n\n"
        "Hello, please send me a copy of the data that you hold about me."
    )


def drop(page: Page, mail: str) -> None:
    transfer = page.evaluate_handle(FILE, mail)
    page.locator("form[data-drop]").dispatch_event("drop", {"dataTransfer": transfer})


def test_a_dropped_mail_becomes_an_answered_case(profile, dpo, desk, mail, worker, sink, until):
    """P4.1, P5.1: one click from the drop to the case, nothing typed; nine to the answer."""
    page = desk(dpo)
    page.goto(LIST)
    clicks = Clicks(page)
    drop(page, mail)
    expect(page.get_by_label("Name")).to_have_value("Kalle Proovik")
    expect(page.get_by_label("Their address")).to_have_value("kalle@mail.example")
    expect(page.get_by_label("access (Art. 15)")).to_be_checked()
    clicks.on("button", "Log a mail")
    expect(page.get_by_role("heading", name="Kalle Proovik asks for access")).to_be_visible()
    assert clicks.number <= 3
    decide_it(clicks)
    answer_it(clicks)
    assert EDITED in sent(sink, until)
    assert clicks.number == 9
    assert SubjectRequest.objects.get().status == "answered"


def test_a_second_mail_is_recorded_on_its_case_by_one_click(profile, dpo, desk, mail, log):
    page, case = desk(dpo), log(name="Kalle Proovik", email="kalle@mail.example")
    page.goto(reverse("admin:requests_app_subjectrequest_change", args=[case.pk]))
    clicks = Clicks(page)
    drop(page, mail)
    clicks.on("button", f"Record on {case.reference}")
    page.get_by_text("Read it").click()
    expect(page.locator(".desk-came-in")).to_contain_text("please send me a copy of the data")
    assert clicks.number == 1


def test_a_mail_that_is_chosen_goes_at_once(profile, dpo, desk, mail, tmp_path):
    page = desk(dpo)
    page.goto(LIST)
    (tmp_path / "mail.eml").write_text(mail)
    page.locator("#drop-mail").set_input_files(tmp_path / "mail.eml")
    expect(page.get_by_label("Name")).to_have_value("Kalle Proovik")
