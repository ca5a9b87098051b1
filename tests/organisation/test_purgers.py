"""F5: what the doors keep of people goes by schedule; what still counts stays."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from dpo_office.evidence.models import Event
from dpo_office.lib import doors
from dpo_office.organisation.models import OneTimeLink, SignInPlace, User
from dpo_office.organisation.services import accounts, links, tokens

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]
KINDS = ["sessions", "listed_sessions", "links", "api_tokens", "places", "former_people"]


@pytest.fixture
def kept(sign_in, dpo, staff):
    """One of each; the staff member has left."""
    sign_in(dpo)
    now = timezone.now()
    links.make("greeting", life=timedelta(days=1), now=now)
    over = now + timedelta(days=1)
    tokens.make("script", scopes=["token.read"], expires_at=over, by=dpo, now=now)
    accounts.deactivate(staff, by=dpo, now=now)
    return now


def purge(days):
    now = timezone.now() + timedelta(days=days)
    done = {}
    for kind in KINDS:
        purger = doors.purgers.get(kind)
        planned = purger.plan(now).due
        assert purger.purge(now) == planned
        done[kind] = planned
    return done


def test_what_counts_stays(kept):
    assert set(purge(days=0).values()) == {0}
    assert Session.objects.count() == UserSession.objects.count() == 1


@pytest.mark.parametrize(
    ("days", "gone"),
    [
        (2, {"sessions", "listed_sessions"}),
        (92, {"sessions", "listed_sessions", "links"}),
        (367, {"sessions", "listed_sessions", "links", "api_tokens", "places"}),
        (1096, set(KINDS)),
    ],
)
def test_each_kind_goes_in_its_time(kept, days, gone):
    assert {kind for kind, count in purge(days).items() if count} == gone


def test_the_oldest_is_observed(kept):
    told = {kind: doors.purgers.get(kind).oldest() for kind in KINDS}
    assert told["listed_sessions"] is None  # its session lives
    assert all(told[kind] for kind in KINDS if kind != "listed_sessions")
    purge(days=1096)
    assert {doors.purgers.get(kind).oldest() for kind in KINDS} == {None}


def test_nothing_of_a_former_colleague_is_left_but_the_number(kept, staff):
    """Erased, and the trail has no name either."""
    purge(days=1096)
    user = User.objects.get(pk=staff.pk)
    assert (user.name, user.email) == ("", f"former-{staff.pk}@removed.invalid")
    assert "Siim" not in str(list(Event.objects.values()))
    assert Event.objects.filter(kind="user.name_stripped", about_id=staff.pk).exists()


def test_twice_is_once(kept):
    purge(days=1096)
    assert set(purge(days=1096).values()) == {0}
    assert not OneTimeLink.objects.exists()
    assert not SignInPlace.objects.exists()
