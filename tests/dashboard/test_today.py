"""Today: five figures that filter, dates twice, what it asks of the database (look, screen 1)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import outbox
from dpo_office.dashboard import page
from requests_app.models import SubjectRequest
from requests_app.services import replies
from tests.correspondence.sink import Listening
from tests.requests_app.conftest import log, now

__all__ = ["log", "now"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept(settings):
    """The chart is kept for a minute; here each test counts anew."""
    settings.FIGURES_LIFE = 0
    cache.clear()


@pytest.fixture
def shown(dpo):
    """The page as the DPO sees it, for these choices."""

    def ask(**choices):
        request = RequestFactory().get(reverse("admin:index"), choices)
        request.user = dpo
        return page(request)

    return ask


@pytest.fixture
def aged(log, now):
    """A request that reached us so many days ago."""

    def make(days: int, **changes):
        email = changes.pop("email", f"p{days}@mail.example")
        return log(received_at=now - timedelta(days=days), email=email, **changes)

    return make


def rows(shown_page, key):
    return [row for group in shown_page.groups if group.key == key for row in group.rows]


def test_what_is_late_stands_first_and_says_by_how_much(shown, aged):
    aged(9)
    aged(2)
    (row,) = rows(shown(), "late")
    assert row.relative == "2 days late"
    assert shown().tiles[0].number == 1


def test_the_law_stands_beside_the_promise(shown, aged):
    """P5.1: whoever sees our date sees the law's as well."""
    aged(9)
    (row,) = rows(shown(), "late")
    assert row.law.startswith("law ")


@pytest.mark.parametrize("key", ["late", "today", "week"])
def test_a_figure_filters_the_list(shown, aged, key):
    aged(9)
    assert [group.key for group in shown(show=key).groups] == [key]


def test_an_office_without_requests_says_what_that_means(admin_of, dpo):
    text = admin_of(dpo).get(reverse("admin:index")).content.decode()
    assert "Nothing is late." in text
    assert "No request was answered in the last 12 weeks." in text


def test_questions_do_not_grow_with_the_rows(shown, aged):
    aged(9)
    with CaptureQueriesContext(connection) as few:
        shown()
    for days in range(1, 13):
        aged(days, email=f"more{days}@mail.example")
    with CaptureQueriesContext(connection) as many:
        shown()
    assert len(many) == len(few)


def test_half_of_the_answers_is_asked_of_the_database(shown, aged, dpo, now):
    """P5.1: 1, 2 and 9 days: half within 2."""
    for days in (1, 2, 9):
        SubjectRequest.objects.filter(pk=aged(days).pk).update(status="answered", answered_at=now)
    assert shown().slowest == "Half within 2 days."


def test_a_mail_that_did_not_leave_stands_once_and_names_its_case(shown, log, dpo, settings):
    """One inbox of findings; what is settled there goes from here."""
    letter = replies.acknowledge(log(), by=dpo)
    with Listening() as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        sink.answers["RCPT"] = "550 no such person"
        outbox.deliver(Delivery.objects.get(letter=letter).pk)
    (row,) = shown().failed
    assert "A mail did not leave" in row.title
    assert letter.about.reference in row.reference
