"""V7: sessions end when idle, when old, when too many, and when access changes."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dpo_office.evidence.models import Event
from dpo_office.organisation.models import ApiToken, OneTimeLink
from dpo_office.organisation.services import accounts, links, tokens
from dpo_office.worklist.models import CalendarFeed
from dpo_office.worklist.services import calendars
from tests.organisation.conftest import PASSWORD, code_now, give_code, give_password
from tests.worklist.conftest import in_threads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]
NEW = PASSWORD + " anew"


def is_in(client) -> bool:
    return client.get("/admin/").status_code == 200


def test_idle_for_half_an_hour_it_ends(sign_in, dpo, time_machine):
    client = sign_in(dpo)
    time_machine.shift(timedelta(minutes=29))
    assert is_in(client)
    time_machine.shift(timedelta(minutes=29))
    assert is_in(client)
    time_machine.shift(timedelta(minutes=31))
    assert not is_in(client)


def test_in_use_it_ends_after_twelve_hours(sign_in, dpo, time_machine):
    client = sign_in(dpo)
    for _ in range(28):
        time_machine.shift(timedelta(minutes=25))
        assert is_in(client)
    time_machine.shift(timedelta(minutes=25))
    assert not is_in(client)


def test_none_outlives_the_browser(sign_in, dpo):
    cookie = sign_in(dpo).cookies["session"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_fourth_session_ends_the_oldest(sign_in, dpo, time_machine):
    clients = []
    for _ in range(4):
        clients.append(sign_in(dpo))
        time_machine.shift(timedelta(minutes=1))
    assert [is_in(client) for client in clients] == [False, True, True, True]


@pytest.mark.django_db(transaction=True)
def test_many_who_sign_in_at_once_leave_three(dpo, with_factor):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    codes = iter(RecoveryCodes.activate(with_factor(dpo)).generate_codes())

    def enter():
        client = Client()
        give_password(client, dpo)
        return give_code(client, next(codes)).status_code

    answers = in_threads(5, enter)
    # Whose session is ended by a later one before the answer is out is told so (SessionInterrupted).
    assert set(answers) <= {302, 400}
    assert answers.count(302) >= 3
    assert UserSession.objects.filter(user=dpo).count() == 3


def test_the_session_s_key_changes_at_each_step_in(dpo, with_factor):
    """V7.2.4: a key that somebody planted before is worth nothing after."""
    client = Client()
    client.get(reverse("account_login"))
    give_password(client, with_factor(dpo))
    planted = client.cookies["session"].value
    give_code(client)
    assert client.cookies["session"].value != planted
    thief = Client()
    thief.cookies["session"] = planted
    assert not is_in(thief)


def test_signing_out_ends_it_and_clears_the_browser(sign_in, dpo):
    """V7.4.1, V14.3.1."""
    client = sign_in(dpo)
    kept = client.cookies["session"].value
    answer = client.post(reverse("account_logout"))
    assert answer.url == reverse("account_login")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    thief = Client()
    thief.cookies["session"] = kept
    assert not is_in(thief)


def test_a_link_alone_signs_nobody_out(sign_in, dpo):
    client = sign_in(dpo)
    client.get(reverse("account_logout"))
    client.get("/admin/logout/")
    assert is_in(client)


@pytest.fixture
def access(own_database, profile, sign_in, dpo, staff, settings):
    """Everything that a person enters with; asks each whether it still opens something."""

    class Access:
        mine, other = sign_in(staff), sign_in(staff)
        token = tokens.make(
            "script", scopes=["token.read"], expires_at=timezone.now() + timedelta(days=9),
            by=staff, now=timezone.now(),
        )  # fmt: skip
        link = links.make("account set-up", life=timedelta(days=1), now=timezone.now(), user=staff)
        feed = calendars.open_feed(staff, by=staff)

        def opened(self):
            header = {"Authorization": f"Bearer {self.token}"}
            asked = {
                "mine": self.mine.get("/admin/"),
                "other": self.other.get("/admin/"),
                "token": Client().get("/api/v1/whoami", headers=header),
                "link": Client().get(f"/p/{self.link}/"),
                "feed": Client().get(reverse("calendar_feed", args=[self.feed])),
            }
            return {name for name, answer in asked.items() if answer.status_code == 200}

    access = Access()
    assert access.opened() == {"mine", "other", "token", "link", "feed"}
    return access


def change_password(client):
    client.post(reverse("mfa_reauthenticate"), {"code": code_now()})
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), data).status_code == 302


def renew_codes(client):
    assert client.post(reverse("mfa_generate_recovery_codes")).status_code == 302


def test_a_new_password_ends_all(access, staff):
    """V7.4.3."""
    change_password(access.mine)
    assert access.opened() == set()
    assert Event.objects.filter(kind="user.password_set").exists()
    assert "Password Changed" in mail.outbox[-1].subject


def test_a_reset_password_ends_all(access, staff):
    browser = Client()
    browser.post(reverse("account_reset_password"), {"email": staff.email})
    address = next(w for w in mail.outbox[-1].body.split() if "/password/reset/key/" in w)
    form = browser.get(address.partition("testserver")[2]).url
    browser.post(form, {"password1": NEW, "password2": NEW})
    assert access.opened() == set()


def test_renewed_recovery_codes_end_all_but_this_session(access, staff, time_machine):
    """V7.4.3: and a mail says so (V6.3.7)."""
    time_machine.shift(60)
    access.mine.post(reverse("mfa_reauthenticate"), {"code": code_now()})
    renew_codes(access.mine)
    assert access.opened() == {"mine"}
    assert "Recovery Codes" in mail.outbox[-1].subject


def test_a_closed_account_ends_all(access, dpo, staff):
    accounts.deactivate(staff, by=dpo, now=timezone.now())
    assert access.opened() == set()


def test_an_account_closed_behind_the_services_ends_all(access, staff):
    """Rights are read on each request: even plain SQL closes the office at once."""
    type(staff).objects.filter(pk=staff.pk).update(is_active=False)
    assert access.opened() == set()


def test_the_trail_tells_what_ended(access, dpo, staff):
    accounts.deactivate(staff, by=dpo, now=timezone.now())
    facts = {}
    for event in Event.objects.filter(kind__in=["user.sessions_ended", "user.keys_ended"]):
        facts |= event.facts
    assert facts == {"sessions": 2, "api_tokens": 1, "links": 1, "calendar_addresses": 1}
    assert not ApiToken.objects.filter(revoked_at=None).exists()
    assert not OneTimeLink.objects.filter(uses_left__gt=0).exists()
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()


def test_one_s_own_sessions_are_listed_and_ended(sign_in, dpo):
    mine, other = sign_in(dpo), sign_in(dpo, **{"User-Agent": "Firefox/128"})
    page = mine.get(reverse("usersessions_list"))
    assert b"Firefox/128" in page.content
    mine.post(reverse("usersessions_list"))
    assert (is_in(mine), is_in(other)) == (True, False)


def test_a_sign_in_from_a_new_browser_is_told(sign_in, dpo):
    """V8.4.2: fresh factor, and a mail to the person."""
    sign_in(dpo, **{"User-Agent": "Firefox/128.0"})
    mail.outbox.clear()
    sign_in(dpo, **{"User-Agent": "Firefox/129.0"})  # the same browser, a month later
    assert mail.outbox == []
    sign_in(dpo, **{"User-Agent": "Chrome/140"})
    assert [m.subject for m in mail.outbox] == ["A new sign-in to your account"]
    assert "Chrome/140" in mail.outbox[0].body


def test_a_sign_in_from_a_new_network_is_told(dpo, with_factor, settings):
    settings.ADMIN_ALLOWED_NETWORKS = ["127.0.0.0/8", "10.20.0.0/16"]
    for address, code in (("127.0.0.1", "totp"), ("10.20.0.7", "recovery")):
        from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

        recovery = RecoveryCodes.activate(with_factor(dpo)).get_unused_codes()[0]
        client = Client(REMOTE_ADDR=address)
        give_password(client, dpo)
        give_code(client, recovery if code == "recovery" else "")
    assert [m.subject for m in mail.outbox] == ["A new sign-in to your account"]
    assert "10.20.0.7" in mail.outbox[0].body


def test_no_address_is_kept_in_clear_beside_the_session(sign_in, dpo):
    sign_in(dpo)
    assert "127.0.0.1" not in str(list(dpo.places.values()))


@pytest.mark.parametrize("factor", ["totp"])
def test_a_factor_taken_behind_the_services_closes_the_session(sign_in, dpo, factor):
    client = sign_in(dpo)
    Authenticator.objects.filter(user=dpo, type=factor).delete()
    assert client.get("/admin/").url == reverse("mfa_activate_totp")
