"""The words that fill a letter: the sender's values, the office's own, and the passages."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone, translation
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Template, TemplateVersion
from dpo_office.correspondence.refusals import LetterRefused
from dpo_office.lib.placeholders import fill, names_in
from dpo_office.organisation.models import Profile

Value = str | int | date

OFFICE_PLACEHOLDERS = ("organisation", "contact", "country", "authority", "today")
SUBJECT_PLACEHOLDERS = ("reference", "organisation", "today")
APP = Path(__file__).parent.parent
AUTHORITIES = tomllib.loads((APP / "authorities.toml").read_text())
COUNTRIES = tomllib.loads((APP / "countries.toml").read_text())
# Words for months where the language allows it; Estonian would have to inflect them.
DATES = {"en": "j F Y", "et": "d.m.Y", "fr": "j F Y", "de": "j. F Y"}


def office_values(language: str) -> dict[str, str]:
    """What the office knows of itself, for every letter."""
    profile = Profile.current()
    values = {
        "organisation": str(profile),
        "contact": profile.email or settings.MAIL_FROM,
        "country": COUNTRIES.get(profile.country, {}).get(language, profile.country),
        "authority": AUTHORITIES.get(profile.authority, {}).get(language, profile.authority),
        "today": timezone.localdate(timezone=profile.zone),
    }
    return in_words(values, language)


def in_words(values: Mapping[str, Value], language: str) -> dict[str, str]:
    """Values as text; dates as that language writes them ("26 November 2026")."""
    return {
        name: day_in_words(value, language) if isinstance(value, date) else str(value)
        for name, value in values.items()
    }


def day_in_words(day: date, language: str) -> str:
    with translation.override(language):
        words = date_format(day, DATES[language])
    return words.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else words


def passages(language: str, keys: list[str], values: Mapping[str, str]) -> dict[str, str]:
    """The passages of these keys in that language, with the office's values filled in."""
    texts = {}
    for template in Template.objects.filter(is_passage=True, key__in=keys):
        texts[template.key] = fill(current_text(template, language).body, values)
    return texts


def current_text(template: Template, language: str) -> TemplateVersion:
    """The newest text; LetterRefused if the template has none in that language."""
    version = template.current(language)
    if version is None:
        raise LetterRefused(
            _("“%(template)s” has no text in %(language)s.")
            % {"template": template, "language": dict(settings.LANGUAGES).get(language, language)}
        )
    return version


def filled(
    version: TemplateVersion, context: Mapping[str, Value]
) -> tuple[str, str, dict[str, str]]:
    """Subject and body of a letter, and the passages that it must keep by their keys.

    Raises PlaceholderRefused if the text uses a placeholder that has no value.
    """
    values = office_values(version.language) | in_words(context, version.language)
    used = passages(version.language, names_in(version.body), values)
    required = {key: used[key] for key in version.template.requires if key in used}
    return fill(version.subject, values), fill(version.body, values | used), required
