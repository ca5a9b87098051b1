"""V6.2: long, not common, not our own name, kept slowly; no rule about kinds of characters."""

import gzip

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError

from dpo_office import settings as office
from dpo_office.organisation.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]
OWNER = User(email="helve.proovikivi@office.example", name="Helve Proovikivi")


ANOTHER = User(email="o@office.example", name="Õie Hirmusadam")


@pytest.mark.parametrize(
    "word",
    [
        "short but sweet",  # fifteen
        "correct horse battery staple",
        "aaaa bbbb cccc dddd",  # no kinds of characters are asked for
        "ainult väiketähed õues",
        "   leading blanks count   ",
        "密码密码密码密码密码密码密码密码",
        "x" * 128,
    ],
)
def test_good_ones_pass(word):
    validate_password(word, OWNER)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("fourteen signs", "at least 15 characters"),
        ("1q2w3e4r5t6y7u8i9o0p", "too common"),
        ("Reachpeople OÜ 2026", "name of the organisation"),
        ("conversion-conversion-1", "name of the organisation"),
        ("DPO Office 123456", "name of the organisation"),
        ("helve.proovikivi", "too similar to the e-mail"),
        ("Õie  Hirmusadam", "too similar to the name"),
    ],
)
def test_bad_ones_are_refused_in_words(word, said):
    with pytest.raises(ValidationError) as refusal:
        validate_password(word, ANOTHER if "Õie" in word else OWNER)
    assert said in " ".join(refusal.value.messages)


def test_a_name_inside_a_long_one_does_no_harm():
    validate_password("conversion of a walnut into a boat", OWNER)


def test_nothing_asks_for_digits_or_signs():
    """V6.2.5: no rule of composition."""
    names = " ".join(each["NAME"] for each in office.AUTH_PASSWORD_VALIDATORS)
    assert "Numeric" not in names
    assert office.AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"] == {"min_length": 15}


def test_a_list_of_breached_ones_is_used_where_it_is_given(tmp_path):
    """V6.2.12: a setting; without it the exception is documented."""
    known = tmp_path / "breached.gz"
    known.write_bytes(gzip.compress(b"correct horse battery staple\n"))
    (check,) = get_password_validators(
        [
            {
                "NAME": "django.contrib.auth.password_validation.CommonPasswordValidator",
                "OPTIONS": {"password_list_path": known},
            }
        ]
    )
    with pytest.raises(ValidationError, match="too common"):
        check.validate("Correct Horse Battery Staple")


def test_they_are_kept_by_a_million_rounds(settings):
    """V6.2.10, V11.4.2."""
    assert office.PASSWORD_ROUNDS == 1_000_000
    settings.PASSWORD_HASHERS = office.PASSWORD_HASHERS
    kept = make_password("correct horse battery staple")
    assert kept.startswith("pbkdf2_sha256$1000000$")
    assert identify_hasher(kept).algorithm == "pbkdf2_sha256"
