"""A2: seeds of second factors never lie in clear; a check reads the rows and says so."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.checks import run_checks

from dpo_office.lib import doors
from dpo_office.organisation.services import seeds

pytestmark = pytest.mark.django_db


@pytest.fixture
def factors(dpo):
    TOTP.activate(dpo, generate_totp_secret())
    RecoveryCodes.activate(dpo)


def said():
    found = run_checks(tags=["database"], databases=["default"], include_deployment_checks=True)
    return [message.id for message in found if message.id == "office.E114"]


def test_what_allauth_writes_is_sealed(factors):
    assert seeds.in_clear() == []
    assert said() == []


@pytest.mark.parametrize(
    ("type", "data"),
    [
        ("totp", {"secret": "JBSWY3DPEHPK3PXP"}),
        ("recovery_codes", {"seed": "5eed" * 20, "used_mask": 0}),
        ("recovery_codes", {"migrated_codes": ["12345678"]}),
    ],
)
def test_a_seed_in_clear_fails_the_check_and_breaks_the_invariant(deputy, factors, type, data):
    factor = Authenticator.objects.create(user=deputy, type=type, data=data)
    assert said() == ["office.E114"]
    assert doors.invariants.get("second factors").broken() == [
        f"the seed of authenticator {factor.pk} is not sealed"
    ]


def test_moved_codes_are_sealed_too(deputy):
    codes = {"migrated_codes": [seeds.seal("12345678")]}
    Authenticator.objects.create(user=deputy, type="recovery_codes", data=codes)
    assert said() == []


def test_a_key_too_short_is_refused(settings):
    settings.FILES_KEY = "short"
    assert "office.E113" in [message.id for message in run_checks(tags=["security"])]
