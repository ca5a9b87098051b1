"""The demo: an office that has worked for fourteen weeks, told by the services."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from dpo_office.accountability.models import AnswerUse, Enquiry, Matter
from dpo_office.accountability.services.holding import held_by_matters
from dpo_office.correspondence.models import Delivery, Incoming, Letter
from dpo_office.dashboard.tries import five_things
from dpo_office.demo import loader
from dpo_office.evidence.models import EncryptedFile, Event
from dpo_office.organisation import roles
from dpo_office.organisation.models import User
from dpo_office.parties.models import DataSubject
from dpo_office.worklist.models import Clock, ClockPause, Finding, Task
from dpo_office.worklist.services.verifying import verify
from requests_app.models import Exercise, Mandate, RequestPart, SubjectRequest
from retention.models import PurgeRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TALLINN = "Europe/Tallinn"


def test_there_are_some_sixty_requests(demo):
    assert 55 <= demo.number <= 65


def test_exactly_two_requests_are_late(demo):
    assert Clock.objects.late(demo.now).count() == 2


def test_one_late_request_is_extended_and_the_other_waits_for_the_person(demo):
    """P5.1: our promise waits for neither."""
    late = {clock.about.request for clock in Clock.objects.late(demo.now)}
    legal = [Clock.objects.about(r.parts.get()).get(rule_id="dsr_base") for r in late]
    assert [clock.is_extended for clock in legal].count(True) == 1
    assert ClockPause.objects.filter(answered_at=None, clock__about_id__in=_parts(late)).exists()


def _parts(cases) -> list[int]:
    return [part.pk for case in cases for part in case.parts.all()]


def test_something_is_due_today(demo):
    assert Clock.objects.due_today(demo.now, TALLINN).count() == 2


def test_every_state_of_a_request_is_there():
    assert set(SubjectRequest.objects.values_list("status", flat=True)) == set(
        SubjectRequest.Status.values
    )


def test_every_outcome_right_language_and_channel_is_there():
    for model, field, values in [
        (Exercise, "status", Exercise.Status.values),
        (Exercise, "right", Exercise.Right.values),
        (SubjectRequest, "language", ["en", "et", "fr", "de"]),
        (SubjectRequest, "channel", SubjectRequest.Channel.values),
    ]:
        assert set(model.objects.values_list(field, flat=True)) == set(values), field


def test_they_spread_over_fourteen_weeks(demo):
    recent = SubjectRequest.objects.exclude(status="redacted").order_by("received_at")
    first = recent.first().received_at
    assert timedelta(weeks=11) < demo.now - first < timedelta(weeks=16)


def test_nothing_happened_in_the_future(demo):
    assert not Event.objects.filter(happened_at__gt=demo.now).exists()
    assert not Letter.objects.filter(created_at__gt=demo.now).exists()


def test_references_rise_with_receipt():
    """As they would have been given by a desk at work."""
    recent = SubjectRequest.objects.exclude(status="redacted").order_by("received_at", "pk")
    numbers = [int(r[8:]) for r in recent.values_list("reference", flat=True)]
    assert numbers == sorted(numbers)


def test_there_is_somebody_for_every_role():
    found = set(User.objects.values_list("groups__name", flat=True))
    assert found == set(roles.ROLES)


def test_management_decides_refusals_and_the_deputy_advises():
    refused = Exercise.objects.filter(status="refused").first()
    assert refused.decided_by.has_role(roles.DECISION_OWNER)
    assert Exercise.objects.filter(advised_by__groups__name=roles.DEPUTY_DPO).exists()


def test_people_have_names_of_all_sorts():
    names = list(DataSubject.objects.values_list("name", flat=True))
    assert any(len(name) > 60 for name in names)
    assert any(ord(name[0]) > 0x600 for name in names if name)


def test_two_mails_failed_and_somebody_is_told():
    failed = Delivery.objects.filter(state="failed")
    assert failed.count() == 2
    assert Finding.objects.failures().count() == 2


def test_tasks_and_findings_wait_for_the_dpo():
    dpo = User.objects.get(groups__name=roles.DPO)
    assert Task.objects.open().filter(owner=dpo, errand=None).count() == 3
    assert Finding.objects.open().filter(check_name="parties.privacy_contact").exists()


def test_a_case_closed_three_years_ago_names_nobody_any_more():
    """F5."""
    run = PurgeRun.objects.get(purger="closed_requests")
    assert (run.status, run.purged) == ("done", 1)
    assert SubjectRequest.objects.get(status="redacted").subject.name == ""


def test_the_mails_lie_in_the_folder_that_the_admin_shows(demo):
    sent = Delivery.objects.filter(state="sent").count()
    assert len(list(demo.folder.glob("*.eml"))) == sent > 80


def test_everything_that_must_hold_holds():
    assert [verdict for verdict in verify() if not verdict.holds] == []


def test_one_request_concerns_two_customers_and_somebody_acts_in_another():
    """P2.1, P4.1."""
    states = RequestPart.objects.of_customers().values_list("status", flat=True)
    assert sorted(states) == ["instructed", "open"]
    assert Mandate.objects.get().checked_at


def test_a_second_load_adds_nothing(demo):
    assert loader.load(demo.now) == 0
    assert SubjectRequest.objects.count() == demo.number


@pytest.mark.parametrize("role", [roles.DPO, roles.AUDITOR])
def test_every_case_opens(admin_of, role):
    client = admin_of(User.objects.get(groups__name=role))
    for case in SubjectRequest.objects.all():
        page = client.get(f"/admin/requests_app/subjectrequest/{case.pk}/change/")
        assert page.status_code == 200
        assert case.reference in page.content.decode()


def test_the_five_things_to_try_are_there(admin_of):
    client = admin_of(User.objects.get(groups__name=roles.DPO))
    things = five_things()
    assert len(things) == 5
    for _text, url in things:
        assert client.get(url).status_code == 200, url


def test_the_dashboard_names_both_late_requests(admin_of):
    client = admin_of(User.objects.get(groups__name=roles.DPO))
    text = client.get("/admin/?show=late").content.decode()
    assert text.count("days late") + text.count("day late") >= 2


def test_an_office_that_is_no_demo_is_not_filled(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="no demo office"):
        call_command("load_demo")


def test_two_enquiries_came_and_one_is_answered_from_the_library():
    """O5."""
    assert sorted(Enquiry.objects.values_list("status", flat=True)) == ["answered", "open"]
    assert AnswerUse.objects.get().version.answer.title == "What relay servers keep"


def test_a_matter_at_the_authority_holds_a_case(demo):
    """A1: their day is written, and the case that was refused is held."""
    matter = Matter.objects.get()
    assert (matter.authority, matter.status) == ("AKI", "open")
    held = SubjectRequest.objects.filter(held_by_matters(SubjectRequest)).get()
    assert Exercise.objects.filter(part__request=held, status="refused").exists()
    assert Clock.objects.about(matter).get().written_on > demo.now.date()


def test_what_cannot_stand_is_a_finding_with_its_wording():
    """S2: five sentences of the statement."""
    found = Finding.objects.filter(check_name="statement.claim")
    assert found.count() == 5
    assert all("Proposed: " in one.text for one in found)


def test_some_requests_came_by_mail_and_one_person_wrote_again():
    """P4.1: each with its original."""
    messages = Incoming.objects.all()
    assert len(messages) >= 3
    assert all(EncryptedFile.objects.about(message).exists() for message in messages)
    assert messages.filter(subject__startswith="Re: SR-").count() == 1
