"""Signing in the admin: what waits for me, look and sign, a fresh factor, refusals (F4, 7.5.3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dpo_office.evidence.models import Approval
from dpo_office.evidence.services import approvals
from dpo_office.worklist.models import Task

pytestmark = pytest.mark.django_db
LIST = "/admin/evidence/approval/"


@pytest.fixture
def approval(somebody, dpo, profile) -> Approval:
    now = timezone.now()
    return approvals.ask(
        somebody, purpose="Purge by a new rule", content={"rows": 7}, by=dpo, now=now,
        summary=["7 rows of connection logs", "<b>no</b> person"],
        expires_at=now + timedelta(days=2),
    )  # fmt: skip


@pytest.fixture
def signer(deputy, admin_of):
    return admin_of(deputy)


def page(approval):
    return f"{LIST}{approval.pk}/change/"


def take(client, approval, step, **words):
    data = {f"{step}-{name}": value for name, value in words.items()}
    return client.post(f"{LIST}{approval.pk}/step/{step}/", data, follow=True)


def test_the_page_shows_exactly_what_is_signed(signer, approval):
    text = signer.get(page(approval)).content.decode()
    for shown in ("7 rows of connection logs", "&lt;b&gt;no", approval.digest, "Helve Proov"):
        assert shown in text
    assert f'name="sign-seen" value="{approval.digest}"' in text


def test_looking_and_signing(signer, approval, deputy):
    text = take(signer, approval, "sign", read="on", seen=approval.digest).content.decode()
    assert "Signed. Whoever asked can go on." in text
    approval.refresh_from_db()
    assert approval.signed_by == deputy


def test_without_the_tick_nothing_is_signed(signer, approval):
    take(signer, approval, "sign", seen=approval.digest)
    approval.refresh_from_db()
    assert approval.status == "waiting"


def test_another_digest_than_the_page_showed_is_refused(signer, approval):
    text = take(signer, approval, "sign", read="on", seen="0" * 64).content.decode()
    assert "not what the page showed you" in text


def test_refusing_says_why(signer, approval):
    assert "Refused." in take(signer, approval, "refuse", reason="Too wide.").content.decode()
    approval.refresh_from_db()
    assert approval.status == "refused"


def test_whoever_asked_sees_why_they_cannot_sign(dpo, admin_of, approval):
    client = admin_of(dpo)
    assert "somebody else has to sign" in client.get(page(approval)).content.decode()
    text = take(client, approval, "sign", read="on", seen=approval.digest).content.decode()
    assert "You asked for it yourself" in text
    approval.refresh_from_db()
    assert approval.status == "waiting"


def test_whoever_asked_can_break_the_glass(dpo, decision_owner, admin_of, approval):
    text = take(admin_of(dpo), approval, "break_glass", reason="It burns.").content.decode()
    assert "you signed alone" in text
    assert "signed by one person alone" in text
    assert Task.objects.about(approval).get().owner == decision_owner


@pytest.mark.parametrize("step", ["sign", "refuse", "break_glass"])
def test_a_stale_session_shows_the_factor_first(signer, approval, time_machine, step):
    """7.5.3: five minutes."""
    time_machine.move_to(timezone.now() + timedelta(minutes=5, seconds=1))
    data = {f"{step}-reason": "x", f"{step}-read": "on", f"{step}-seen": approval.digest}
    answer = signer.post(f"{LIST}{approval.pk}/step/{step}/", data)
    assert answer.url.startswith("/accounts/2fa/reauthenticate/")
    approval.refresh_from_db()
    assert approval.status == "waiting"


def test_signing_by_get_is_not_possible(signer, approval):
    assert signer.get(f"{LIST}{approval.pk}/step/sign/").status_code == 405


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("staff", 403)])
def test_other_roles_do_not_sign(request, admin_of, approval, role, status):
    client = admin_of(request.getfixturevalue(role))
    answer = take(client, approval, "sign", read="on", seen=approval.digest)
    assert answer.status_code == status


def test_an_auditor_reads_without_buttons(auditor, admin_of, approval):
    text = admin_of(auditor).get(page(approval)).content.decode()
    assert approval.digest in text
    assert "/step/sign/" not in text


def test_the_list_begins_with_what_waits_for_me(signer, dpo, admin_of, approval):
    assert "Purge by a new rule" in signer.get(LIST).content.decode()
    mine = admin_of(dpo)
    assert "Purge by a new rule" not in mine.get(LIST).content.decode()
    assert "Purge by a new rule" in mine.get(LIST, {"which": "all"}).content.decode()


def test_it_stands_on_the_first_page_of_whoever_can_sign(signer, dpo, admin_of, approval):
    assert "Purge by a new rule" in signer.get("/admin/").content.decode()
    assert "Purge by a new rule" not in admin_of(dpo).get("/admin/").content.decode()
