"""PBKDF2-SHA256 with the rounds that settings say: a million, fewer in tests."""

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher


class MillionRounds(PBKDF2PasswordHasher):
    iterations = settings.PASSWORD_ROUNDS
