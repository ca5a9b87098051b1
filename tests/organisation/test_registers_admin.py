"""Tokens, absences and the organisation, by their pages: opened, filled in, refused in words."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dpo_office.evidence.models import Event
from dpo_office.organisation.models import Absence, ApiToken, Profile, User
from dpo_office.organisation.services import absences, tokens

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]
TOKENS = "admin:organisation_apitoken_changelist"
TOKEN = {"name": "Dashboard of the board", "scopes": ["token.read"], "last_day": "2026-12-31"}


@pytest.fixture
def desk(admin_of, dpo):
    return admin_of(dpo)


# API tokens


def test_a_token_is_made_and_shown_once(desk):
    page = desk.post(reverse("admin:organisation_apitoken_add"), TOKEN)
    token = (
        page.content.decode().partition('id="token"')[2].partition('value="')[2].partition('"')[0]
    )
    asked = Client().get("/api/v1/whoami", headers={"Authorization": f"Bearer {token}"})
    assert asked.json()["name"] == TOKEN["name"]
    assert "no-store" in page["Cache-Control"]
    row = ApiToken.objects.get()
    assert row.expires_at.isoformat() == "2026-12-31T22:00:00+00:00"  # the end of the day, here
    shown = desk.get(reverse("admin:organisation_apitoken_change", args=[row.pk])).content.decode()
    assert token not in shown
    assert row.token_hash not in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"last_day": "2028-01-01"}, "A token ends in the future, within a year."),
        ({"last_day": "2026-01-01"}, "A token ends in the future, within a year."),
        ({"last_day": "tomorrow"}, "Enter a valid date."),
        ({"scopes": []}, "This field is required."),
        ({"scopes": ["everything"]}, "is not one of the available choices"),
        ({"name": ""}, "This field is required."),
    ],
)
def test_a_refused_token_says_why_and_loses_nothing(desk, wrong, said):
    page = desk.post(reverse("admin:organisation_apitoken_add"), TOKEN | wrong).content.decode()
    assert said in page
    assert (TOKEN | wrong)["name"] in page
    assert not ApiToken.objects.exists()


def test_tokens_are_listed_filtered_searched_and_ended(desk, dpo):
    over = timezone.now() + timedelta(days=9)
    tokens.make("Pulse", scopes=["token.read"], expires_at=over, by=dpo, now=timezone.now())
    page = reverse(TOKENS)
    assert b"Ask what the token itself may do" in desk.get(page, {"state": "works"}).content
    assert b"Pulse" not in desk.get(page, {"state": "over"}).content
    assert b"Pulse" not in desk.get(page, {"q": "two"}).content
    data = {"action": "revoke", "_selected_action": [ApiToken.objects.get().pk]}
    assert b"1 tokens ended" in desk.post(page, data, follow=True).content
    assert b"ended before" in desk.post(page, data, follow=True).content
    assert not ApiToken.objects.get().works_at(timezone.now())


@pytest.mark.parametrize("who", ["Deputy DPO", "Security", "Auditor", "Staff"])
def test_who_may_not_make_tokens_makes_and_ends_none(admin_of, dpo, who):
    over = timezone.now() + timedelta(days=9)
    tokens.make("Pulse", scopes=["token.read"], expires_at=over, by=dpo, now=timezone.now())
    user = User.objects.create_user("one@role.example", name="One")
    user.groups.set(Group.objects.filter(name=who))
    client = admin_of(user)
    assert client.post(reverse("admin:organisation_apitoken_add"), TOKEN).status_code == 403
    data = {"action": "revoke", "_selected_action": [ApiToken.objects.get().pk]}
    client.post(reverse(TOKENS), data)
    assert ApiToken.objects.get().works_at(timezone.now())


def test_a_stale_session_makes_no_token(sign_in, dpo, time_machine):
    """V7.5.3."""
    client = sign_in(dpo)
    time_machine.shift(timedelta(minutes=6))
    answer = client.post(reverse("admin:organisation_apitoken_add"), TOKEN)
    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    assert not ApiToken.objects.exists()


def test_a_token_of_more_than_a_year_is_refused_by_the_database(dpo):
    now = timezone.now()
    with pytest.raises(IntegrityError, match="token_lives_a_year_at_most"), transaction.atomic():
        ApiToken.objects.create(
            name="x", token_hash="x", owner=dpo, made_at=now, expires_at=now + timedelta(days=400)
        )


# Absences


def away(user, deputy, first="2026-12-01", last="2026-12-10"):
    return {"user": user.pk, "deputy": deputy.pk, "first_day": first, "last_day": last}


def enter(client, data):
    page = client.post(reverse("admin:organisation_absence_add"), data, follow=True)
    return page.content.decode()


def test_one_s_own_absence_is_entered_and_told(desk, dpo, deputy):
    enter(desk, away(dpo, deputy))
    assert absences.stand_in_for(dpo, date(2026, 12, 10)) == deputy
    facts = Event.objects.get(kind="absence.announced").facts
    assert (facts["user"], facts["deputy"]) == (dpo.pk, deputy.pk)
    assert (
        b"Arvo" in desk.get(reverse("admin:organisation_absence_changelist"), {"q": "Arvo"}).content
    )


def test_refusals_say_why(desk, dpo, deputy, auditor, decision_owner):
    """F4."""
    assert "Somebody else must stand in." in enter(desk, away(dpo, dpo))
    wrong_way = away(dpo, deputy, "2026-12-10", "2026-12-01")
    assert "The last day lies before the first." in enter(desk, wrong_way)
    assert "no role that may act" in enter(desk, away(dpo, auditor))
    enter(desk, away(dpo, deputy))
    overlapping = away(dpo, decision_owner, "2026-12-10", "2026-12-20")
    assert "away on some of these days already" in enter(desk, overlapping)
    assert Absence.objects.count() == 1


def test_nobody_without_account_stands_in(desk, dpo, deputy):
    deputy.is_active = False
    deputy.save()
    assert "not one of the available choices" in enter(desk, away(dpo, deputy))


def test_who_may_not_change_people_enters_their_own_only(admin_of, staff, dpo, security):
    """A friend can't be made the DPO's deputy."""
    client = admin_of(staff)
    assert "You can enter your own absence only." in enter(client, away(dpo, security))
    enter(client, away(staff, security))
    assert [a.user for a in Absence.objects.all()] == [staff]


def test_nor_do_they_change_that_of_another(admin_of, staff, dpo, deputy):
    absence = Absence(
        user=dpo, deputy=deputy, first_day=date(2026, 12, 1), last_day=date(2026, 12, 9)
    )
    absences.announce(absence, by=dpo)
    page = reverse("admin:organisation_absence_change", args=[absence.pk])
    answer = admin_of(staff).post(page, away(dpo, staff))
    assert b"You can enter your own absence only." in answer.content
    absence.refresh_from_db()
    assert absence.deputy == deputy


def test_an_absence_is_taken_back_and_told(desk, dpo, deputy, admin_of, staff):
    enter(desk, away(dpo, deputy))
    absence = Absence.objects.get()
    page = reverse("admin:organisation_absence_delete", args=[absence.pk])
    assert admin_of(staff).post(page, {"post": "yes"}).status_code == 403
    desk.post(page, {"post": "yes"})
    assert not Absence.objects.exists()
    assert Event.objects.filter(kind="absence.withdrawn", facts={"user": dpo.pk}).exists()


def test_several_are_taken_back_at_once(desk, dpo, deputy):
    enter(desk, away(dpo, deputy))
    data = {"action": "delete_selected", "_selected_action": [Absence.objects.get().pk]}
    desk.post(reverse("admin:organisation_absence_changelist"), data | {"post": "yes"})
    assert not Absence.objects.exists()
    assert Event.objects.filter(kind="absence.withdrawn").count() == 1


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"deputy": "user"}, "nobody_stands_in_for_themselves"),
        ({"last_day": date(2026, 11, 1)}, "absence_ends_after_it_began"),
    ],
)
def test_the_database_holds_it_too(dpo, deputy, changed, name):
    fields = {"user": dpo, "deputy": deputy, "first_day": date(2026, 12, 1)}
    fields |= {"last_day": date(2026, 12, 9)} | changed
    fields["deputy"] = dpo if changed.get("deputy") else deputy
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Absence.objects.create(**fields)


# The organisation

PROFILE = {
    "legal_name": "Reachpeople OÜ", "trade_name": "Conversion", "country": "EE",
    "time_zone": "Europe/Tallinn", "email": "privacy@office.example", "law_by_topic": "",
}  # fmt: skip


def change(client, **changed):
    page = reverse("admin:organisation_profile_change", args=[1])
    return client.post(page, PROFILE | changed, follow=True).content.decode()


def test_the_organisation_is_changed_and_told(desk):
    """O1: its zone and country move legal deadlines."""
    change(desk, time_zone="Europe/Paris", country="FR")
    assert str(Profile.current().zone) == "Europe/Paris"
    facts = Event.objects.get(kind="profile.changed").facts
    assert (facts["country"], facts["zone"]) == ("FR", "Europe/Paris")
    assert "Reachpeople" not in str(facts)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"time_zone": "Europe/Talin"}, "“Europe/Talin” is no time zone. Example: Europe/Tallinn."),
        ({"time_zone": "../../etc/passwd"}, "is no time zone"),
        ({"country": "XX"}, "“XX” is no country whose holidays are known."),
        ({"country": "EST"}, "at most 2 characters"),
        ({"email": "privacy"}, "Enter a valid email address."),
        ({"legal_name": ""}, "This field is required."),
        ({"law_by_topic": "{"}, "“{”: write a topic, a colon and a country"),
        ({"law_by_topic": "logs: XX"}, "“XX” is no country whose holidays are known."),
    ],
)
def test_a_wrong_organisation_is_refused_in_words_and_nothing_is_lost(desk, wrong, said):
    page = change(desk, trade_name="A new name", **wrong)
    assert said in page
    assert "A new name" in page
    assert Profile.current().trade_name == "Conversion"


def test_another_law_can_apply_to_a_topic(desk):
    """O1: connection logs fall under French law."""
    change(desk, law_by_topic="connection logs: FR\n\n invoices :EE ")
    assert Profile.current().law_by_topic == {"connection logs": "FR", "invoices": "EE"}
    page = desk.get(reverse("admin:organisation_profile_change", args=[1])).content.decode()
    assert "invoices: EE\nconnection logs: FR" in page


def test_the_one_organisation_opens_without_a_list(desk):
    there = reverse("admin:organisation_profile_change", args=[1])
    assert desk.get(reverse("admin:organisation_profile_changelist")).url == there


def test_there_is_one_organisation(desk):
    assert desk.get(reverse("admin:organisation_profile_add")).status_code == 403
    with pytest.raises(IntegrityError, match="there_is_one_organisation"), transaction.atomic():
        Profile.objects.create(pk=2, legal_name="Another")


def test_nobody_deletes_it(desk):
    page = reverse("admin:organisation_profile_delete", args=[1])
    assert desk.post(page, {"post": "yes"}).status_code == 403


def test_an_office_just_opened_is_given_its_organisation(desk):
    Profile.objects.all().delete()
    desk.post(reverse("admin:organisation_profile_add"), PROFILE)
    assert Profile.current().legal_name == "Reachpeople OÜ"


@pytest.mark.parametrize("who", ["staff", "auditor", "security", "decision_owner"])
def test_who_only_reads_changes_nothing_of_it(admin_of, request, who):
    change(admin_of(request.getfixturevalue(who)), country="FR")
    assert Profile.current().country == "EE"
