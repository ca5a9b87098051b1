"""The gallery is for us: not in production, not without signing in, not from outside (F1, F2)."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_there_is_no_gallery_in_production(auditor, admin_of, profile, settings):
    settings.PRODUCTION = True
    assert admin_of(auditor).get(reverse("gallery")).status_code == 404


def test_the_gallery_asks_who_one_is(profile, client):
    assert client.get(reverse("gallery"))["Location"].startswith(reverse("admin:login"))


def test_from_outside_there_is_no_gallery(client):
    assert client.get(reverse("gallery"), REMOTE_ADDR="203.0.113.7").status_code == 404
