"""People of the office, by its pages: admitted, given roles, let out, helped in again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dpo_office.evidence.models import Event, EventDetail
from dpo_office.organisation import roles
from dpo_office.organisation.access import roles_that_may, table
from dpo_office.organisation.models import User
from dpo_office.organisation.services import accounts, invitations
from tests.organisation.conftest import PASSWORD, code_now, give_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]
LIST = "admin:organisation_user_changelist"
STEPS = {
    "give_role": {"role": "Security"},
    "take_role": {"role": "Staff"},
    "invite_again": {},
    "end_sessions": {},
    "reset_factor": {"reason": "Met her at her desk"},
    "change_address": {"email": "siim.new@office.example"},
    "deactivate": {},
}
ADMITTED = {"name": "Uus Töötaja", "email": "Uus@Office.example", "role": "Staff"}


@pytest.fixture
def desk(admin_of, dpo):
    """A DPO who just signed in with both factors."""
    return admin_of(dpo)


@pytest.fixture
def take(desk, staff):
    """Takes a step on the staff member by the dialog; the page it leads to."""

    def step(name, data=None, user=None):
        url = reverse(f"admin:organisation_user_{name}", args=[(user or staff).pk])
        data = {"_form_submitted": "on", **(STEPS.get(name, {}) if data is None else data)}
        answer = desk.post(url, data, headers={"HX-Request": "true"})
        assert "HX-Redirect" in answer, answer.content
        return desk.get(answer["HX-Redirect"]).content.decode()

    return step


def kinds():
    return set(Event.objects.values_list("kind", flat=True))


def test_the_list_and_its_filters_and_search_open(desk, staff, auditor):
    page = reverse(LIST)
    assert b"Siim Katse" in desk.get(page).content
    assert b"Siim Katse" in desk.get(page, {"q": "siim"}).content
    assert b"Siim Katse" not in desk.get(page, {"q": "olaf"}).content
    assert b"Siim Katse" not in desk.get(page, {"role": "Auditor"}).content
    assert b"Siim Katse" not in desk.get(page, {"is_active__exact": "0"}).content


def test_a_person_s_page_opens(desk, staff):
    page = desk.get(reverse("admin:organisation_user_change", args=[staff.pk])).content.decode()
    assert "siim@office.example" in page
    assert "pbkdf2" not in page


@pytest.mark.parametrize("who", roles.ROLES)
def test_the_table_says_who_opens_the_people(admin_of, who, db):
    user = User.objects.create_user("one@role.example", name="One")
    user.groups.set(Group.objects.filter(name=who))
    allowed = who in roles_that_may("view", "organisation.user")
    assert admin_of(user).get(reverse(LIST)).status_code == (200 if allowed else 403)


def test_admitting_sends_a_link_that_sets_a_password_once(desk, settings):
    answer = desk.post(reverse("admin:organisation_user_add"), ADMITTED)
    user = User.objects.get(email="uus@office.example")
    assert answer.url == reverse("admin:organisation_user_change", args=[user.pk])
    assert (user.role_names, user.has_usable_password()) == ({"Staff"}, False)
    assert {"user.admitted", "user.role_given", "link.made"} <= kinds()
    (told,) = mail.outbox
    assert told.to == ["uus@office.example"]
    path = next(w for w in told.body.split() if "/p/" in w).removeprefix(settings.SITE_URL)
    new = Client()
    assert new.get(path).status_code == 200
    opened = new.post(path)
    words = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert new.get(opened.url).status_code == 200
    assert new.post(opened.url, words).url == reverse("account_login")
    assert give_password(Client(), user).status_code == 302
    assert new.post(opened.url, words).status_code == 404
    assert new.post(path).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "siim@OFFICE.example"}, "Somebody has this address already."),
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"name": ""}, "This field is required."),
        ({"role": "Emperor"}, "Emperor is not one of the available choices."),
    ],
)
def test_a_refused_admission_says_why_and_loses_nothing(desk, staff, wrong, said):
    typed = {**ADMITTED, **wrong}
    page = desk.post(reverse("admin:organisation_user_add"), typed).content.decode()
    assert said in page
    assert all(value in page for value in (typed["name"], typed["email"]))
    assert not User.objects.filter(email="uus@office.example").exists()


def test_a_password_that_is_too_weak_is_refused_by_the_link(staff, settings):
    address = invitations.invite(staff, by=None, now=timezone.now())
    new = Client()
    opened = new.post(address.removeprefix(settings.SITE_URL))
    answer = new.post(opened.url, {"new_password1": "short", "new_password2": "short"})
    assert "at least 15 characters" in answer.content.decode()
    assert not User.objects.get(pk=staff.pk).has_usable_password()


def test_a_role_is_given_and_counts_at_the_next_request(take, admin_of, staff):
    """V8.3.2: rights are read anew on each request."""
    client, page = admin_of(staff), reverse("admin:worklist_finding_changelist")
    assert client.get(page).status_code == 403
    assert "The role is given" in take("give_role")
    assert client.get(page).status_code == 200


def test_a_role_is_taken_and_refused_at_the_next_request(take, admin_of, staff):
    client, page = admin_of(staff), reverse("admin:requests_app_subjectrequest_changelist")
    assert client.get(page).status_code == 200
    assert "The role is taken" in take("take_role")
    assert client.get(page).status_code == 403


def test_taking_a_role_that_they_do_not_have_is_refused(take):
    assert "does not have that role" in take("take_role", {"role": "Auditor"})


def test_an_invitation_ends_the_former_link(take, staff, client, settings):
    take("invite_again")
    former = next(w for w in mail.outbox[-1].body.split() if "/p/" in w)
    take("invite_again")
    assert client.get(former.removeprefix(settings.SITE_URL)).status_code == 404


def test_closing_the_office_ends_the_session_at_once(take, sign_in, staff):
    client = sign_in(staff)
    assert "The office is closed to them" in take("deactivate")
    assert client.get("/admin/").url.startswith("/admin/login/")
    assert b"are not correct" in give_password(Client(), staff).content


def test_closing_twice_is_refused(take):
    take("deactivate")
    assert "closed to Siim Katse already" in take("deactivate")


def test_opening_again_starts_from_nothing(take, sign_in, staff):
    """V6.4: neither the old password nor the old factor opens it."""
    sign_in(staff)
    take("deactivate")
    assert "open to them again" in take("reactivate")
    staff.refresh_from_db()
    assert (staff.is_active, staff.has_usable_password()) == (True, False)
    assert not staff.authenticator_set.exists()
    assert mail.outbox[-1].to == [staff.email]


def test_opening_what_is_open_is_refused(take):
    assert "Only a closed account" in take("reactivate")


def test_a_closed_account_loses_its_name(take, staff, desk):
    take("deactivate")
    assert "Name and address are removed" in take("strip_name")
    staff.refresh_from_db()
    assert (staff.name, staff.email) == ("", f"former-{staff.pk}@removed.invalid")
    assert b"Katse" not in desk.get(reverse(LIST)).content
    assert "Only a closed account that has its name" in take("reactivate")


def test_an_open_account_keeps_its_name(take, staff):
    assert "Only a closed account" in take("strip_name")
    staff.refresh_from_db()
    assert staff.name == "Siim Katse"


def test_a_lost_factor_is_reset_with_reason(take, sign_in, staff):
    """V6.4.4: a second person confirms who it is; all else ends; the person is told."""
    client = sign_in(staff)
    assert "The factor is reset" in take("reset_factor")
    assert client.get("/admin/").url.startswith("/admin/login/")
    assert not staff.authenticator_set.exists()
    staff.refresh_from_db()
    assert not staff.has_usable_password()
    assert "/p/" in mail.outbox[-1].body
    event = Event.objects.get(kind="user.factor_reset")
    assert "desk" not in str(event.facts)
    assert EventDetail.objects.get(event=event).value == "Met her at her desk"


def test_a_reset_without_reason_does_nothing(desk, staff, with_factor):
    with_factor(staff)
    url = reverse("admin:organisation_user_reset_factor", args=[staff.pk])
    page = desk.post(url, {"_form_submitted": "on", "reason": " "}, headers={"HX-Request": "true"})
    assert b"This field is required" in page.content
    assert staff.authenticator_set.exists()


def test_a_changed_address_is_told_to_both(take, staff):
    """V6.3.7."""
    assert "The address is changed" in take("change_address")
    assert {tuple(m.to) for m in mail.outbox} == {
        ("siim@office.example",),
        ("siim.new@office.example",),
    }
    staff.refresh_from_db()
    assert staff.email == "siim.new@office.example"


def test_an_address_of_somebody_else_is_refused(take, auditor):
    assert "Somebody has this address" in take("change_address", {"email": auditor.email})


def test_sessions_of_a_person_end(take, sign_in, staff):
    client = sign_in(staff)
    assert "All their sessions ended" in take("end_sessions")
    assert client.get("/admin/").url.startswith("/admin/login/")


@pytest.mark.parametrize("step", [s for s in STEPS if s not in ("invite_again", "end_sessions")])
def test_nobody_changes_their_own_access(take, dpo, step):
    """F3, F4: another person does."""
    data = {"role": "DPO"} if step == "take_role" else STEPS[step]
    page = take(step, data, user=dpo)
    assert "Nobody changes their own access" in page or "Another person must confirm" in page
    dpo.refresh_from_db()
    assert (dpo.is_active, dpo.email, set(dpo.role_names)) == (
        True, "helve@office.example", {"DPO"},
    )  # fmt: skip


@pytest.mark.parametrize("step", [*STEPS, "reactivate", "strip_name"])
def test_who_may_not_change_people_takes_no_step(admin_of, auditor, staff, step):
    url = reverse(f"admin:organisation_user_{step}", args=[staff.pk])
    assert admin_of(auditor).post(url, STEPS.get(step, {})).status_code == 403


def test_who_may_not_admit_has_no_page_for_it(admin_of, auditor):
    client = admin_of(auditor)
    assert client.get(reverse("admin:organisation_user_add")).status_code == 403
    assert client.post(reverse("admin:organisation_user_add"), ADMITTED).status_code == 403


def test_several_are_let_out_at_once_but_never_oneself(desk, dpo, staff, auditor):
    chosen = [dpo.pk, staff.pk, auditor.pk]
    data = {"action": "deactivate_selected", "_selected_action": chosen}
    page = desk.post(reverse(LIST), data, follow=True).content.decode()
    assert "closed to 2 people" in page
    assert "Nobody changes their own access" in page
    assert list(User.objects.filter(is_active=True)) == [dpo]


def test_sessions_of_several_end_at_once(desk, sign_in, staff):
    client = sign_in(staff)
    data = {"action": "end_sessions_of_selected", "_selected_action": [staff.pk]}
    assert b"1 sessions ended" in desk.post(reverse(LIST), data, follow=True).content
    assert client.get("/admin/").url.startswith("/admin/login/")


def test_people_are_never_edited_or_deleted(desk, staff):
    page = reverse("admin:organisation_user_change", args=[staff.pk])
    assert desk.post(page, {"is_superuser": "on", "email": "x@y.example"}).status_code == 403
    delete = reverse("admin:organisation_user_delete", args=[staff.pk])
    assert desk.post(delete, {"post": "yes"}).status_code == 403


def test_a_stale_session_changes_nobody_until_the_factor_is_shown(
    sign_in, dpo, staff, time_machine
):
    """V7.5.3; and what was typed into the dialog is not lost."""
    client = sign_in(dpo)
    time_machine.shift(timedelta(minutes=6))
    url = reverse("admin:organisation_user_give_role", args=[staff.pk])
    led = client.post(
        url, {"_form_submitted": "on", "role": "Security"}, headers={"HX-Request": "true"}
    )["HX-Redirect"]
    assert led.startswith(reverse("mfa_reauthenticate"))
    assert staff.role_names == {"Staff"}
    done = client.post(led, {"code": code_now()})
    assert done.url == reverse("admin:organisation_user_change", args=[staff.pk])
    assert User.objects.get(pk=staff.pk).role_names == {"Staff", "Security"}


def test_roles_are_those_of_the_table():
    """F3: the migration made the roles that the table names, no more, no less."""
    named = {role for deeds in table().values() for who in deeds.values() for role in who}
    assert named == set(roles.ROLES) == set(Group.objects.values_list("name", flat=True))


def test_an_address_that_is_none_is_refused_by_the_service(dpo):
    with pytest.raises(accounts.AccountRefused, match="is not an e-mail address"):
        accounts.admit(name="X", email="x\n@y.example", role="Staff", by=dpo)
