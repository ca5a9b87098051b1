"""Knowing whom a case is about; the same rules wherever somebody lives (O1, P2.1)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from dpo_office.evidence.models import Event
from dpo_office.parties.models import Customer, DataSubject, data_subject
from dpo_office.parties.services import people

pytestmark = pytest.mark.django_db


def add(name="Maarit Näidis", email="maarit@mail.example", **changes) -> DataSubject:
    return people.find_or_add(name=name, email=email, by=None, **changes)


def test_an_address_is_known_in_any_case():
    assert add(email="Maarit@Mail.Example").pk == add(email=" maarit@mail.example").pk


def test_one_address_with_two_customers_is_two_people():
    """P2.1: nothing of one customer ever reaches another."""
    first, second = Customer.objects.create(name="A"), Customer.objects.create(name="B")
    assert add(customer=first).pk != add(customer=second).pk


def test_a_wrong_address_is_refused_by_name():
    with pytest.raises(ValidationError, match="“nobody” is not an e-mail address"):
        add(email="nobody")


@pytest.mark.parametrize("text", ["Näid", "näid", "maarit@", "MAIL.EXAMPLE"])
def test_people_are_found_by_part_of_name_or_address(text):
    person = add()
    add(name="Kalle Proovik", email="kalle@other.example")
    assert list(DataSubject.objects.matching(text)) == [person]


def test_a_redacted_person_has_no_name_and_no_identifier():
    """F5."""
    person = people.redact(add(), now=timezone.now())
    person.refresh_from_db()
    assert person.name == ""
    assert not person.identifiers.exists()


def test_the_trail_of_a_person_names_nobody():
    """F6."""
    add()
    assert "Maarit" not in str(Event.objects.values_list("facts", "commitments"))


def test_a_customer_does_not_end_before_it_began():
    with pytest.raises(IntegrityError, match="customer_ends_after_it_began"):
        Customer.objects.create(name="A", since="2026-02-01", until="2026-01-01")


def test_of_a_name_that_very_many_bear_the_newest_are_found(monkeypatch):
    monkeypatch.setattr(data_subject, "MOST_FOUND", 3)
    people = [DataSubject.objects.create(name=f"Maarit Näidis {n}") for n in range(5)]
    found = DataSubject.objects.matching("Maarit")
    assert {person.pk for person in found} == {person.pk for person in people[2:]}
