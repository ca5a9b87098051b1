"""One inbox: a check raises the same row until it is resolved, or accepted for a while."""

from datetime import date, timedelta

import pytest

from dpo_office.evidence.models import Event, TransitionRefused
from dpo_office.lib import doors
from dpo_office.worklist.models import Finding
from dpo_office.worklist.refusals import FindingRefused
from dpo_office.worklist.services import findings
from tests.worklist.conftest import LATER, in_threads

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 26)
TOMORROW = LATER.date() + timedelta(days=1)


@pytest.fixture
def about(case):
    return case()


def found(about, check="stores.place", text="A store stands outside the EEA", **fields):
    fields = {"owner": None, "due_on": DUE, **fields}
    return findings.raise_finding(check, about=about, text=text, **fields)


def test_a_finding_raised_again_is_the_same_row_seen_again(about, time_machine):
    first = found(about)
    time_machine.move_to(LATER + timedelta(hours=1))
    again = found(about, text="Two stores stand outside the EEA")
    assert again.pk == first.pk
    assert again.last_seen_at > first.first_seen_at == again.first_seen_at
    assert again.text == "Two stores stand outside the EEA"


def test_a_finding_is_told_in_the_trail_once(about):
    found(about)
    found(about)
    assert Event.objects.get(kind="finding.raised").about == about


@pytest.mark.parametrize("with_record", [True, False])
def test_checks_that_raise_at_once_raise_one(own_database, case, with_record):
    about = case() if with_record else None
    raised = in_threads(4, lambda: found(about).pk)
    assert len(set(raised)) == Finding.objects.count() == 1


def test_other_checks_and_other_records_have_findings_of_their_own(about, case):
    rows = {found(about).pk, found(case()).pk, found(about, check="x").pk, found(None).pk}
    assert len(rows) == 4


def test_a_check_below_raises_through_the_door(about):
    doors.raise_finding("mail", about=about, owner=None, due_on=DUE, text="x", failure=True)
    assert Finding.objects.failures().get().about == about


def test_a_resolved_finding_that_is_raised_again_is_a_new_one(about, owner):
    first = found(about)
    findings.resolve(first, by=owner, reason="Moved to Frankfurt")
    assert found(about).pk != first.pk


def test_a_check_that_holds_again_resolves_its_finding(about, case):
    found(about)
    other = found(case())
    findings.holds_again("stores.place", about=about)
    assert list(Finding.objects.open()) == [other]


def test_a_check_about_nothing_resolves_only_what_is_about_nothing(about):
    kept = found(about)
    found(None)
    findings.holds_again("stores.place", about=None)
    assert list(Finding.objects.open()) == [kept]


def accept(finding, owner, until=TOMORROW, reason="Contract ends soon"):
    findings.accept(finding, reason=reason, until=until, by=owner)


def test_an_accepted_finding_is_quiet_even_when_raised_again(about, owner):
    finding = found(about)
    accept(finding, owner)
    found(about)
    assert not Finding.objects.open()
    assert Finding.objects.get().accepted_until == TOMORROW


def test_an_accepted_finding_returns_the_day_after(about, owner):
    accept(found(about), owner)
    assert findings.return_accepted(TOMORROW) == 0
    assert findings.return_accepted(TOMORROW + timedelta(days=1)) == 1
    assert Finding.objects.open().get().accepted_until is None


def test_a_finding_is_not_accepted_without_a_reason(about, owner):
    with pytest.raises(FindingRefused, match="Say why"):
        accept(found(about), owner, reason="")


def test_a_finding_is_not_accepted_until_a_day_that_has_come(about, owner):
    with pytest.raises(FindingRefused, match="in the future"):
        accept(found(about), owner, until=LATER.date())


def test_the_reason_of_an_acceptance_can_be_erased(about, owner):
    accept(found(about), owner)
    event = Event.objects.get(kind="finding.accepted")
    assert event.details.get().value == "Contract ends soon"
    assert "Contract" not in str(event.facts)


def test_a_resolved_finding_is_not_accepted(about, owner):
    finding = found(about)
    findings.resolve(finding, by=owner)
    with pytest.raises(TransitionRefused, match="cannot become"):
        accept(finding, owner)
