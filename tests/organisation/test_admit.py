"""The first people are let in by whoever has the machine (F2, F6)."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from dpo_office.evidence.models import Event
from dpo_office.organisation.models import User

pytestmark = pytest.mark.django_db


def admit(*words) -> str:
    said = StringIO()
    call_command("admit", *words, stdout=said)
    return said.getvalue().strip()


def test_the_printed_link_opens_the_page_that_sets_a_password(client, profile):
    address = admit("Helve Proov", "helve@office.example")
    path = "/" + address.split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert "Helve" not in address
    assert User.objects.get().has_role("DPO")


def test_the_trail_says_who_was_admitted(profile):
    admit("Helve Proov", "helve@office.example", "--role", "Auditor")
    told = Event.objects.get(kind="user.role_given")
    assert told.facts == {"role": "Auditor"}
    assert told.actor is None


def test_an_address_that_is_taken_is_refused_in_words(profile, dpo):
    with pytest.raises(CommandError, match=r"\w+ \w+"):
        admit("Somebody Else", dpo.email)
    assert User.objects.count() == 1


def test_nobody_adds_an_address_to_their_own_account(dpo, admin_of):
    """A colleague changes it; a second address would be a second way in."""
    client = admin_of(dpo)
    assert client.get("/accounts/email/").status_code == 404
    assert (
        client.post("/accounts/email/", {"action_add": "", "email": "x@y.example"}).status_code
        == 404
    )


def test_the_bare_host_leads_to_today(dpo, admin_of):
    assert admin_of(dpo).get("/").headers["Location"] == "/admin/"
