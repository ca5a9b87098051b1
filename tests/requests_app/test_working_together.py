"""Notes, handing over, standing in: the note that makes itself, and where it is read (F4, F7)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from dpo_office.organisation.models import Absence
from dpo_office.organisation.refusals import AbsenceRefused
from dpo_office.organisation.services import absences
from dpo_office.worklist.models import Clock
from dpo_office.worklist.services import digests, people, tasks
from requests_app.models import Note
from requests_app.services import decision, handing, handover, notes, redaction, replies
from tests.requests_app.test_redaction import LATER
from tests.requests_app.test_the_desk import LIST, desk, page, take

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
DIALOG = {"_form_submitted": "on"}


def away(user, deputy, *, days: int = 0) -> Absence:
    first = people.today() + timedelta(days=days)
    absence = Absence(user=user, deputy=deputy, first_day=first, last_day=first + timedelta(days=5))
    absences.announce(absence, by=user)
    return absence


def test_a_note_stands_on_the_case_with_who_wrote_it(desk, logged):
    text = take(desk, logged, "note", text="She rang on Monday.").content.decode()
    assert "The note is kept." in text
    assert "She rang on Monday." in text
    assert "Helve Proov" in text


def test_an_empty_note_is_refused(logged, dpo):
    with pytest.raises(ValidationError, match="helps nobody"):
        notes.write(logged, text=" \n ", by=dpo)


def test_a_closed_case_takes_notes_and_a_redacted_one_does_not(closed, dpo, now):
    notes.write(closed, text="Zwetlana called again.", by=dpo)
    assert redaction.redact(closed.pk, now=now + LATER)
    assert Note.objects.get().text == ""
    with pytest.raises(ValidationError, match="was taken out"):
        notes.write(closed, text="More", by=dpo)


def test_an_auditor_reads_no_note(auditor, admin_of, logged, dpo):
    """F3."""
    notes.write(logged, text="Maarit is cross.", by=dpo)
    assert "cross" not in admin_of(auditor).get(page(logged)).content.decode()


def test_staff_may_leave_a_note(staff, admin_of, logged):
    assert take(admin_of(staff), logged, "note", text="Rang.").status_code == 200
    assert logged.notes.get().by == staff


def test_whoever_takes_a_case_over_reads_the_note_that_makes_itself(
    admin_of, logged, dpo, deputy, now
):
    replies.acknowledge(logged, by=dpo)
    tasks.open_task(logged, title="Ask sales", due_on=people.today(), owner=dpo, by=dpo)
    handing.hand_over(logged, to=deputy, by=dpo, note="Call her before noon.")
    note = handover.note_for(logged, reader=deputy, now=now)
    assert note.why.startswith("Yours since")
    assert [clock.kind for clock in note.clocks] == ["promise", "legal"]
    assert note.sent.version.template.key == "acknowledgement"
    assert [(task.title, task.owner) for task in note.tasks] == [("Ask sales", deputy)]
    assert note.next_steps[0].name == "send_check"
    text = admin_of(deputy).get(page(logged)).content.decode()
    assert "Call her before noon." in text
    assert "Handover" in text
    assert handover.note_for(logged, reader=dpo, now=now) is None


def test_after_a_week_the_handover_is_no_news(logged, dpo, deputy, now):
    handing.hand_over(logged, to=deputy, by=dpo)
    assert handover.note_for(logged, reader=deputy, now=now + timedelta(days=8)) is None


def test_who_stands_in_reads_the_note_as_long_as_the_absence_lasts(logged, dpo, deputy, now):
    away(dpo, deputy)
    note = handover.note_for(logged, reader=deputy, now=timezone.now())
    assert note.why.startswith("You stand in for Helve Proov until")
    assert handover.note_for(logged, reader=deputy, now=now + timedelta(days=7)) is None


def test_a_deputy_of_a_deputy_stands_in(logged, dpo, deputy, decision_owner, now):
    away(dpo, deputy)
    away(deputy, decision_owner)
    assert handover.note_for(logged, reader=decision_owner, now=now)
    assert not handover.note_for(logged, reader=deputy, now=now)


def test_deputies_in_a_circle_are_refused(dpo, deputy, decision_owner, profile):
    """F4: somebody must be here."""
    away(dpo, deputy)
    away(deputy, decision_owner)
    with pytest.raises(AbsenceRefused, match="comes back to Juta Mall"):
        away(decision_owner, dpo, days=3)


def test_the_digest_tells_what_was_handed_over_without_persons(logged, dpo, deputy, now):
    handing.hand_over(logged, to=deputy, by=dpo)
    text = digests.items_for(deputy, timezone.now())
    assert "Handed over to you (1)" in text
    assert f"{logged.reference}, received, Legal deadline" in text
    assert "next: Acknowledge" in text
    assert "Maarit" not in text


def test_the_digest_of_a_deputy_tells_it_on_the_first_morning_only(logged, dpo, deputy, now):
    away(dpo, deputy)
    assert "Handed over to you" in digests.items_for(deputy, timezone.now())
    assert "Handed over to you" not in digests.items_for(deputy, now + timedelta(days=1))


def test_all_cases_go_in_one_step(desk, log, dpo, deputy):
    cases = [log(email=f"p{number}@mail.example") for number in range(3)]
    words = {"of": dpo.pk, "to": deputy.pk, "note": "On leave.", **DIALOG}
    answer = desk.post(reverse("admin:requests_app_subjectrequest_hand_over_all"), words)
    assert answer["HX-Redirect"] == LIST
    assert "3 cases are handed over." in desk.get(LIST).content.decode()
    assert Clock.objects.running().exclude(owner=deputy).count() == 0
    assert {case.notes.get().text for case in cases} == {"On leave."}


def test_one_case_that_refuses_does_not_keep_the_others(log, dpo, deputy, monkeypatch):
    cases = [log(email=f"p{number}@mail.example") for number in range(3)]
    real = handing.hand_over

    def one_refuses(request, **words):
        if request == cases[1]:
            raise ValidationError("Not this one.")
        return real(request, **words)

    monkeypatch.setattr(handing, "hand_over", one_refuses)
    done, refused = handing.hand_over_all(of=dpo, to=deputy, by=dpo)
    assert (done, refused) == (2, [f"{cases[1]}: Not this one."])


def test_nobody_gets_cases_while_away(logged, dpo, deputy, decision_owner):
    away(deputy, decision_owner)
    with pytest.raises(ValidationError, match="Arvo Näidis is away today; Juta Mall stands in"):
        handing.hand_over(logged, to=deputy, by=dpo)


@pytest.mark.parametrize(("whose", "there"), [("me", 1), ("absent", 0), ("nobody", 0)])
def test_the_list_filters_by_whose_a_case_is(desk, logged, whose, there):
    assert desk.get(LIST, {"handler": whose}).context["cl"].result_count == there


def test_the_list_shows_the_cases_of_whom_one_stands_in_for(admin_of, logged, dpo, deputy):
    away(dpo, deputy)
    found = admin_of(deputy).get(LIST, {"handler": "absent"}).context["cl"]
    assert found.result_count == 1


def test_a_case_that_is_over_is_not_handed_over(logged, dpo, deputy):
    decision.decide_all(logged, outcome="withdrawn", reasons="Rang.", by=dpo)
    with pytest.raises(ValidationError, match="closed"):
        handing.hand_over(logged, to=deputy, by=dpo)
