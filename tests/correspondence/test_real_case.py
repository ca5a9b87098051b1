"""A text of a letter is tried with a real case before it is used (design, "Letters")."""

import pytest
from django.urls import reverse

from dpo_office.correspondence.models import Template
from dpo_office.evidence.models import Event
from tests.correspondence.test_paper import text_of as words_of
from tests.requests_app.conftest import log, logged, now

__all__ = ["log", "logged", "now"]
pytestmark = pytest.mark.django_db


def sample(client, key: str, reference: str, language: str = "en"):
    version = Template.objects.get(key=key).current(language)
    return client.get(
        reverse("admin:correspondence_text_pdf", args=[version.pk]),
        {"case": reference},
        follow=True,
    )


@pytest.mark.parametrize("key", ["acknowledgement", "lifting_notice", "fee_notice", "withdrawn"])
def test_the_values_of_the_case_stand_in_the_sample(admin_of, dpo, logged, key):
    answer = sample(admin_of(dpo), key, logged.reference)
    text = words_of(answer.content)
    assert logged.reference in text
    assert "Maarit" in text


def test_what_the_case_has_not_stands_for_itself(admin_of, dpo, logged):
    assert "[amount]" in words_of(sample(admin_of(dpo), "fee_notice", logged.reference).content)


def test_an_unknown_case_is_told(admin_of, dpo, logged):
    text = sample(admin_of(dpo), "withdrawn", "SR-1999-0001").content.decode()
    assert "There is no case of this reference." in text


def test_who_may_see_no_persons_sees_none_there(admin_of, auditor, logged):
    """F3."""
    assert sample(admin_of(auditor), "withdrawn", logged.reference).status_code == 403


def test_the_look_is_told_in_the_trail(admin_of, dpo, logged):
    """A8."""
    sample(admin_of(dpo), "withdrawn", logged.reference.lower())
    assert Event.objects.about_any(logged).filter(actor=dpo).exclude(kind="request.logged").exists()
