"""Complaints, authorities, courts: their day as written, their letters, what they hold (A1)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from dpo_office.accountability.models import Matter
from dpo_office.accountability.services import linking, matters, papers
from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters, outbox
from dpo_office.evidence.models import EncryptedFile, Event
from dpo_office.evidence.services import files
from dpo_office.lib import periods
from dpo_office.worklist.invariants import ClocksAreAsComputed
from dpo_office.worklist.models import Clock
from dpo_office.worklist.services import clocks
from requests_app.services import redaction

LATER = timedelta(days=3 * 366 + 1)


def test_their_deadline_is_kept_as_they_wrote_it(raise_matter, today):
    """A1: a Sunday stays a Sunday; nothing is computed."""
    sunday = today + timedelta(days=13 - today.weekday())
    matter = raise_matter(deadline=sunday)
    clock = Clock.objects.about(matter).get()
    assert (clock.due_on, clock.written_on, clock.kind) == (sunday, sunday, "legal")
    assert clock.due_at == periods.end_of_day(sunday, "Europe/Tallinn")
    assert "as it was written to us" in str(periods.Step.from_json(clock.trace[-1]))
    assert ClocksAreAsComputed().broken() == []


def test_they_may_set_another_day_and_the_trail_keeps_the_first(raise_matter, dpo, today):
    matter = raise_matter(deadline=today + timedelta(days=5))
    matters.set_deadline(matter, on=today + timedelta(days=9), by=dpo)
    clock = Clock.objects.about(matter).get()
    assert clock.due_on == today + timedelta(days=9)
    event = Event.objects.get(kind="clock.set_anew")
    assert event.facts["former"] == (today + timedelta(days=5)).isoformat()


def test_a_day_before_their_letter_is_refused(raise_matter, dpo, today):
    matter = raise_matter()
    with pytest.raises(ValidationError, match="before the letter"):
        matters.set_deadline(matter, on=today - timedelta(days=9), by=dpo)
    matters.set_deadline(matter, on=today, by=dpo)
    with pytest.raises(clocks.ClockRefused, match="before the letter"):
        matters.set_deadline(matter, on=today - timedelta(days=9), by=dpo)


def test_a_computed_deadline_is_never_set_by_hand(logged, dpo, today):
    clock = Clock.objects.about(logged.parts.get()).first()
    with pytest.raises(clocks.ClockRefused, match="computed"):
        clocks.set_anew(clock, on=today, by=dpo)


def test_a_day_as_written_never_pauses(raise_matter, dpo, today, logged):
    clock = Clock.objects.about(raise_matter(deadline=today + timedelta(days=5))).get()
    with pytest.raises(clocks.ClockRefused, match="never pauses"):
        clocks.pause(clock, letter=Letter(), by=dpo, at=clock.started_at)


def test_the_database_holds_the_written_day_and_the_due_day_together(raise_matter, today):
    clock = Clock.objects.about(raise_matter(deadline=today + timedelta(days=5))).get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=clock.pk).update(due_on=today)


def test_once_answered_the_clock_stands_and_the_next_letter_sets_another(raise_matter, dpo, today):
    matter = raise_matter(deadline=today + timedelta(days=5))
    matters.deadline_met(matter, by=dpo)
    with pytest.raises(ValidationError, match="No deadline is running"):
        matters.deadline_met(matter, by=dpo)
    matters.set_deadline(matter, on=today + timedelta(days=20), by=dpo)
    assert Clock.objects.about(matter).running().get().due_on == today + timedelta(days=20)


@pytest.mark.parametrize("kind", sorted(Matter.NAMED))
def test_an_authority_or_court_is_named(raise_matter, kind):
    with pytest.raises(ValidationError, match="which authority or court"):
        raise_matter(kind=kind, authority=" ")


def test_a_complaint_to_us_names_none(raise_matter):
    assert raise_matter(kind="complaint", authority="").authority == ""


def test_an_open_matter_holds_its_case_against_redaction(raise_matter, closed, dpo, now):
    """A1, F5: until it is closed; then the case goes by schedule."""
    matter = raise_matter(case=closed.reference)
    assert not redaction.redact(closed.pk, now=now + LATER)
    matters.close(matter, outcome="dismissed", result="The authority closed it.", by=dpo)
    assert redaction.redact(closed.pk, now=now + LATER)


def test_a_matter_opened_again_holds_again_and_an_unlinked_case_is_let_go(
    raise_matter, closed, dpo, now
):
    matter = raise_matter(case=closed.reference)
    matters.close(matter, outcome="dismissed", result="Closed.", by=dpo)
    with pytest.raises(ValidationError, match="Say why"):
        matters.open_again(matter, reason=" ", by=dpo)
    matters.open_again(matter, reason="They appealed.", by=dpo)
    assert not redaction.redact(closed.pk, now=now + LATER)
    with pytest.raises(ValidationError, match="not concerned"):
        linking.unlink(matter, matter.links.get(), reason="", by=dpo)
    linking.unlink(matter, matter.links.get(), reason="It is about another case.", by=dpo)
    assert redaction.redact(closed.pk, now=now + LATER)


def test_a_case_is_linked_by_its_reference_once(matter, logged, dpo):
    linking.link(matter, reference=logged.reference.lower(), by=dpo)
    with pytest.raises(ValidationError, match="linked already"):
        linking.link(matter, reference=logged.reference, by=dpo)
    with pytest.raises(ValidationError, match="No case has the reference"):
        linking.link(matter, reference="SR-1999-0001", by=dpo)
    with pytest.raises(ValidationError, match="not about itself"):
        linking.link(matter, reference=matter.reference, by=dpo)


def test_the_trail_of_the_case_tells_that_it_is_held(raise_matter, logged):
    matter = raise_matter(case=logged.reference)
    event = Event.objects.about_any(logged).get(kind="case.held")
    assert event.facts == {"matter": matter.reference}


def test_a_letter_that_came_in_is_kept_with_its_file(matter, dpo, today):
    with files.taken_in([SimpleUploadedFile("aki.txt", b"text")], papers.ENCLOSED) as enclosed:
        paper = papers.came_in(
            matter, came_on=today, sender="AKI", note="Asks when.", enclosed=enclosed, by=dpo
        )
    assert EncryptedFile.objects.get().about == paper


def test_a_letter_comes_on_a_day_that_was_and_says_something(matter, dpo, today):
    with pytest.raises(ValidationError, match="in the future"):
        papers.came_in(matter, came_on=today + timedelta(days=1), sender="", note="Hm", by=dpo)
    with pytest.raises(ValidationError, match="Say what it says"):
        papers.came_in(matter, came_on=today, sender="AKI", note=" ", by=dpo)


def reply(matter, dpo, **changes) -> Letter:
    ordinary = {
        "to": "info@aki.example",
        "to_name": "AKI",
        "text": "We answered on 3 March.",
        "channel": "mail",
        "language": "et",
    }
    return papers.draft(matter, by=dpo, **{**ordinary, **changes})


def test_a_letter_goes_out_with_both_references(matter, dpo):
    letter = reply(matter, dpo)
    for words in (matter.authority_reference, matter.reference, "3 March"):
        assert words in letter.body
    letters.send_from_its_page(
        letter, subject=letter.subject, body=letter.body, revision=letter.revision, by=dpo
    )
    assert letter.status == "queued"


@pytest.mark.parametrize("language", ["en", "et", "fr", "de"])
def test_the_letter_is_there_in_every_language(matter, dpo, language):
    assert reply(matter, dpo, language=language).language == language


def test_an_empty_letter_is_refused(matter, dpo):
    with pytest.raises(ValidationError, match="Write what"):
        reply(matter, dpo, text=" ")


def test_it_closes_with_an_outcome_once_its_letters_have_left(matter, dpo):
    letter = reply(matter, dpo)
    letters.send(letter, by=dpo)
    with pytest.raises(ValidationError, match="has not left"):
        matters.close(matter, outcome="upheld", result="They were right.", by=dpo)
    outbox.deliver(letter.delivery.pk)
    with pytest.raises(ValidationError, match="Choose how"):
        matters.close(matter, outcome="", result="They were right.", by=dpo)
    with pytest.raises(ValidationError, match="Say what came"):
        matters.close(matter, outcome="upheld", result="", by=dpo)
    matters.close(matter, outcome="upheld", result="They were right.", by=dpo)
    assert (matter.status, matter.closed_by) == ("closed", dpo)


@pytest.fixture(autouse=True)
def mails_into_a_folder(settings, tmp_path):
    settings.DEMO, settings.SMTP_URL, settings.MAIL_FOLDER = True, "", tmp_path


def test_closing_gives_up_drafts_and_stops_the_clock(raise_matter, dpo, today):
    matter = raise_matter(deadline=today + timedelta(days=3))
    letter = reply(matter, dpo)
    matters.close(matter, outcome="withdrawn", result="They withdrew.", by=dpo)
    letter.refresh_from_db()
    assert letter.status == "discarded"
    assert not Clock.objects.about(matter).running().exists()


def test_advice_stands_beside_the_outcome_with_who_gave_it(matter, dpo, decision_owner):
    matters.advise(matter, advice="Answer, and say sorry.", by=dpo)
    matters.close(matter, outcome="settled", result="We said sorry.", by=decision_owner)
    assert (matter.advised_by, matter.closed_by) == (dpo, decision_owner)


def test_it_is_handed_over_to_somebody_who_may(raise_matter, dpo, deputy, staff, today):
    matter = raise_matter(deadline=today + timedelta(days=3))
    with pytest.raises(ValidationError, match="may not handle"):
        matters.hand_over(matter, to=staff, by=dpo)
    with pytest.raises(ValidationError, match="theirs already"):
        matters.hand_over(matter, to=dpo, by=dpo)
    matters.hand_over(matter, to=deputy, by=dpo)
    assert Clock.objects.about(matter).get().owner == deputy


def test_nothing_changes_in_a_closed_matter(matter, dpo, today):
    matters.close(matter, outcome="withdrawn", result="Withdrawn.", by=dpo)
    for deed in (
        lambda: matters.advise(matter, advice="Hm.", by=dpo),
        lambda: matters.set_deadline(matter, on=today, by=dpo),
        lambda: matters.close(matter, outcome="fine", result="Hm.", by=dpo),
        lambda: papers.came_in(matter, came_on=today, sender="", note="Hm.", by=dpo),
        lambda: reply(matter, dpo),
    ):
        with pytest.raises(ValidationError, match="Open it again first"):
            deed()


def test_an_open_one_is_not_opened_again(matter, dpo):
    with pytest.raises(ValidationError, match="It is open"):
        matters.open_again(matter, reason="Again.", by=dpo)
