"""Which country's law applies to which topic, typed as lines."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dpo_office.organisation.models.profile import known_country


class LawByTopic(forms.CharField):
    """One line for each topic whose law is not that of the establishment: “connection logs: FR”."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return "\n".join(f"{topic}: {country}" for topic, country in value.items())
        return value

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in super().to_python(value).splitlines()]
        return dict(_read(line) for line in lines if line)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))


def _read(line: str) -> tuple[str, str]:
    topic, colon, country = (part.strip() for part in line.rpartition(":"))
    if not (topic and colon and country):
        said = _("“%(line)s”: write a topic, a colon and a country, such as connection logs: FR.")
        raise ValidationError(said % {"line": line})
    known_country(country)
    return topic, country
