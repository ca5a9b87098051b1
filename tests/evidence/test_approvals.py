"""F4: a second person signs what they saw; it is used once, for that and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pgtrigger
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

from dpo_office.evidence.models import Approval, Event, EventDetail, TransitionRefused
from dpo_office.evidence.refusals import ApprovalRefused
from dpo_office.evidence.services import approvals, signers
from dpo_office.evidence.services.break_glass import REVIEW, break_glass
from dpo_office.lib.canonical_json import NotCanonical, canonical
from dpo_office.organisation.models import Absence, Profile
from dpo_office.worklist.models import Task

NOW = datetime(2026, 12, 30, 10, 0, tzinfo=UTC)  # a Wednesday
LATER = NOW + timedelta(days=2)
PLAN = {"store": "logs", "rows": 1204, "oldest": "2025-11-30"}
Status = Approval.Status


@pytest.fixture(autouse=True)
def _office(profile): ...


@pytest.fixture
def ask(somebody, dpo):
    def _ask(**changes) -> Approval:
        usual = {
            "purpose": "purge of a rule",
            "content": PLAN,
            "summary": ["1204 rows of logs", "oldest: 2025-11-30"],
            "by": dpo,
            "now": NOW,
            "expires_at": LATER,
        }
        return approvals.ask(somebody, **{**usual, **changes})

    return _ask


@pytest.fixture
def spend(somebody, dpo):
    def _spend(**changes) -> Approval:
        usual = {"purpose": "purge of a rule", "content": PLAN, "by": dpo, "now": NOW}
        with transaction.atomic():
            return approvals.spend(somebody, **{**usual, **changes})

    return _spend


def sign(approval, by, now=NOW):
    approvals.sign(approval, by=by, seen=approval.digest, now=now)


def test_a_second_person_signs_and_the_service_uses_it(ask, spend, deputy):
    approval = ask()
    sign(approval, deputy)
    assert spend() == approval
    approval.refresh_from_db()
    assert (approval.status, approval.signed_by, approval.spent_at) == (Status.SPENT, deputy, NOW)


def test_nothing_is_done_before_somebody_signed(ask, spend):
    with pytest.raises(ApprovalRefused, match="A second person has to sign this first"):
        spend()
    ask()
    with pytest.raises(ApprovalRefused, match="has not signed this yet"):
        spend()


def test_nobody_signs_their_own_request(ask, dpo):
    with pytest.raises(ApprovalRefused, match="You asked for it yourself"):
        sign(ask(), dpo)


def test_the_database_knows_that_too(ask, dpo):
    approval = ask()
    with pytest.raises(IntegrityError, match="nobody_signs_what_they_asked_for"):
        Approval.objects.filter(pk=approval.pk).update(
            status=Status.SIGNED, signed_by=dpo, signed_at=NOW
        )


@pytest.mark.parametrize(
    "change", [{"rows": 1205}, {"store": "logz"}, {"more": None}, {"rows": "1204"}]
)
def test_changed_content_needs_a_new_signature(ask, spend, deputy, change):
    """2.3.5: one thing is changed between signing and use."""
    sign(ask(), deputy)
    with pytest.raises(ApprovalRefused, match="has changed since it was signed"):
        spend(content={**PLAN, **change})


def test_a_signature_for_one_purpose_or_record_serves_no_other(ask, spend, deputy, dpo):
    sign(ask(), deputy)
    with pytest.raises(ApprovalRefused, match="sign this first"):
        spend(purpose="export")
    with pytest.raises(ApprovalRefused, match="sign this first"), transaction.atomic():
        approvals.spend(dpo, purpose="purge of a rule", content=PLAN, by=dpo, now=NOW)


def test_the_lines_that_were_read_are_bound_as_well(ask, spend, deputy):
    """Even by somebody who can switch off the guard of the table."""
    approval = ask()
    sign(approval, deputy)
    with pgtrigger.ignore("evidence.Approval:what_is_asked_stays"):
        Approval.objects.update(summary="1 row")
    with pytest.raises(ApprovalRefused, match="has changed since"):
        spend()


@pytest.mark.parametrize("field", ["digest", "summary", "right", "expires_at", "asked_by_id"])
def test_what_is_asked_cannot_be_edited(ask, deputy, field):
    later = LATER + timedelta(days=9)
    other = {"digest": "0" * 64, "summary": "less", "right": "x.y", "expires_at": later}
    other["asked_by_id"] = deputy.pk
    approval = ask()
    with pytest.raises(ProgrammingError):
        Approval.objects.filter(pk=approval.pk).update(**{field: other[field]})


def test_the_signer_signs_what_the_page_showed(ask, deputy):
    with pytest.raises(ApprovalRefused, match="not what the page showed"):
        approvals.sign(ask(), by=deputy, seen="0" * 64, now=NOW)


def test_a_signature_is_used_once(ask, spend, deputy):
    sign(ask(), deputy)
    spend()
    with pytest.raises(ApprovalRefused, match="used already"):
        spend()


def test_a_deed_that_fails_does_not_use_the_signature_up(ask, spend, deputy):
    sign(ask(), deputy)

    def fail():
        with transaction.atomic():
            spend()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert spend().status == Status.SPENT


def test_after_its_end_it_is_neither_signed_nor_used(ask, spend, deputy):
    approval = ask()
    with pytest.raises(ApprovalRefused, match="expired"):
        sign(approval, deputy, now=LATER)
    sign(approval, deputy)
    with pytest.raises(ApprovalRefused, match="expired"):
        spend(now=LATER)


def test_what_has_expired_is_closed_and_can_be_asked_anew(ask, spend, deputy):
    old = ask()
    assert approvals.lapse_over(LATER) == 1
    assert approvals.lapse_over(LATER) == 0
    new = ask(now=LATER, expires_at=LATER + timedelta(days=1))
    assert new != old
    with pytest.raises(ApprovalRefused, match="not signed"):
        spend(now=LATER)


def test_the_same_asked_twice_is_one_question(ask, deputy):
    assert ask() == ask()
    assert ask(content={**PLAN, "rows": 1}) != ask()
    assert Event.objects.filter(kind="approval.asked").count() == 2


def test_a_refusal_needs_a_reason_and_ends_it(ask, spend, deputy):
    approval = ask()
    with pytest.raises(ApprovalRefused, match="Say why"):
        approvals.refuse(approval, by=deputy, reason=" ", now=NOW)
    approvals.refuse(approval, by=deputy, reason="Too wide.", now=NOW)
    with pytest.raises(ApprovalRefused, match="refused to sign"):
        spend()
    with pytest.raises(ApprovalRefused, match="does not wait"):
        sign(approval, deputy)


def test_signing_needs_the_right(ask, auditor, staff, decision_owner):
    approval = ask()
    for person in (auditor, staff):
        with pytest.raises(ApprovalRefused, match="Your role does not sign this"):
            sign(approval, person)
    sign(approval, decision_owner)


def test_an_approval_may_ask_for_another_right(ask, deputy, security):
    """A send by the DPOs only."""
    approval = ask(right="correspondence.send_letter")
    with pytest.raises(ApprovalRefused, match="Your role"):
        sign(approval, security)
    sign(approval, deputy)


def test_somebody_who_signs_a_moment_later_is_told(ask, deputy, decision_owner):
    approval = ask()
    stale = Approval.objects.get()
    sign(approval, deputy)
    with pytest.raises(TransitionRefused, match="Somebody else changed"):
        sign(stale, decision_owner)


def away(user, deputy):
    day = date(2026, 12, 30)
    Absence.objects.create(user=user, deputy=deputy, first_day=day, last_day=day)


def test_only_the_person_asked_signs(ask, deputy, decision_owner):
    approval = ask(of=decision_owner)
    with pytest.raises(ApprovalRefused, match="Juta Mall is asked"):
        sign(approval, deputy)
    sign(approval, decision_owner)


def test_while_they_are_away_their_deputy_signs(ask, deputy, decision_owner):
    away(decision_owner, deputy)
    approval = ask(of=decision_owner)
    assert list(signers.waiting_for(deputy, NOW)) == [approval]
    sign(approval, deputy)


def test_being_a_deputy_gives_no_right(ask, staff, decision_owner):
    """A dishonest insider who makes a friend the deputy."""
    away(decision_owner, staff)
    with pytest.raises(ApprovalRefused, match="Your role"):
        sign(ask(of=decision_owner), staff)


def test_a_deputy_does_not_sign_what_they_asked_for(ask, dpo, decision_owner):
    away(decision_owner, dpo)
    with pytest.raises(ApprovalRefused, match="You asked for it yourself"):
        sign(ask(of=decision_owner), dpo)


def test_what_waits_for_whom(ask, dpo, deputy, security, auditor, decision_owner):
    anyone, named = ask(), ask(content={"n": 1}, of=decision_owner)
    assert set(signers.waiting_for(decision_owner, NOW)) == {anyone, named}
    assert set(signers.waiting_for(deputy, NOW)) == {anyone}
    assert not signers.waiting_for(dpo, NOW).exists()
    assert not signers.waiting_for(auditor, NOW).exists()
    assert not signers.waiting_for(deputy, LATER).exists()


def test_one_person_breaks_the_glass_and_is_looked_over(ask, spend, dpo, deputy, decision_owner):
    """The next working day after Wed 30 December in Estonia is Thu 31."""
    approval = ask()
    break_glass(approval, by=dpo, reason="A leak is running.", now=NOW)
    task = Task.objects.get()
    assert (task.title, task.owner, task.due_on) == (REVIEW, decision_owner, date(2026, 12, 31))
    assert spend().glass_broken
    assert Approval.objects.glass_broken().count() == 1


def test_the_review_waits_for_a_working_day(ask, dpo, deputy):
    """Thursday evening before New Year: Friday is a holiday, then the weekend."""
    eve = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    approval = ask(now=eve, expires_at=eve + timedelta(days=1))
    break_glass(approval, by=dpo, reason="Now.", now=eve)
    assert Task.objects.get().due_on == date(2027, 1, 4)


def test_the_organisations_country_decides_what_a_working_day_is(ask, dpo, deputy):
    Profile.objects.update(country="FR")
    friday = datetime(2027, 3, 26, 9, 0, tzinfo=UTC)  # Good Friday; in France a working day
    thursday = friday - timedelta(days=1)
    approval = ask(now=thursday, expires_at=friday)
    break_glass(approval, by=dpo, reason="Now.", now=thursday)
    assert Task.objects.get().due_on == friday.date()


def test_the_reason_of_a_broken_glass_can_be_erased(ask, dpo, deputy):
    """F6: a value of the trail, no fact."""
    break_glass(ask(), by=dpo, reason="Kalle waits.", now=NOW)
    assert "Kalle" not in str(list(Event.objects.values("facts", "commitments")))
    assert EventDetail.objects.get().value == "Kalle waits."


@pytest.mark.parametrize(
    ("who", "reason", "sentence"),
    [
        ("dpo", "  ", "Say why it cannot wait"),
        ("deputy", "Now.", "no glass has to be broken"),
        ("staff", "Now.", "Your role does not sign"),
    ],
)
def test_the_glass_is_not_broken_lightly(request, ask, who, reason, sentence):
    person = request.getfixturevalue(who)
    with pytest.raises(ApprovalRefused, match=sentence):
        break_glass(ask(), by=person, reason=reason, now=NOW)
    assert not Task.objects.exists()


def test_a_glass_is_not_broken_after_the_end(ask, dpo):
    with pytest.raises(ApprovalRefused, match="expired"):
        break_glass(ask(), by=dpo, reason="Now.", now=LATER)


def test_the_trail_tells_who_asked_signed_and_used(ask, spend, dpo, deputy, somebody):
    approval = ask()
    sign(approval, deputy)
    spend()
    told = Event.objects.about_any(approval).order_by("pk").values_list("kind", "actor")
    assert list(told) == [
        ("approval.asked", dpo.pk), ("approval.signed", deputy.pk), ("approval.spent", dpo.pk),
    ]  # fmt: skip
    used = Event.objects.about_any(somebody).get(kind="approval.used")
    assert used.facts == {"approval": approval.pk, "digest": approval.digest}


def test_using_it_outside_a_transaction_is_an_error(own_database, ask, somebody, dpo, deputy):
    sign(ask(), deputy)
    with pytest.raises(TransactionManagementError):
        approvals.spend(somebody, purpose="purge of a rule", content=PLAN, by=dpo, now=NOW)


def test_of_eight_who_use_it_at_once_one_wins(own_database, ask, spend, deputy):
    """2.3.3, 15.4.2, invariant 5: real threads on a real database."""
    sign(ask(), deputy)
    barrier = Barrier(8)

    def one(_):
        barrier.wait()
        try:
            spend()
        except ApprovalRefused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(8) as pool:
        said = sorted(pool.map(one, range(8)))
    assert said == ["This signature has been used already."] * 7 + ["won"]


def test_of_two_who_sign_at_once_one_wins(own_database, ask, deputy, decision_owner):
    ask()
    barrier = Barrier(2)

    def one(user):
        approval = Approval.objects.get()
        barrier.wait()
        try:
            sign(approval, user)
        except (TransitionRefused, ApprovalRefused):
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, [deputy, decision_owner])) == [False, True]
    assert Event.objects.filter(kind="approval.signed").count() == 1


@pytest.mark.parametrize("value", [1.5, float("nan"), date(2026, 1, 1), {1: "a"}, b"x", {"a": {2}}])
def test_a_value_without_one_form_is_not_signed(ask, value):
    with pytest.raises(NotCanonical):
        ask(content={"value": value})


def test_the_order_of_keys_does_not_matter_and_nothing_else_is_lost():
    assert canonical({"b": [1, None], "a": "õ"}) == '{"a":"õ","b":[1,null]}'.encode()
    assert canonical({"a": True}) != canonical({"a": 1}) != canonical({"a": "1"})
