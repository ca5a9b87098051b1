"""The decision owner decides; the DPO where that is delegated in writing; a fee is argued."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from dpo_office.celery import app
from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import Event
from dpo_office.worklist.models import Clock, Task
from requests_app.models import Delegation, Exercise, Fee
from requests_app.services import decision, delegations, fees, identity, replies
from tests.requests_app.test_the_desk import page, take

pytestmark = pytest.mark.django_db
LIST = "/admin/requests_app/delegation/"
NO = {"outcome": "refused", "ground": "12_5_excessive", "reasons": "The ninth this month."}


def the_right() -> Exercise:
    return Exercise.objects.select_related("part__request").get()


def give(to, by, **changes) -> Delegation:
    words = {"covers": "refusing", "first_day": date(2020, 1, 1), "words": "Signed."}
    return delegations.give(Delegation(to=to, **{**words, **changes}), by=by)


# Refusing


def test_a_refusal_of_the_dpo_is_refused_with_the_way_out(logged, dpo, decision_owner):
    """Art. 38(6): advice and decision are two things."""
    with pytest.raises(ValidationError, match=r"decision owner's \(Juta Mall\).*delegate refusing"):
        decision.decide(the_right(), **NO, by=dpo)


def test_a_refusal_in_part_is_one_too(logged, dpo, decision_owner):
    with pytest.raises(ValidationError, match="decision owner's"):
        decision.decide(the_right(), **{**NO, "outcome": "partly"}, done="Half.", by=dpo)


def test_an_office_without_decision_owner_is_told_so(logged, dpo):
    with pytest.raises(ValidationError, match="nobody has that role yet"):
        decision.decide(the_right(), **NO, by=dpo)


def test_the_decision_owner_refuses(logged, decision_owner):
    assert decision.decide(the_right(), **NO, by=decision_owner).decided_by == decision_owner


def test_the_dpo_refuses_where_that_is_delegated(logged, dpo, delegated):
    assert decision.decide(the_right(), **NO, by=dpo).status == "refused"


@pytest.mark.parametrize(
    "changes",
    [
        {"covers": "granting"},
        {"first_day": date(2020, 1, 1), "last_day": date(2020, 12, 31)},
        {"first_day": date(2099, 1, 1)},
    ],
)
def test_another_delegation_does_not_cover_it(logged, dpo, decision_owner, changes):
    give(dpo, decision_owner, **changes)
    with pytest.raises(ValidationError, match="decision owner's"):
        decision.decide(the_right(), **NO, by=dpo)


def test_one_that_was_taken_back_covers_nothing_from_then_on(logged, dpo, delegated):
    delegations.take_back(delegated, by=delegated.by)
    with pytest.raises(ValidationError, match="decision owner's"):
        decision.decide(the_right(), **NO, by=dpo)
    with pytest.raises(ValidationError, match="over already"):
        delegations.take_back(delegated, by=delegated.by)


def test_granting_and_nothing_held_need_no_decision_owner(log, dpo):
    case = log(rights=["access", "portability"])
    decision.decide(case.parts.get().exercises.first(), outcome="granted", by=dpo)
    decision.decide_all(case, outcome="nothing_held", by=dpo)
    assert case.status == "decided"


# Asking for a decision


def test_the_dpo_asks_the_decision_owner_with_the_advice(admin_of, logged, dpo, decision_owner):
    """The way out of a refusal that is not the DPO's: one step, one task."""
    step = f"advise-{the_right().pk}"
    take(admin_of(dpo), logged, step, advice="Refuse it.", ask="on")
    task = Task.objects.open().get()
    assert (task.owner, task.due_on) == (decision_owner, _promised(logged))
    assert "Refuse it." not in task.title
    decision.decide(the_right(), **NO, by=decision_owner)
    task.refresh_from_db()
    assert task.status == "done"


def _promised(case) -> date:
    return Clock.objects.about(case.parts.get()).get(rule_id="our_promise").due_on


def test_where_nobody_owns_decisions_nobody_is_asked(logged, dpo):
    with pytest.raises(ValidationError, match="Nobody is decision owner"):
        decision.advise(the_right(), advice="Refuse it.", ask=True, by=dpo)


# Delegating


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"words": " "}, "in writing|blank"),
        ({"last_day": date(2019, 1, 1)}, "before the first"),
        ({"covers": "everything"}, "not a valid choice"),
    ],
)
def test_a_delegation_that_cannot_be_is_refused(dpo, decision_owner, changes, why):
    with pytest.raises(ValidationError, match=why):
        give(dpo, decision_owner, **changes)


def test_only_the_decision_owner_delegates_and_only_to_the_dpo(dpo, deputy, decision_owner, staff):
    with pytest.raises(ValidationError, match="Only the decision owner"):
        give(deputy, dpo)
    with pytest.raises(ValidationError, match="to the DPO or a deputy"):
        give(staff, decision_owner)


def test_a_delegation_is_told_by_the_trail_without_its_words(delegated):
    event = Event.objects.get(kind="delegation.given")
    assert event.facts["covers"] == "refusing"
    assert "Signed" not in str(event.facts)


def test_delegations_are_given_and_taken_back_in_the_office(admin_of, dpo, decision_owner):
    client = admin_of(decision_owner)
    form = {"to": dpo.pk, "covers": "granting", "first_day": "2026-01-05", "words": "Minutes 4."}
    client.post(f"{LIST}add/", form)
    given = Delegation.objects.get()
    assert (given.to, given.by, given.covers) == (dpo, decision_owner, "granting")
    assert "granting" in client.get(LIST).content.decode()
    assert "Minutes 4." in client.get(f"{LIST}{given.pk}/change/").content.decode()
    take_back = reverse("admin:requests_app_delegation_take_back", args=[given.pk])
    client.post(take_back, {"_form_submitted": "on"})
    given.refresh_from_db()
    assert given.ended_at


