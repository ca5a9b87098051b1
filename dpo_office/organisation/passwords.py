"""How passwords are kept and which are refused (V6.2)."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dpo_office.organisation.models import Profile

PRODUCT = ("dpooffice", "dataprotection")
SHORTEST = 4  # letters; a shorter word of a name is in too many good passwords


class MillionRounds(PBKDF2PasswordHasher):
    """PBKDF2-SHA256 with the rounds that settings say: a million, fewer in tests."""

    iterations = settings.PASSWORD_ROUNDS


class OrganisationWords:
    """Refuses passwords that are little more than the organisation's or the product's name."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError if fewer than eight characters are left without those words."""
        rest = re.sub(r"[\W_]+", "", password.lower())
        for word in self._words():
            rest = rest.replace(word, "")
        if len(rest) < 8:
            raise ValidationError(self.get_help_text(), code="organisation_words")

    def get_help_text(self) -> str:
        return _("Do not build it from the name of the organisation or of this office.")

    def _words(self) -> list[str]:
        profile = Profile.current()
        names = f"{profile.legal_name} {profile.trade_name} {profile.email}".lower()
        words = {word for word in re.split(r"[\W_]+", names) if len(word) >= SHORTEST}
        return sorted({*words, *PRODUCT}, key=len, reverse=True)
