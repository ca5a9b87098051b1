"""The main job in a real browser: a late request, from the sign-in to the answer that arrived."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from dpo_office.correspondence.models import Delivery
from tests.browser.clicks import Clicks
from tests.requests_app.words import ACCESS

DONE = "A copy of three letters and one invoice is enclosed."
EDITED = "Dear Kalle, here is all that we hold: three letters and one invoice."


@pytest.fixture
def nine_days_ago(now):
    return timezone.localtime(now - timedelta(days=9), ZoneInfo("Europe/Tallinn"))


def late(page: Page) -> Locator:
    """The row of the case among what is late."""
    page.goto("/admin/?show=late")
    return page.get_by_role("row").filter(has_text="Kalle Proovik")


def log_it(clicks: Clicks, received) -> None:
    clicks.on("link", "New request")
    page = clicks.page
    page.get_by_label("Name").fill("Kalle Proovik")
    page.get_by_label("Their address").fill("kalle@mail.example")
    clicks.on("checkbox", "access (Art. 15)")
    page.locator("[name=received_at_0]").fill(f"{received:%Y-%m-%d}")
    page.locator("[name=received_at_1]").fill(f"{received:%H:%M:%S}")
    clicks.on("button", "Log a request")
    expect(page.get_by_role("heading", name="Kalle Proovik asks for access")).to_be_visible()


def decide_it(clicks: Clicks) -> None:
    clicks.on("button", "Acknowledge")
    clicks.open("Record who they showed to be")
    clicks.on("button", "Record who they showed to be")
    clicks.open("Decide on access (Art. 15)")
    for name, text in {**ACCESS, "done": DONE}.items():
        clicks.page.locator(f"[name^=decide-][name$={name}]").fill(text)
    clicks.on("button", "Decide on access (Art. 15)")


def answer_it(clicks: Clicks) -> None:
    clicks.on("button", "Write the answer")
    clicks.on("link", "Edit the answer")
    text = clicks.page.get_by_label("Text")
    assert DONE in text.input_value()
    text.fill(EDITED)
    clicks.on("button", "Save and send")
    expect(clicks.page.get_by_text("The letter is on its way.")).to_be_visible()


def sent(sink, until) -> str:
    """The text of the mail that arrived last."""
    until(lambda: not Delivery.objects.exclude(state=Delivery.State.SENT).exists())
    assert set(sink.recipients) == {"kalle@mail.example"}
    return sink.taken[-1].get_body(("plain",)).get_content()


def test_a_late_request_is_answered(profile, dpo, sign_in, nine_days_ago, worker, sink, until):
    """P5.1, F2: by these clicks and no more; what was typed is what arrives."""
    page = sign_in(dpo)
    expect(page).to_have_title("Today | DPO office")
    clicks = Clicks(page)
    log_it(clicks, nine_days_ago)
    case = page.url
    expect(late(page)).to_contain_text("2 days late")
    page.goto(case)
    decide_it(clicks)
    answer_it(clicks)
    assert EDITED in sent(sink, until)
    expect(late(page)).to_have_count(0)
    assert clicks.number == 11
