"""Two answers that nobody likes to give, clicked through: it takes longer, and no (P5.1, P5.3)."""

import pytest
from playwright.sync_api import expect

from requests_app.services import identity
from tests.browser.clicks import Clicks

CASE = "/admin/requests_app/subjectrequest/{}/change/"


@pytest.fixture
def case(log, dpo):
    case = log(rights=["access"])
    return identity.confirm(case, proof="known_address", by=dpo)


def test_more_time_is_taken_with_a_reasoned_notice(desk, dpo, case):
    """Art. 12(3): two months more; the notice leaves in the same step, and the bars show it."""
    clicks = Clicks(desk(dpo))
    page = clicks.page
    page.goto(CASE.format(case.pk))
    clicks.open("Other steps")
    clicks.open("Extend by two months")
    page.locator("[name=extend-reason]").fill("Nine systems have to be searched.")
    clicks.on("button", "Extend by two months")
    expect(page.get_by_text("The legal deadline is two months later")).to_be_visible()
    expect(page.get_by_text("1 month, Art. 12(3), extended")).to_be_visible()
    expect(page.get_by_text("Notice of extension").first).to_be_visible()
    assert clicks.number == 3


def test_a_refusal_is_decided_by_the_owner_and_told_by_the_dpo(desk, dpo, decision_owner, case):
    """Art. 12(4): the letter says why, where to complain and that courts are open."""
    clicks = Clicks(desk(decision_owner))
    page = clicks.page
    page.goto(CASE.format(case.pk))
    clicks.open("Decide on access (Art. 15)")
    page.locator("[name^=decide-][name$=-outcome]").select_option("refused")
    page.locator("[name^=decide-][name$=-ground]").select_option("15_4_others")
    page.locator("[name^=decide-][name$=-reasons]").fill("It would show what others wrote to you.")
    clicks.on("button", "Decide on access (Art. 15)")
    expect(page.get_by_text("Decided: access (Art. 15), refused.")).to_be_visible()
    clicks = Clicks(desk(dpo))
    clicks.page.goto(CASE.format(case.pk))
    clicks.on("button", "Write the answer")
    clicks.on("link", "Edit the answer")
    text = clicks.page.get_by_label("Text").input_value()
    for words in ("It would show what others wrote to you.", "15(4)", "complain", "court"):
        assert words in text, words
    clicks.on("button", "Save and send")
    expect(clicks.page.get_by_text("The letter is on its way.")).to_be_visible()
    case.refresh_from_db()
    assert case.status == "answered"