def test_bad_input_for_a_delegation_is_told(admin_of, dpo, decision_owner):
    form = {"to": dpo.pk, "covers": "granting", "first_day": "2026-01-05", "words": "M."}
    text = admin_of(decision_owner).post(f"{LIST}add/", {**form, "last_day": "2025-01-01"})
    assert "The last day lies before the first." in text.content.decode()
    assert not Delegation.objects.exists()


def test_the_case_says_under_what_the_dpo_decided(admin_of, logged, dpo, decision_owner):
    give(dpo, decision_owner, covers="granting")
    decision.decide(the_right(), outcome="granted", done="Sent.", by=dpo)
    text = admin_of(dpo).get(page(logged)).content.decode()
    assert "Decided under the written delegation of Juta Mall" in text


def test_or_that_nothing_was_delegated(admin_of, logged, dpo):
    decision.decide(the_right(), outcome="granted", done="Sent.", by=dpo)
    text = admin_of(dpo).get(page(logged)).content.decode()
    assert "Decided without a written delegation." in text


def test_a_refusal_by_click_without_delegation_keeps_what_was_typed(
    admin_of, logged, dpo, decision_owner
):
    text = take(admin_of(dpo), logged, f"decide-{the_right().pk}", **NO).content.decode()
    assert "is the decision owner&#x27;s (Juta Mall)" in text
    assert "The ninth this month." in text


# Excessive is never proposed


def test_no_task_of_the_schedule_refuses_however_many_requests_there_are(log, settings, dpo, now):
    """Art. 12(5): a person argues it, no rule does."""
    for number in range(12):
        log(received_at=now - timedelta(hours=number + 1))
    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        if entry["task"].startswith(("requests_app", "dpo_office.worklist")):
            app.tasks[entry["task"]].apply(throw=True)
    assert set(Exercise.objects.values_list("status", flat=True)) == {"open"}
    assert not Fee.objects.exists()


def test_no_form_proposes_a_ground(admin_of, logged, dpo):
    text = admin_of(dpo).get(page(logged)).content.decode()
    assert 'value="12_5_excessive"' in text
    assert 'value="12_5_excessive" selected' not in text
    assert '<option value="granted"' in text


def test_nobody_is_no_decider(logged):
    with pytest.raises((AttributeError, IntegrityError)):
        decision.decide(the_right(), **NO, by=None)


# Fee (Art. 12(5), P5.2)


def test_a_fee_is_argued_and_told_to_the_person(logged, dpo, delegated):
    fee = fees.ask(logged, amount=Decimal("12.50"), argument="The ninth this month.", by=dpo)
    for words in ("€12.50", "The ninth this month.", "withdraw it", "lodge a complaint"):
        assert words in fee.notice.body
    assert fee.notice.status == Letter.Status.QUEUED


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"argument": " "}, "Argue it"),
        ({"amount": Decimal(0)}, "more than nothing"),
        ({"amount": Decimal(-5)}, "more than nothing"),
        ({"amount": Decimal(10_001)}, "more than nothing"),
    ],
)
def test_a_fee_without_argument_or_amount_is_none(logged, dpo, delegated, changes, why):
    words = {"amount": Decimal(10), "argument": "The ninth."}
    with pytest.raises(ValidationError, match=why):
        fees.ask(logged, **{**words, **changes}, by=dpo)
    assert not Letter.objects.exists()


def test_a_fee_is_the_decision_owners_to_ask(logged, dpo, decision_owner):
    with pytest.raises(ValidationError, match="decision owner's"):
        fees.ask(logged, amount=Decimal(10), argument="The ninth.", by=dpo)


def test_a_fee_is_asked_once_and_can_be_given_up(logged, decision_owner):
    with pytest.raises(ValidationError, match="No fee was asked"):
        fees.waive(logged, by=decision_owner)
    fees.ask(logged, amount=Decimal(10), argument="The ninth.", by=decision_owner)
    with pytest.raises(ValidationError, match="asked already"):
        fees.ask(logged, amount=Decimal(10), argument="Again.", by=decision_owner)
    fees.waive(logged, by=decision_owner)
    assert fees.due(logged) is None


@pytest.mark.parametrize(("waived", "words"), [(False, "fee of €10.00"), (True, "free of charge")])
def test_the_answer_says_what_it_costs(logged, decision_owner, waived, words):
    """P5.2: free, but for a fee that was told before."""
    fees.ask(logged, amount=Decimal(10), argument="The ninth.", by=decision_owner)
    if waived:
        fees.waive(logged, by=decision_owner)
    identity.confirm(logged, proof="code", by=decision_owner)
    decision.decide(the_right(), outcome="granted", done="Sent.", by=decision_owner)
    assert words in replies.draft_answer(logged, by=decision_owner).body


def test_the_database_keeps_fees_above_nothing(logged, decision_owner):
    fees.ask(logged, amount=Decimal(10), argument="The ninth.", by=decision_owner)
    with pytest.raises(IntegrityError, match="more_than_nothing"):
        Fee.objects.update(amount=0)


def test_a_plan_or_a_customer_changes_no_fee():
    """P5.2: what a fee depends on is its argument alone."""
    names = {field.name for field in Fee._meta.get_fields()}
    assert names == {
        "id", "request", "amount", "argument", "notice", "asked_at", "asked_by", "waived_at",
    }  # fmt: skip
