"""13.2.1, 16.4.2: the app's role owns nothing and may only add to the trail."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import ProgrammingError, transaction

from dpo_office.evidence.models import Event, EventDetail, record
from dpo_office.evidence.services import app_role
from dpo_office.evidence.services.erasing import erase_details
from tests.evidence.conftest import run

pytestmark = pytest.mark.django_db
ROLE = "office_test_app"  # gone with the test's transaction


@pytest.fixture
def as_app():
    """In the role of the app, with the rights that the command gives."""
    call_command("grant_app_role", ROLE, "--create")
    run(f"SET LOCAL ROLE {ROLE}")
    yield
    run("RESET ROLE")


def wrong() -> set[str]:
    found = run_checks(include_deployment_checks=True, tags=["database"], databases=["default"])
    return {message.id for message in found}


def test_the_role_that_the_command_makes_passes(as_app):
    assert wrong() == set()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("UPDATE ON evidence_event", "office.E332"),
        ("UPDATE (kind) ON evidence_event", "office.E332"),
        ("DELETE ON evidence_seal", "office.E332"),
        ("TRUNCATE ON evidence_event", "office.E332"),
        ("TRIGGER ON evidence_officekey", "office.E332"),
        ("DELETE ON evidence_eventdetail", "office.E333"),
        ("UPDATE ON evidence_eventdetail", "office.E333"),
    ],
)
def test_a_right_too_many_is_an_error(as_app, given, code):
    run("RESET ROLE")
    run(f"GRANT {given} TO {ROLE}")
    run(f"SET LOCAL ROLE {ROLE}")
    assert wrong() == {code}


def test_a_right_too_few_is_an_error(as_app):
    run("RESET ROLE")
    run(f"REVOKE INSERT ON evidence_event FROM {ROLE}")
    run(f"SET LOCAL ROLE {ROLE}")
    assert wrong() == {"office.E334"}


def test_an_owner_is_an_error(as_app):
    run("RESET ROLE")
    run(f"ALTER TABLE evidence_casenumber OWNER TO {ROLE}")
    run(f"SET LOCAL ROLE {ROLE}")
    assert wrong() == {"office.E331"}


def test_a_superuser_is_an_error():
    assert wrong() == {"office.E330"}


@pytest.mark.parametrize("how", ["DISABLE TRIGGER an_event_stays", "ENABLE TRIGGER events_stay"])
def test_a_guard_that_is_off_or_can_be_switched_off_is_an_error(as_app, how):
    run("RESET ROLE")
    run(f"ALTER TABLE evidence_event {how}")
    run(f"SET LOCAL ROLE {ROLE}")
    assert wrong() == {"office.E335"}


def test_the_role_writes_and_erases_and_no_more(as_app, somebody):
    record("matter.noted", somebody, by=None, values={"reason": "why"})
    assert erase_details(about=somebody, by=None) == 1
    for statement in ("UPDATE evidence_event SET kind = 'x'", "DELETE FROM evidence_seal"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            run(statement)
    assert Event.objects.count() == 2
    assert EventDetail.objects.get().value is None


def test_rights_can_be_given_twice(as_app):
    run("RESET ROLE")
    app_role.grant_to(ROLE)
    run(f"SET LOCAL ROLE {ROLE}")
    assert wrong() == set()


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("ANCHOR_TO", "", "office.E336"),
        ("ANCHOR_TO", "nobody", "office.E336"),
        ("SIGNING_KEYS", [], "office.E337"),
        ("SIGNING_KEYS", ["0123ABCD"], "office.E337"),
    ],
)
def test_anchor_and_keys_must_be_named(settings, setting, value, code):
    settings.ANCHOR_TO, settings.SIGNING_KEYS = "a@notary.example", ["A" * 40]
    assert code not in security_errors()
    setattr(settings, setting, value)
    assert code in security_errors()


def security_errors() -> set[str]:
    return {m.id for m in run_checks(include_deployment_checks=True, tags=["security"])}
