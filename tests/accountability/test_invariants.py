"""What must always hold of enquiries and matters, each broken once behind the services' back."""

from datetime import timedelta

import pytest

from dpo_office.accountability.invariants import (
    NobodyIsLeftBehind,
    NumbersAreCases,
    StatesAndClocksAgree,
)
from dpo_office.accountability.models import Enquiry, Matter, MatterPaper
from dpo_office.accountability.services import answering, matters, papers, redaction
from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import CaseNumber
from dpo_office.worklist.models import Clock

LATER = timedelta(days=3 * 366 + 1)


def test_an_office_at_work_breaks_none(enquiry, raise_matter, dpo, today):
    matter = raise_matter(deadline=today + timedelta(days=3))
    answering.mark_answered(enquiry, answer=None, text="Yes.", by=dpo)
    matters.close(matter, outcome="settled", result="Done.", by=dpo)
    for invariant in (NumbersAreCases(), StatesAndClocksAgree(), NobodyIsLeftBehind()):
        assert invariant.broken() == []


def test_a_number_without_its_case_is_named(enquiry, matter):
    CaseNumber.objects.filter(series="MT").update(last=2)
    year = matter.reference[3:7]
    assert NumbersAreCases().broken() == [f"MT-{year}-0002: number and case do not agree"]


def test_an_open_enquiry_whose_clock_stands_is_named(enquiry, now):
    Clock.objects.about(enquiry).update(stopped_at=now, next_alert_at=None)
    assert StatesAndClocksAgree().broken() == [
        f"{enquiry.reference}: its clock does not agree with its state"
    ]


def test_a_closed_matter_whose_deadline_runs_is_named(raise_matter, dpo, today):
    matter = raise_matter(deadline=today + timedelta(days=3))
    matters.close(matter, outcome="settled", result="Done.", by=dpo)
    Clock.objects.about(matter).update(stopped_at=None)
    assert StatesAndClocksAgree().broken() == [
        f"{matter.reference}: it is over, but a deadline runs"
    ]


@pytest.fixture
def redacted(enquiry, matter, dpo, today, now):
    papers.came_in(matter, came_on=today, sender="AKI", note="Why?", by=dpo)
    papers.draft(
        matter, to="info@aki.example", to_name="AKI", text="So.", channel="mail", language="en",
        by=dpo,
    )  # fmt: skip
    answering.mark_answered(enquiry, answer=None, text="Yes.", by=dpo)
    matters.close(matter, outcome="settled", result="Done.", by=dpo)
    for row in (enquiry, matter):
        assert redaction.redact(type(row), row.pk, now=now + LATER)
    assert NobodyIsLeftBehind().broken() == []
    return enquiry, matter


def test_words_that_came_back_after_redaction_are_named(redacted):
    enquiry, matter = redacted
    Enquiry.objects.update(said="Kalle")
    Matter.objects.update(advice="Maarit")
    assert NobodyIsLeftBehind().broken() == [
        f"{row.reference}: redacted, but words are there" for row in (enquiry, matter)
    ]


def test_a_paper_or_letter_that_came_back_is_named(redacted):
    _enquiry, matter = redacted
    MatterPaper.objects.update(note="Maarit")
    Letter.objects.update(redacted_at=None)
    assert NobodyIsLeftBehind().broken() == [
        f"{matter.reference}: redacted, but what came in is there",
        f"{matter.reference}: redacted, but a letter is not",
    ]
