"""Times are read and written in the organisation's zone (O1)."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dpo_office.organisation.models import Profile
from requests_app.models import SubjectRequest
from tests.requests_app.test_the_desk import LIST, form

pytestmark = pytest.mark.django_db


def test_a_time_that_is_typed_is_the_offices_time(dpo, admin_of, profile):
    typed = form(received_at_0="2026-06-01", received_at_1="12:00")
    admin_of(dpo).post(f"{LIST}add/", typed)
    assert SubjectRequest.objects.get().received_at == datetime(2026, 6, 1, 9, tzinfo=UTC)


def test_dates_are_written_day_first_and_times_in_24_hours(dpo, admin_of, profile):
    text = admin_of(dpo).get("/admin/organisation/user/").content.decode()
    assert "p.m." not in text
    assert "a.m." not in text


def test_one_page_reads_the_profile_once(dpo, admin_of, profile):
    client = admin_of(dpo)
    with CaptureQueriesContext(connection) as said:
        client.get("/admin/")
    asked = [q for q in said.captured_queries if 'FROM "organisation_profile" WHERE' in q["sql"]]
    assert len(asked) == 1


def test_what_a_page_kept_is_forgotten_with_it(profile):
    with Profile.kept():
        pass
    Profile.objects.update(trade_name="Harbour")
    assert Profile.current().trade_name == "Harbour"
