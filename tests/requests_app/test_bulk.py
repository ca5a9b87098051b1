"""Many requests at once: assigned, written to, ended as spam, merged; each failing one named (F7)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import Event
from dpo_office.lib import doors
from dpo_office.parties.models import Customer
from dpo_office.worklist.models import BulkItem, BulkRun, Clock
from dpo_office.worklist.refusals import BulkRefused
from dpo_office.worklist.services import bulk
from requests_app.invariants import NothingIsLost, StatesTellTheTruth
from requests_app.models import Exercise, Mandate, SubjectRequest
from requests_app.services import decision, identity, merging, same_letter
from tests.requests_app.test_the_desk import LIST, desk, page

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def choose(client, action: str, cases, **words):
    """The action of the list, its page filled in and sent; the page of the run."""
    data = {"action": action, "_selected_action": [case.pk for case in cases], **words}
    return client.post(LIST, data | ({"confirmed": "1"} if words else {}), follow=True)


@pytest.fixture
def three(log):
    return [log(email=f"p{number}@mail.example") for number in range(3)]


def test_the_page_says_which_before_anything_is_done(desk, three):
    text = choose(desk, "assign", three[:2]).content.decode()
    assert "2 records" in text
    assert str(three[0]) in text
    assert str(three[2]) not in text
    assert not BulkRun.objects.exists()


def test_cases_are_assigned_and_the_one_that_cannot_be_is_named(desk, three, deputy, dpo):
    decision.decide_all(three[1], outcome="withdrawn", reasons="Rang.", by=dpo)
    text = choose(desk, "assign", three, to=deputy.pk).content.decode()
    assert "2 of 3 done, 1 not" in text
    assert "The case is closed" in text
    assert SubjectRequest.objects.filter(handler=deputy).count() == 2
    assert BulkRun.objects.get().finished_at


def test_words_that_are_missing_are_asked_for_and_nothing_is_done(desk, three):
    text = choose(desk, "end_as_spam", three, reasons=" ").content.decode()
    assert "This field is required" in text
    assert not BulkRun.objects.exists()
    text = choose(desk, "same_letter", three, letter="clarification_request").content.decode()
    assert "Write the question." in text


def test_spam_is_ended_without_a_letter(desk, three):
    choose(desk, "end_as_spam", three, reasons="Sold us shoes.")
    assert {case.status for case in SubjectRequest.objects.all()} == {"ended"}
    assert set(Exercise.objects.values_list("status", flat=True)) == {"not_a_request"}
    assert not Letter.objects.exists()


def test_everything_that_the_filter_shows_can_be_chosen(desk, three):
    words = {"select_across": "1", "reasons": "Spam."}
    choose(desk, "end_as_spam", three[:1], **words)
    assert SubjectRequest.objects.filter(status="ended").count() == 3


def test_the_same_letter_is_drafted_read_and_then_sent(desk, three):
    question = {"letter": "clarification_request", "question": "Which account?"}
    text = choose(desk, "same_letter", three, **question).content.decode()
    drafts = Letter.objects.drafts()
    assert drafts.count() == 3
    for letter in drafts:
        assert reverse("admin:correspondence_letter_change", args=[letter.pk]) in text
    run = BulkRun.objects.get()
    address = reverse("admin:worklist_bulkrun_step", args=[run.pk, "follow"])
    desk.post(address)
    assert not Letter.objects.drafts().exists()
    assert Clock.objects.paused().count() == 3
    again = desk.post(address, follow=True).content.decode()
    assert "That was done already." in again


def test_a_draft_whose_case_moved_meanwhile_is_named_and_the_others_go(log, dpo, now):
    cases = [log(email=f"p{number}@mail.example") for number in range(2)]
    letters = [same_letter.draft(c, "acknowledgement", by=dpo, now=now) for c in cases]
    decision.decide_all(cases[0], outcome="nothing_held", by=dpo)
    rows = [(letter.pk, str(letter.about)) for letter in letters]
    run = bulk.ask("send_letters", rows, by=dpo, now=now)
    bulk.work_on(run.pk, seconds=5)
    assert [item.state for item in run.items.all()] == ["refused", "done"]
    cases[1].refresh_from_db()
    assert cases[1].status == "acknowledged"


def test_answers_are_sent_as_each_was_decided(log, dpo, now):
    first, second = (log(email=f"p{number}@mail.example") for number in range(2))
    for case in (first, second):
        identity.confirm(case, proof="code", by=dpo)
        decision.decide_all(case, outcome="nothing_held", by=dpo)
        same_letter.send(same_letter.draft(case, "answer", by=dpo, now=now), by=dpo, now=now)
    assert set(SubjectRequest.objects.values_list("status", flat=True)) == {"answered"}


def test_an_answer_before_the_decision_is_refused(logged, dpo, now):
    with pytest.raises(ValidationError, match="Decide first"):
        same_letter.draft(logged, "answer", by=dpo, now=now)


def test_a_letter_that_is_not_the_answer_any_more_is_refused(decided, dpo, now):
    old = same_letter.draft(decided, "answer", by=dpo, now=now)
    decision.reconsider(Exercise.objects.get(), reason="More.", by=dpo)
    with pytest.raises(ValidationError, match="not the answer any more"):
        same_letter.send(old, by=dpo, now=now)


def test_two_cases_of_one_person_become_one(desk, log, dpo, now):
    later = log(rights=["access", "erasure"])
    earlier = log(rights=["access"], received_at=now - timedelta(days=5))
    text = choose(desk, "merge", [later, earlier], confirmed="1").content.decode()
    assert f"goes on in {earlier}" in text
    for case in (later, earlier):
        case.refresh_from_db()
    assert (later.status, later.merged_into) == ("ended", earlier)
    rights = Exercise.objects.filter(part__request=earlier).values_list("right", flat=True)
    assert sorted(rights) == ["access", "erasure"]
    clock = Clock.objects.about(earlier.parts.get()).running().get(rule_id="our_promise")
    assert clock.started_at == earlier.received_at
    assert not Clock.objects.about(later.parts.get()).running().exists()
    assert Event.objects.about_any(earlier).filter(kind="request.merged_in").exists()
    assert str(later) in desk.get(page(earlier)).content.decode()
    assert str(earlier) in desk.get(page(later)).content.decode()
    for invariant in (NothingIsLost, StatesTellTheTruth):
        assert invariant().broken() == []


def test_one_case_is_no_duplicate(desk, logged):
    assert "Choose two cases or more." in choose(desk, "merge", [logged]).content.decode()


def test_what_cannot_be_merged_is_refused(log, dpo, now):
    first = log(received_at=now - timedelta(days=4))
    second = log(rights=["erasure"])
    stranger = log(email="other@mail.example")
    for later, into, sentence in (
        (first, first, "two cases or more"),
        (stranger, first, "two people"),
        (first, second, "came first"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            merging.merge(later, into=into, by=dpo)
    decision.decide_all(first, outcome="nothing_held", by=dpo)
    first.refresh_from_db()
    with pytest.raises(ValidationError, match="take a decision back"):
        merging.merge(second, into=first, by=dpo)
    decision.decide_all(second, outcome="nothing_held", by=dpo)
    with pytest.raises(ValidationError, match="take that back first"):
        merging.merge(second, into=first, by=dpo)
    decision.decide_all(second, outcome="withdrawn", reasons="Rang.", by=dpo)
    with pytest.raises(ValidationError, match="closed"):
        merging.merge(second, into=first, by=dpo)


def test_the_part_of_a_customer_goes_along_and_two_of_one_customer_are_refused(log, dpo, now):
    customers = [Customer.objects.create(name=name) for name in ("Bakery", "Mill")]
    earlier, later = log(received_at=now - timedelta(days=4)), log()
    for case, customer in ((later, customers[0]), (later, customers[1]), (earlier, customers[1])):
        case.parts.create(capacity="processor", customer=customer, status="open")
    with pytest.raises(ValidationError, match="Both have a part of Mill"):
        merging.merge(later, into=earlier, by=dpo)
    later.parts.filter(customer=customers[1]).delete()
    merging.merge(later, into=earlier, by=dpo)
    assert set(earlier.parts.of_customers().values_list("customer__name", flat=True)) == {
        "Bakery",
        "Mill",
    }


def test_a_case_in_which_somebody_acts_for_the_person_is_not_merged(log, dpo, now):
    earlier, later = log(received_at=now - timedelta(days=4)), log()
    Mandate.objects.create(request=later, name="Advokaat Näidis", kind="lawyer")
    with pytest.raises(ValidationError, match="Somebody acts for the person"):
        merging.merge(later, into=earlier, by=dpo)


def test_nothing_and_too_much_are_refused(dpo, now, monkeypatch):
    with pytest.raises(BulkRefused, match="Nothing is chosen"):
        bulk.ask("assign", [], by=dpo, now=now)
    monkeypatch.setattr(bulk, "MOST", 1)
    with pytest.raises(BulkRefused, match="At most 1"):
        bulk.ask("assign", [(1, "a"), (2, "b")], by=dpo, now=now)


def test_too_many_chosen_are_told_on_the_list(desk, three, deputy, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 1)
    assert "At most 1" in choose(desk, "assign", three, to=deputy.pk).content.decode()


def test_a_run_that_was_interrupted_goes_on_where_it_was(three, deputy, dpo, now):
    run = bulk.ask(
        "assign", [(c.pk, str(c)) for c in three], by=dpo, now=now, data={"to": deputy.pk}
    )
    assert bulk._do_next(run)
    assert run.items.filter(state="waits").count() == 2
    assert not bulk.work_on(run.pk, seconds=5)
    assert SubjectRequest.objects.filter(handler=deputy).count() == 3


def test_a_record_that_kills_its_workers_is_given_up(logged, deputy, dpo, now):
    run = bulk.ask("assign", [(logged.pk, "x")], by=dpo, now=now, data={"to": deputy.pk})
    run.items.update(tries=bulk.MOST_TRIES)
    bulk.work_on(run.pk, seconds=5)
    assert "A worker died over it" in run.items.get().why


def test_a_failure_that_nobody_foresaw_stops_no_other(three, deputy, dpo, now, monkeypatch):
    deed = doors.bulk_deeds.get("assign")
    real = deed.do
    monkeypatch.setattr(
        deed, "do", lambda number, run: 1 / 0 if number == three[0].pk else real(number, run=run)
    )
    run = bulk.ask(
        "assign", [(c.pk, str(c)) for c in three], by=dpo, now=now, data={"to": deputy.pk}
    )
    bulk.work_on(run.pk, seconds=5)
    assert sorted(run.items.values_list("state", flat=True)) == ["done", "done", "refused"]


def test_who_lost_the_right_meanwhile_does_nothing_more(logged, deputy, dpo, now):
    """F3: the rights of the person who asked, read when it is done."""
    run = bulk.ask("assign", [(logged.pk, "x")], by=dpo, now=now, data={"to": deputy.pk})
    dpo.groups.clear()
    bulk.work_on(run.pk, seconds=5)
    assert "may not do this any more" in run.items.get().why


def test_how_it_went_is_kept_for_thirty_days(logged, deputy, dpo, now):
    run = bulk.ask("assign", [(logged.pk, "x")], by=dpo, now=now, data={"to": deputy.pk})
    bulk.work_on(run.pk, seconds=5)
    purger = doors.purgers.get("finished_bulk")
    assert purger.purge(now + timedelta(days=29)) == 0
    assert purger.plan(now + timedelta(days=31)).due == 1
    assert purger.oldest() == run.asked_at
    assert purger.purge(timezone.now() + timedelta(days=31)) == 1
    assert not BulkItem.objects.exists()


@pytest.mark.parametrize("action", ["assign", "same_letter", "merge", "end_as_spam"])
def test_staff_are_offered_none_of_it(staff, admin_of, logged, action):
    choose(admin_of(staff), action, [logged])
    assert not BulkRun.objects.exists()
    assert action not in admin_of(staff).get(LIST).content.decode()
