"""Persons leave enquiries and matters by the schedule of all cases (F5)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from dpo_office.accountability.models import Enquiry, Matter
from dpo_office.accountability.services import (
    answering,
    enquiries,
    linking,
    matters,
    papers,
    passing,
    redaction,
)
from dpo_office.correspondence.services import letters
from dpo_office.evidence.services import files
from dpo_office.lib import doors
from dpo_office.worklist.services import findings, people, tasks
from retention.services import purging
from tests.requests_app.test_redaction import CANARIES, words_everywhere

LATER = timedelta(days=3 * 366 + 1)
WORDS = "Zwetlana Kanarik of Vogelbauer, zwetlana.kanarik@mail.example, grünerpapagei"


@pytest.fixture
def over(now):
    return now + LATER


def canary_enquiry(ask, dpo) -> Enquiry:
    enquiry = ask(asker="Zwetlana Kanarik", address="zwetlana.kanarik@mail.example", words=WORDS)
    enquiries.name_asker(
        enquiry, asker="Z. Kanarik", address="zwetlana.kanarik@mail.example", by=dpo
    )
    letter = answering.draft(enquiry, answer=None, text=WORDS, by=dpo)
    letters.discard(letter, by=dpo, reason="Kanarik rang.")
    enquiries.end(enquiry, reason=WORDS, by=dpo)
    enquiries.open_again(enquiry, reason=WORDS, by=dpo)
    answering.mark_answered(enquiry, answer=None, text=WORDS, by=dpo)
    return enquiry


def canary_matter(raise_matter, dpo, today, log) -> Matter:
    matter = raise_matter(complainant="Zwetlana Kanarik", words=WORDS)
    matters.advise(matter, advice=WORDS, by=dpo)
    with files.taken_in([SimpleUploadedFile("kanarik.txt", b"x")], papers.ENCLOSED) as enclosed:
        papers.came_in(
            matter, came_on=today, sender="Kanarik", note=WORDS, enclosed=enclosed, by=dpo
        )
    letter = papers.draft(
        matter, to="kanarik@vogel.example", to_name="Zwetlana", text=WORDS, channel="mail",
        language="de", by=dpo,
    )  # fmt: skip
    letters.discard(letter, by=dpo, reason="Vogelbauer")
    task = tasks.open_task(matter, title="Ring Kanarik", due_on=today, owner=dpo, by=dpo)
    tasks.drop(task, by=dpo, reason="Zwetlana rang.")
    link = linking.link(matter, reference=log().reference, by=dpo)
    linking.unlink(matter, link, reason=WORDS, by=dpo)
    matters.close(matter, outcome="settled", result=WORDS, by=dpo)
    matters.open_again(matter, reason=WORDS, by=dpo)
    matters.close(matter, outcome="settled", result=WORDS, by=dpo)
    return matter


def named() -> list[str]:
    text = words_everywhere().casefold()
    return [word for word in CANARIES if word.casefold() in text]


def test_no_table_holds_a_word_of_who_asked(ask, dpo, over):
    """F5, F6: asker, address, words, what we said, letters, trail."""
    enquiry = canary_enquiry(ask, dpo)
    assert len(named()) > 4
    assert redaction.redact(Enquiry, enquiry.pk, now=over)
    assert named() == []
    enquiry.refresh_from_db()
    assert (enquiry.status, enquiry.kind) == ("redacted", "question")


def test_no_table_holds_a_word_of_who_complained(raise_matter, dpo, today, log, over):
    """F5, F6: complainant, words, advice, result, papers, files, letters, tasks, trail."""
    matter = canary_matter(raise_matter, dpo, today, log)
    assert len(named()) > 4
    assert redaction.redact(Matter, matter.pk, now=over)
    assert named() == []
    matter.refresh_from_db()
    assert (matter.status, matter.outcome, matter.authority) == ("redacted", "settled", "AKI")


@pytest.mark.parametrize("end", ["answered", "passed", "ended"])
def test_every_end_state_is_redacted_by_the_run(ask, dpo, over, end):
    """F5: in every end state, also one that became a case."""
    enquiry = ask()
    {
        "answered": lambda: answering.mark_answered(enquiry, answer=None, text="Yes.", by=dpo),
        "passed": lambda: passing.pass_on(enquiry, "request", chosen=["access"], by=dpo),
        "ended": lambda: enquiries.end(enquiry, reason="Spam.", by=dpo),
    }[end]()
    run = purging.run("closed_enquiries", over)
    enquiry.refresh_from_db()
    assert (run.purged, enquiry.status, enquiry.words) == (1, "redacted", "")


def test_no_end_state_is_forgotten():
    """Whoever adds a state in which something is over says how its persons leave."""
    for model, open_ones in ((Enquiry, {"open"}), (Matter, {"open"})):
        for status in set(model.Status) - open_ones - {"redacted"}:
            assert "redacted" in model.MOVES[status], status


def test_what_is_open_or_not_long_over_stays(ask, dpo, now):
    answering.mark_answered(ask(), answer=None, text="Yes.", by=dpo)
    ask()
    assert doors.purgers.get("closed_enquiries").plan(now).due == 0


def test_an_open_task_or_finding_holds(ask, dpo, over):
    first, second = ask(), ask()
    for enquiry in (first, second):
        answering.mark_answered(enquiry, answer=None, text="Yes.", by=dpo)
    tasks.open_task(first, title="Look", due_on=people.today(), owner=dpo, by=dpo)
    findings.raise_finding("test", about=second, owner=None, due_on=people.today(), text="Hm.")
    plan = doors.purgers.get("closed_enquiries").plan(over)
    assert (plan.due, plan.held) == (0, 2)


def test_an_open_matter_holds_an_enquiry_and_another_matter(ask, raise_matter, dpo, over):
    enquiry, closed = ask(), raise_matter()
    answering.mark_answered(enquiry, answer=None, text="Yes.", by=dpo)
    matters.close(closed, outcome="settled", result="Done.", by=dpo)
    open_one = raise_matter(case=enquiry.reference)
    linking.link(open_one, reference=closed.reference, by=dpo)
    assert not redaction.redact(Enquiry, enquiry.pk, now=over)
    assert not redaction.redact(Matter, closed.pk, now=over)
    assert doors.purgers.get("closed_matters").plan(over).held == 1


def test_a_matter_is_held_by_what_waits_about_its_papers(matter, dpo, today, over):
    paper = papers.came_in(matter, came_on=today, sender="AKI", note="Hm.", by=dpo)
    findings.raise_finding("test", about=paper, owner=None, due_on=today, text="Hm.")
    matters.close(matter, outcome="settled", result="Done.", by=dpo)
    assert not redaction.redact(Matter, matter.pk, now=over)


def test_nothing_changes_once_the_persons_are_gone(enquiry, matter, dpo, over):
    answering.mark_answered(enquiry, answer=None, text="Yes.", by=dpo)
    matters.close(matter, outcome="settled", result="Done.", by=dpo)
    assert purging.run("closed_enquiries", over).purged == 1
    assert purging.run("closed_matters", over).purged == 1
    for deed in (
        lambda: enquiries.open_again(enquiry, reason="Again.", by=dpo),
        lambda: passing.pass_on(enquiry, "request", chosen=["access"], by=dpo),
        lambda: matters.open_again(matter, reason="Again.", by=dpo),
        lambda: linking.link(matter, reference=enquiry.reference, by=dpo),
    ):
        with pytest.raises(ValidationError, match="were taken out"):
            deed()


def test_one_that_fails_does_not_keep_the_others(ask, dpo, over, monkeypatch):
    rows = [ask(), ask(), ask()]
    for row in rows:
        answering.mark_answered(row, answer=None, text="Yes.", by=dpo)
    real, broken = redaction.redact, rows[1].pk
    monkeypatch.setattr(
        redaction,
        "redact",
        lambda model, pk, now: 1 / 0 if pk == broken else real(model, pk, now=now),
    )
    run = purging.run("closed_enquiries", over)
    assert run.status == "failed"
    assert set(Enquiry.objects.values_list("status", flat=True)) == {"redacted", "answered"}
    assert Enquiry.objects.filter(status="redacted").count() == 2


def test_the_oldest_is_observed(enquiry, dpo, over):
    answering.mark_answered(enquiry, answer=None, text="Yes.", by=dpo)
    purger = doors.purgers.get("closed_enquiries")
    assert purger.oldest() == enquiry.closed_at
    purger.purge(over)
    assert purger.oldest() is None
