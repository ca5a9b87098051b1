"""How well requests were answered: by period, never subtracting a pause (A2, P5.1)."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import outbox
from dpo_office.lib.periods import local_date
from dpo_office.worklist.models import Clock
from requests_app.admin.figures import choices, quarter_of
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import (
    closing,
    decision,
    extension,
    identity,
    lateness,
    questions,
    redaction,
    replies,
)
from requests_app.services.figures import Period, _clocks, figures, late_of, requests_of
from tests.requests_app.test_page_costs import as_if_many

LATER = timedelta(days=3 * 366 + 1)
PAGE = "/admin/requests_app/subjectrequest/figures/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mails_into_a_folder(settings, tmp_path):
    settings.DEMO, settings.SMTP_URL, settings.MAIL_FOLDER = True, "", tmp_path


@pytest.fixture
def period(profile, now) -> Period:
    """All that the tests received; the oldest is 60 days old."""
    today = local_date(now, "Europe/Tallinn")
    return Period(today - timedelta(days=90), today)


@pytest.fixture
def answer(log, dpo, decision_owner, now):
    """A request that was received so many days ago and answered after so many."""

    def _answer(*, ago: int, after: float, outcome: str = "granted", ground: str = "", **more):
        case = log(
            received_at=now - timedelta(days=ago), email=f"a{ago}{after}@mail.example", **more
        )
        at = case.received_at + timedelta(days=after)
        identity.confirm(case, proof="code", by=dpo, now=at)
        reasons = {"ground": ground, "reasons": "Because."} if ground else {}
        for exercise in Exercise.objects.filter(part__request=case):
            decision.decide(exercise, outcome=outcome, by=decision_owner, now=at, **reasons)
        case.refresh_from_db()
        replies.draft_answer(case, by=dpo, now=at)
        letter = replies.send_answer(case, by=dpo, now=at)
        outbox.deliver(Delivery.objects.get(letter=letter).pk)
        return case

    return _answer


@pytest.fixture
def quarter(answer, log, dpo, now):
    """Two in time, one after our promise, one after the deadline, two open, one ended."""
    answer(ago=20, after=1)
    answer(ago=21, after=2.5, outcome="refused", ground="15_4_others", channel="chat")
    answer(ago=30, after=9)
    answer(ago=60, after=40, rights=["access", "erasure"], outcome="nothing_held")
    log(received_at=now - timedelta(days=1), email="open@mail.example")
    late = log(received_at=now - timedelta(days=10), email="late@mail.example")
    lateness.explain(late, cause="overlooked", words="In the spam.", by=dpo, now=now)
    ended = log(received_at=now - timedelta(days=50), email="ended@mail.example")
    decision.decide_all(ended, outcome="withdrawn", reasons="Rang.", by=dpo)


def test_our_promise_and_the_deadline_are_counted_apart(quarter, period, now):
    found = figures(period, now)
    assert (found.received, found.ended) == (7, 1)
    promise, deadline = found.promise, found.deadline
    assert (promise.in_time, promise.late, promise.open_in_time, promise.open_late) == (2, 2, 1, 1)
    assert (deadline.in_time, deadline.late) == (3, 1)
    assert (deadline.open_in_time, deadline.open_late) == (2, 0)


def test_days_are_from_receipt_to_answer_and_a_day_begun_counts(quarter, period, now):
    found = figures(period, now)
    assert (found.median_days, found.slow_days) == (3, 40)


def test_a_pause_is_never_subtracted(log, dpo, period, now):
    """P5.1: we waited eight of nine days for the person; it still took nine."""
    case = log(received_at=now - timedelta(days=20))
    at = case.received_at
    questions.ask(case, question="Which?", by=dpo, now=at + timedelta(hours=1))
    questions.answered(case, by=dpo, now=at + timedelta(days=8))
    identity.confirm(case, proof="code", by=dpo, now=at + timedelta(days=9))
    decision.decide_all(case, outcome="nothing_held", by=dpo, now=at + timedelta(days=9))
    case.refresh_from_db()
    replies.draft_answer(case, by=dpo, now=at + timedelta(days=9))
    replies.send_answer(case, by=dpo, now=at + timedelta(days=9))
    found = figures(period, now)
    assert (found.median_days, found.promise.late) == (9, 1)


def test_extensions_and_identity_checks_are_counted(log, dpo, period, now):
    case = log()
    extension.extend(case, reason="Three archives.", by=dpo)
    identity.ask(case, doubt="Another address.", needed="An answer.", by=dpo)
    found = figures(period, now)
    assert (found.extensions, found.identity_asked) == (1, 1)


def test_rights_grounds_channels_and_causes(quarter, period, now):
    found = figures(period, now)
    assert dict(found.rights)["erasure"] == {"nothing_held": 1}
    assert dict(found.rights)["access"]["refused"] == 1
    assert found.grounds == [("rights of others, Art. 15(4)", 1)]
    assert found.proofs == [("gave back a code that we sent", 4)]
    assert found.channels == [("e-mail", 6), ("chat", 1)]
    assert found.causes == [("", 2), ("it was overlooked", 1)]


def test_the_late_ones_are_named_oldest_first(quarter, period, now):
    late = list(late_of(period, now))
    assert [case.late_cause for case in late] == ["", "", "overlooked"]
    assert late[0].received_at < late[1].received_at


def test_the_numbers_are_the_same_before_and_after_redaction(quarter, period, now, dpo):
    """F5: figures are kept."""
    for case in SubjectRequest.objects.filter(answered_at__isnull=False, closed_at=None):
        closing.close(case, by=dpo, now=now)
    before = figures(period, now)
    closed = SubjectRequest.objects.filter(closed_at__isnull=False)
    for pk in closed.values_list("pk", flat=True):
        assert redaction.redact(pk, now=now + LATER)
    assert figures(period, now) == before
    assert before.ended == 1


def test_only_what_was_received_in_the_period_counts(answer, now, profile):
    answer(ago=40, after=1)
    today = local_date(now, "Europe/Tallinn")
    assert figures(Period(today - timedelta(days=9), today), now).received == 0
    day = today - timedelta(days=40)
    assert figures(Period(day, day), now).received == 1


def test_a_period_without_requests_knows_no_days(period, now):
    found = figures(period, now)
    assert (found.received, found.median_days, found.months) == (0, None, [])


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 25), date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2028, 2, 29), date(2028, 1, 1), date(2028, 3, 31)),
        (date(2026, 6, 30), date(2026, 4, 1), date(2026, 6, 30)),
    ],
)
def test_a_quarter_is_the_calendars(day, first, last):
    assert quarter_of(day) == Period(first, last)


def test_last_quarter_of_january_is_of_last_year():
    ready = dict(choices(date(2026, 1, 15)))
    assert ready["last quarter"] == Period(date(2025, 10, 1), date(2025, 12, 31))
    assert ready["last year"] == Period(date(2025, 1, 1), date(2025, 12, 31))


def test_clocks_of_a_period_are_read_by_an_index_alone(quarter, period):
    """A2: bounded by the period, whatever the office has seen."""
    as_if_many(Clock)
    as_if_many(SubjectRequest)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = _clocks("our_promise", period).values("due_at").explain()
    assert "clock_started" in plan
    assert "Seq Scan on worklist_clock" not in plan
    assert "request_by_receipt" in requests_of(period).explain()


@pytest.fixture
def desk(profile, dpo, admin_of):
    return admin_of(dpo)


def asked(period: Period) -> dict[str, str]:
    return {"first": f"{period.first}", "last": f"{period.last}"}


def test_the_page_tells_the_figures_and_leads_to_the_late_ones(quarter, desk, period):
    text = desk.get(PAGE, asked(period)).content.decode()
    for words in ("2 / 4", "3 / 4", "overlooked", "Rights of others", "not said"):
        assert words in text, words
    late = SubjectRequest.objects.get(late_cause="overlooked")
    assert f"/subjectrequest/{late.pk}/change/" in text
    assert "Maarit" not in text


def test_the_page_opens_on_this_quarter_and_without_any_request(desk):
    text = desk.get(PAGE).content.decode()
    assert "Nothing was late." in text
    quarter = quarter_of(timezone.localdate())
    assert f"?first={quarter.first}&amp;last={quarter.last}" in text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"first": "2026-02-01", "last": "2026-01-01"}, "before the first"),
        ({"first": "yesterday", "last": "2026-01-01"}, "valid date"),
        ({"first": "2026-01-01"}, "required"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(desk, words, sentence):
    assert sentence in desk.get(PAGE, words).content.decode()
    assert desk.get(f"{PAGE}table/", words).status_code == 302


def test_the_table_says_the_same(quarter, desk, period):
    answer = desk.get(f"{PAGE}table/", asked(period))
    assert answer["Content-Disposition"].startswith('attachment; filename="figures-')
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["our promise", "answered in time", "2"] in rows
    assert ["days from receipt to answer", "median", "3"] in rows
    assert ["late because", "not said", "2"] in rows


def test_who_may_not_read_requests_reads_no_figures(staff, security, auditor, admin_of, profile):
    assert admin_of(security).get(PAGE).status_code == 403
    assert admin_of(staff).get(f"{PAGE}table/").status_code == 403
    assert admin_of(auditor).get(PAGE).status_code == 200
