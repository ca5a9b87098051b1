"""A8: names are not copied to places that nobody redacts; one test for each place."""

import inspect
import logging
import tempfile

import pytest
from celery import current_app
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.views.debug import SafeExceptionReporterFilter

from dpo_office import settings as office
from dpo_office.desk.admin import OfficeAdmin
from dpo_office.organisation.models import Profile
from dpo_office.urls import urlpatterns as office_urls

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]
uploads = []


def take(request):
    uploads.append(request.FILES["file"])
    return HttpResponse()


def fail(request):
    karl = "Karl Proovik"
    raise RuntimeError(karl)


urlpatterns = [path("p/take", take), path("p/fail", fail), *office_urls]


def test_the_admin_keeps_no_log_of_its_own(admin_of, dpo):
    """`LogEntry.object_repr` would hold names for ever; the trail tells the same without."""
    client = admin_of(dpo)
    change = reverse("admin:organisation_profile_change", args=[1])
    fields = {
        "legal_name": "Karl Proovik OÜ",
        "country": "EE",
        "time_zone": "Europe/Tallinn",
        "law_by_topic": "",
    }
    assert client.post(change, fields).status_code == 302
    assert Profile.current().legal_name == "Karl Proovik OÜ"
    assert not LogEntry.objects.exists()


def test_every_page_of_the_admin_is_one_that_keeps_none():
    others = [m.__class__ for m in admin.site._registry.values() if not isinstance(m, OfficeAdmin)]
    assert others == []


def test_messages_lie_in_the_session_not_in_a_cookie(sign_in, dpo):
    client = sign_in(dpo)
    assert office.MESSAGE_STORAGE.endswith("session.SessionStorage")
    assert set(client.cookies) <= {"session", "csrf"}


def test_what_tasks_are_sent_are_numbers_and_nothing_else():
    """Task messages lie in the broker and in logs: ids only, and a word for a queue or a kind."""
    current_app.loader.import_default_modules()
    ours = [
        t for name, t in current_app.tasks.items() if not name.startswith(("celery.", "tests."))
    ]
    assert ours
    for task in ours:
        for name, parameter in inspect.signature(task.run).parameters.items():
            assert parameter.annotation in (int, str, bool), f"{task.name}: {name}"


def test_results_of_tasks_are_not_kept():
    assert office.CELERY_TASK_IGNORE_RESULT
    assert not hasattr(office, "CELERY_RESULT_BACKEND")


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("size", [10, 5_000_000])
def test_an_upload_never_lies_in_a_folder_of_the_system(tmp_path, monkeypatch, size):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    source = tmp_path.parent / "proof.pdf"
    source.write_bytes(b"x" * size)
    with source.open("rb") as file:
        Client().post("/p/take", {"file": file})
    assert uploads.pop().size == size
    assert list(tmp_path.iterdir()) == []


@pytest.mark.urls(__name__)
def test_an_unexpected_error_tells_where_but_no_value(caplog, capfd):
    client = Client(raise_request_exception=False)
    answer = client.post("/p/fail", {"name": "Karl Proovik"})
    said = answer.content.decode() + "".join(capfd.readouterr())
    assert answer.status_code == 500
    assert "Proovik" not in said


def test_no_error_page_is_mailed_with_the_values_of_variables():
    handlers = [
        h for name in ("", "django", "django.request") for h in logging.getLogger(name).handlers
    ]
    assert not any("AdminEmail" in type(handler).__name__ for handler in handlers)
    assert not getattr(office, "ADMINS", [])
    assert not SafeExceptionReporterFilter().is_active(None) or not office.DEBUG
