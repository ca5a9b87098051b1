"""More, twice, or other than asked: what forms don't ask for is not taken (V2.2, V15.3.3)."""

import pytest
from django.conf import settings
from django.urls import reverse

from dpo_office.organisation.models import User
from dpo_office.parties.models import Customer
from requests_app.models import SubjectRequest
from tests.requests_app.test_the_desk import form

pytestmark = pytest.mark.django_db
LOG = "/admin/requests_app/subjectrequest/add/"


@pytest.fixture
def desk(profile, dpo, admin_of):
    return admin_of(dpo)


def test_words_that_no_field_asks_for_are_ignored(desk):
    extra = {"status": "closed", "closed_at": "2026-01-01", "reference": "SR-1", "verified_at": "x"}
    extra |= {"identity_shown_at": "2026-01-01 00:00", "handler": 1, "is_staff": "on", "id": 77}
    desk.post(LOG, {**form(), **extra})
    case = SubjectRequest.objects.get()
    assert (case.status, case.closed_at, case.identity_shown_at) == ("received", None, None)
    assert case.pk != 77
    assert case.reference != "SR-1"


def test_a_form_makes_nobody_more_than_they_are(desk, staff):
    url = reverse("admin:organisation_user_change", args=[staff.pk])
    desk.post(url, {"is_superuser": "on", "is_staff": "on", "groups": 1, "email": "x@x.example"})
    same = User.objects.get(pk=staff.pk)
    assert (same.is_superuser, same.email, same.role_names) == (False, staff.email, {"Staff"})


def test_of_a_word_said_twice_the_last_counts_and_nothing_breaks(desk):
    words = form(name=["First Name", "Last Name"])
    assert desk.post(LOG, words).status_code == 302
    assert SubjectRequest.objects.get().subject.name == "Last Name"


def test_a_row_of_another_case_is_not_taken_by_its_number(desk, log):
    """A step names an object of its own case, or none (V8.2.2)."""
    mine, theirs = log(), log(email="other@mail.example")
    foreign = theirs.parts.get().exercises.get()
    step = reverse("admin:requests_app_subjectrequest_step", args=[mine.pk, f"decide-{foreign.pk}"])
    words = {f"decide-{foreign.pk}-outcome": "granted", f"decide-{foreign.pk}-right": "access"}
    desk.post(step, words)
    foreign.refresh_from_db()
    assert foreign.status == "open"


def test_a_number_that_is_none_of_the_choices_is_refused(desk):
    url = reverse("admin:parties_datasubject_add")
    words = {"name": "K", "tie": "unknown", "language": "en", "customer": 10**9}
    words |= {"identifiers-TOTAL_FORMS": 0, "identifiers-INITIAL_FORMS": 0}
    assert desk.post(url, words).status_code == 200
    assert not Customer.objects.exists()


def test_thousands_of_fields_are_refused(desk):
    many = {f"f{n}": "" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert desk.post(LOG, many).status_code == 400


def test_a_body_beyond_the_limit_is_refused(desk):
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= 2_621_440
    large = b"words=" + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = desk.post(LOG, large, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


def test_a_length_that_is_only_declared_costs_nothing(desk):
    answer = desk.generic(
        "POST", LOG, b"words=x", "application/x-www-form-urlencoded", CONTENT_LENGTH=10 * 2**30
    )
    assert answer.status_code == 400
