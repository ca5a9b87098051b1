"""GDPR Art. 17 against F6: the value goes, the proof stays."""

import pytest
from django.db import IntegrityError, transaction

from dpo_office.evidence.models import Event, EventDetail
from dpo_office.evidence.services.erasing import erase_details

pytestmark = pytest.mark.django_db


def test_values_and_salts_are_gone_and_commitments_stay(write, somebody):
    event = write(reason="secret", address="a@b.example")
    assert erase_details(about=somebody, by=None) == 2
    assert list(EventDetail.objects.values_list("value", "salt")) == [(None, None)] * 2
    assert Event.objects.get(pk=event.pk).commitments.keys() == {"reason", "address"}


def test_the_trail_tells_how_many_and_not_what(write, somebody, dpo):
    write(reason="secret")
    erase_details(about=somebody, by=dpo)
    event = Event.objects.get(kind="details.erased")
    assert (event.about, event.actor, event.facts) == (somebody, dpo, {"count": 1})


def test_a_second_run_finds_nothing_and_says_nothing(write, somebody):
    write(reason="secret")
    erase_details(about=somebody, by=None)
    assert erase_details(about=somebody, by=None) == 0
    assert Event.objects.filter(kind="details.erased").count() == 1


def test_several_records_at_once_and_no_others(write, somebody, dpo, staff):
    for about in (somebody, dpo, staff):
        write(about=about, reason=f"of {about.pk}")
    assert erase_details(about=[somebody, dpo], by=None) == 2
    assert EventDetail.objects.get(value__isnull=False).event.about == staff


def test_what_was_erased_cannot_be_filled_again(write, somebody):
    write(reason="secret")
    erase_details(about=somebody, by=None)
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        EventDetail.objects.update(value="invented", salt=b"0" * 16)


def test_half_an_erasure_is_refused(write):
    """A salt without its value proves nothing, a value without its salt even less."""
    write(reason="secret")
    with pytest.raises(IntegrityError), transaction.atomic():
        EventDetail.objects.update(value=None)
