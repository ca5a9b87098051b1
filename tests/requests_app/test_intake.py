"""Logging a request (P4.1, P5.1, P2.1)."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from dpo_office.evidence.models import Event
from dpo_office.worklist.models import Clock
from requests_app.models import Exercise, SubjectRequest


def test_a_request_gets_a_reference_of_its_year(log, now):
    first, second = log(), log()
    assert first.reference == f"SR-{now.year}-0001"
    assert second.reference == f"SR-{now.year}-0002"


def test_both_clocks_run_from_receipt(logged):
    """P5.1: our promise and the law's deadline."""
    clocks = Clock.objects.about(logged.parts.get())
    assert {c.rule_id for c in clocks} == {"our_promise", "dsr_base"}
    assert {c.started_at for c in clocks} == {logged.received_at}


def test_the_promise_is_seven_days_from_the_local_day_of_receipt(log):
    """P5.1: 23:30 UTC on the 19th is already the 20th in Tallinn."""
    request = log(received_at=datetime(2026, 1, 19, 23, 30, tzinfo=UTC))
    promise = Clock.objects.about(request.parts.get()).get(rule_id="our_promise")
    assert promise.due_on.isoformat() == "2026-01-27"


def test_the_controller_part_holds_each_right(log):
    request = log(rights=["access", "erasure"])
    part = request.parts.get()
    assert part.capacity == "controller"
    assert set(part.exercises.values_list("right", flat=True)) == {"access", "erasure"}


def test_the_same_form_sent_twice_opens_one_case(log):
    key = uuid.uuid4()
    assert log(intake_key=key).pk == log(intake_key=key).pk
    assert SubjectRequest.objects.count() == 1


def test_the_same_address_is_the_same_person(log):
    first, second = log(email="Maarit@Mail.Example"), log(email="maarit@mail.example ")
    assert first.subject_id == second.subject_id


def test_a_receipt_in_the_future_is_refused(log, now):
    with pytest.raises(ValidationError, match="in the future"):
        log(received_at=now + timedelta(minutes=1))
    assert not SubjectRequest.objects.exists()


def test_a_receipt_before_the_gdpr_is_refused(log):
    with pytest.raises(ValidationError, match="Check the year"):
        log(received_at=datetime(1026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("address", ["", "maarit", "a@b", "a@b.example\nBcc: x@y.example"])
def test_an_invalid_address_is_refused(log, address):
    with pytest.raises(ValidationError, match="not an e-mail address"):
        log(email=address)


def test_no_right_is_refused(log):
    with pytest.raises(ValidationError, match="at least one right"):
        log(rights=[])


def test_an_unknown_right_is_refused(log):
    with pytest.raises(ValidationError, match="Unknown right: telepathy"):
        log(rights=["telepathy"])


def test_the_trail_tells_of_it_without_the_person(logged):
    """F6: no personal value in clear."""
    event = Event.objects.get(kind="request.logged")
    assert event.about == logged
    assert "Maarit" not in str(event.facts)
    assert "maarit" not in str(event.facts)


def test_a_refused_intake_uses_up_no_number(log, now):
    with pytest.raises(ValidationError):
        log(email="nobody")
    assert log().reference.endswith("-0001")


def test_a_right_is_named_with_its_article(log):
    log(rights=["erasure"])
    assert str(Exercise.objects.get()) == "erasure (Art. 17)"
