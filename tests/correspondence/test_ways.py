"""A letter by post or chat: chosen on the draft, done by hand, proven by who recorded it when."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from dpo_office.correspondence.models import Delivery, Letter
from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.correspondence.services import letters
from tests.correspondence.test_admin import desk, step, url

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
STREET = "Tee 1\n10134 Tallinn"
TALLINN = ZoneInfo("Europe/Tallinn")


@pytest.mark.parametrize("channel", ["post", "chat"])
def test_a_draft_goes_another_way_and_waits_for_a_hand(draft, dpo, channel):
    letter = letters.send_by(draft(), channel=channel, to=STREET, by=dpo)
    letters.send(letter, by=dpo)
    assert (letter.status, letter.to) == ("queued", STREET)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("channel", "to", "why"),
    [
        ("post", " ", "Say where"),
        ("pigeon", STREET, "by post or by chat"),
        ("mail", STREET, "is not an e-mail address"),
    ],
)
def test_a_way_that_leads_nowhere_is_refused(draft, dpo, channel, to, why):
    with pytest.raises(LetterRefused, match=why):
        letters.send_by(draft(), channel=channel, to=to, by=dpo)


def test_what_was_sent_goes_no_other_way(draft, dpo):
    letter = letters.send(draft(), by=dpo)
    with pytest.raises(LetterRefused, match="sent already"):
        letters.send_by(letter, channel="post", to=STREET, by=dpo)


@pytest.fixture
def waiting(draft, dpo):
    """Fixed five days ago, to be posted."""
    letter = letters.send(draft(to=STREET, channel="post"), by=dpo)
    letter.frozen_at = timezone.now() - timedelta(days=5)
    Letter.objects.update(frozen_at=letter.frozen_at)
    return letter


def test_it_was_posted_on_the_day_that_is_said(waiting, dpo, profile):
    day = timezone.localdate(timezone=TALLINN) - timedelta(days=2)
    letters.handed_over(waiting, by=dpo, on=day)
    assert waiting.sent_at == datetime(day.year, day.month, day.day, 12, tzinfo=TALLINN)


@pytest.mark.parametrize("days", [1, -30])
def test_not_in_the_future_and_not_before_it_was_written(waiting, dpo, days):
    day = timezone.localdate(timezone=TALLINN) + timedelta(days=days)
    with pytest.raises(LetterRefused, match="leaves after it was written"):
        letters.handed_over(waiting, by=dpo, on=day)
    assert waiting.status == "queued"


def test_by_clicks_from_the_draft_to_its_proof(desk, draft, dpo):
    letter = draft()
    step(desk, letter, "send_by", channel="chat", to="The support chat, thread 12")
    letters.send(Letter.objects.get(), by=dpo)
    page = step(desk, letter, "handed_over", on=date.today().isoformat())  # noqa: DTZ011
    text = desk.get(url(letter)).content.decode()
    assert Letter.objects.get().status == "sent", page
    for words in ("By hand", "Pasted", "Recorded by", "Helve Proov"):
        assert words in text


def test_a_wrong_day_is_told_and_the_letter_waits(desk, waiting):
    step(desk, waiting, "handed_over", on="2000-01-01")
    assert Letter.objects.get().status == "queued"
