"""Looks at persons are recorded: once for each reader, record and day (ASVS 16.3.4)."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.utils import timezone

from dpo_office.evidence.models import Event
from dpo_office.evidence.services import looks as looks_service
from tests.security.addresses import page_of

pytestmark = pytest.mark.django_db


def looks(about=None):
    told = Event.objects.filter(kind=Event.LOOK)
    return (told & Event.objects.about_any(about) if about else told).count()


def test_opening_a_case_is_told_once_a_day(enter, office):
    client = enter("DPO")
    client.get(page_of(office.late))
    client.get(page_of(office.late))
    assert looks(office.late) == 1


def test_the_next_day_it_is_told_again(office, monkeypatch):
    looks_service.note(office.late, by=office.dpo)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(looks_service.timezone, "now", lambda: tomorrow)
    looks_service.note(office.late, by=office.dpo)
    assert looks(office.late) == 2


def test_each_record_and_each_reader_count_apart(enter, office, admin_of, deputy):
    client = enter("DPO")
    for about in (office.late, office.closed, office.answer, office.late.subject):
        client.get(page_of(about))
    assert looks() == 4
    admin_of(deputy).get(page_of(office.late))
    assert looks(office.late) == 2


def test_who_is_shown_no_person_is_not_told_of(enter, office):
    enter("Auditor").get(page_of(office.late))
    assert looks() == 0


def test_a_refused_look_is_none(enter, office):
    enter("Security").get(page_of(office.late))
    assert looks() == 0


def test_looks_do_not_fill_the_history_of_a_case(enter, office):
    client = enter("DPO")
    client.get(page_of(office.late))
    assert "Page of a person opened" not in client.get(page_of(office.late)).content.decode()


def test_every_page_of_persons_says_so():
    """Pages whose list hides a person from some are pages that show one."""
    telling = {
        each.opts.label_lower for each in admin.site._registry.values() if each.shows_persons
    }
    assert {
        "requests_app.subjectrequest",
        "correspondence.letter",
        "parties.datasubject",
    } <= telling
