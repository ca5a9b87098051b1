"""What is late, due today, due this week: in the office's zone, by few questions."""

from datetime import UTC, datetime, timedelta

import pytest

from dpo_office.worklist.models import Clock
from dpo_office.worklist.services import clocks
from dpo_office.worklist.services.subjects import attach

pytestmark = pytest.mark.django_db
TALLINN = "Europe/Tallinn"
TUESDAY = datetime(2026, 11, 10, 12, tzinfo=UTC)


@pytest.fixture
def promise(start):
    """Makes our promise that is due on that day of November, or of October if it is below."""

    def due(day):
        received = datetime(2026, 11, 1, 5, tzinfo=UTC) + timedelta(days=day - 8)
        return start("our_promise", started_at=received)

    return due


def test_late_begins_when_the_local_day_is_over(promise):
    clock = promise(9)  # until 22:00 UTC of the 9th
    over = datetime(2026, 11, 9, 22, tzinfo=UTC)
    assert not Clock.objects.late(over - timedelta(seconds=1))
    assert list(Clock.objects.late(over)) == [clock]


def test_today_is_the_offices_day_not_utcs(promise):
    clock = promise(10)
    evening = datetime(2026, 11, 9, 22, 30, tzinfo=UTC)  # half past midnight of the 10th
    assert list(Clock.objects.due_today(evening, TALLINN)) == [clock]
    assert not Clock.objects.due_today(evening, "UTC")


def test_this_week_is_after_today_until_sunday(promise):
    due = {day: promise(day) for day in (10, 11, 15, 16)}
    found = Clock.objects.due_this_week(TUESDAY, TALLINN)
    assert list(found) == [due[11], due[15]]


def test_hours_that_end_today_are_due_today_until_they_end(start):
    clock = start("breach_72h", started_at=datetime(2026, 11, 7, 14, tzinfo=UTC))
    assert list(Clock.objects.due_today(TUESDAY, TALLINN)) == [clock]
    assert list(Clock.objects.late(clock.due_at)) == [clock]


def test_the_numbers_of_all_lists_come_by_one_question(promise, django_assert_num_queries):
    for day in (8, 9, 10, 12, 16):
        promise(day)
    with django_assert_num_queries(1):
        assert Clock.objects.buckets(TUESDAY, TALLINN) == {"late": 2, "today": 1, "week": 1}


def test_every_list_has_the_number_that_the_count_says(promise):
    for day in range(1, 25):
        promise(day)
    lists = [Clock.objects.late(TUESDAY)]
    lists += [f(TUESDAY, TALLINN) for f in (Clock.objects.due_today, Clock.objects.due_this_week)]
    assert [len(rows) for rows in lists] == list(Clock.objects.buckets(TUESDAY, TALLINN).values())


def test_a_clock_that_waits_for_an_answer_is_paused(start, letter, owner):
    clock = start()
    clocks.pause(clock, letter=letter(), by=owner, at=clock.started_at)
    assert list(Clock.objects.paused()) == [clock]
    clocks.resume(clock, by=owner, at=clock.started_at)
    assert not Clock.objects.paused()


def test_many_rows_are_named_by_two_questions(promise, described, django_assert_max_num_queries):
    for day in range(1, 25):
        promise(day)
    with django_assert_max_num_queries(2):  # the rows, and the kind of what they are about
        rows = list(Clock.objects.running())
        attach(rows)
    assert all(row.subject.reference for row in rows)
