"""A person's calendar: references and dates behind a secret address that ends."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from dpo_office.evidence.models import Event
from dpo_office.worklist.models import CalendarFeed
from dpo_office.worklist.services import calendars, clocks, tasks
from tests.worklist.conftest import LATER, RECEIVED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile", "described")]


@pytest.fixture
def token(owner):
    return calendars.open_feed(owner, by=owner)


def get(client, token, **headers):
    return client.get(reverse("calendar_feed", args=[token]), headers=headers)


def entries(answer) -> list:
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_clock_is_a_day_with_its_reference(client, token, start):
    clock = start()
    (entry,) = entries(get(client, token))
    assert entry["summary"] == f"SR-2026-{clock.about_id:04} Legal deadline"
    assert entry.decoded("dtstart") == clock.due_on


def test_hours_end_at_their_instant(client, token, start):
    clock = start("breach_72h")
    (entry,) = entries(get(client, token))
    assert entry.decoded("dtstart") == clock.due_at


def test_a_task_is_a_day_with_its_title(client, token, case, owner):
    task = tasks.open_task(
        case(), title="Check the mandate", due_on=date(2026, 11, 26), owner=owner, by=None
    )
    (entry,) = entries(get(client, token))
    assert entry["summary"] == f"{task.reference} Check the mandate"


def test_no_person_and_no_row_number_is_in_it(client, token, start, owner):
    start()
    text = get(client, token).content.decode()
    assert "Proovik" not in text
    assert owner.email not in text
    assert not {"clock-", "task-"} & set(text.split(":"))


def test_the_work_of_others_is_not_in_it(client, token, start, person):
    start(owner=person())
    assert entries(get(client, token)) == []


def test_a_stopped_clock_leaves_it(client, token, start, owner):
    clocks.stop(start(), by=owner, at=RECEIVED)
    assert entries(get(client, token)) == []


def test_an_unchanged_calendar_is_not_sent_again(client, token, start):
    start()
    first = get(client, token)
    again = get(client, token, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_a_changed_calendar_is_sent_again(client, token, start):
    first = get(client, token)
    start()
    assert get(client, token, if_none_match=first["ETag"]).status_code == 200


def test_nothing_on_the_way_keeps_it(client, token):
    assert "no-store" in get(client, token)["Cache-Control"]


def test_only_the_hash_of_the_address_is_kept(token):
    assert token not in str(CalendarFeed.objects.values().get())
    assert len(token) >= 43  # 256 bits


def test_unknown_ended_and_closed_are_the_same_answer(client, token, owner, person):
    ended = calendars.open_feed(person(), by=None)
    calendars.end_feed(CalendarFeed.objects.exclude(user=owner).get().user, by=None)
    owner.is_active = False
    owner.save()
    answers = [get(client, each) for each in ("unknown", ended, token)]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({answer.content for answer in answers}) == 1


def test_a_new_address_ends_the_former(client, token, owner):
    new = calendars.open_feed(owner, by=owner)
    assert [get(client, each).status_code for each in (token, new)] == [404, 200]


def test_ending_twice_ends_once(token, owner):
    assert [calendars.end_feed(owner, by=owner) for _ in range(2)] == [True, False]
    assert Event.objects.filter(kind="calendar_feed.ended").count() == 1


def test_the_last_look_is_kept_to_the_hour(client, token, time_machine):
    for minutes in (0, 10, 70):
        time_machine.move_to(LATER + timedelta(minutes=minutes), tick=False)
        get(client, token)
    assert CalendarFeed.objects.get().last_used_at == LATER + timedelta(minutes=70)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_read_only(client, token, method):
    answer = getattr(client, method)(reverse("calendar_feed", args=[token]))
    assert answer.status_code in (403, 405)
