"""The one organisation that the office serves (O1): whose law, whose calendar, whose name."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo, available_timezones

import holidays
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT: ContextVar["Profile | None"] = ContextVar("profile", default=None)


def known_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(
            _("“%(zone)s” is no time zone. Example: Europe/Tallinn.") % {"zone": name}
        )


def known_country(code: str) -> None:
    if code not in holidays.list_supported_countries():
        raise ValidationError(
            _("“%(code)s” is no country whose holidays are known.") % {"code": code}
        )


def known_domain(name: str) -> None:
    if not re.fullmatch(r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+", name.strip().lower()):
        raise ValidationError(_("“%(name)s” is no domain. Example: company.eu.") % {"name": name})


class Profile(models.Model):
    """Name, place and calendar; no path depends on where a data subject lives (O1)."""

    legal_name = models.CharField(_("legal name"), max_length=200)
    trade_name = models.CharField(_("trade name"), max_length=200, blank=True)
    address = models.TextField(_("address"), blank=True)
    country = models.CharField(
        _("country of establishment"),
        max_length=2,
        default="EE",
        validators=[known_country],
        help_text=_("Two letters. Its holidays move legal deadlines."),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="Europe/Tallinn", validators=[known_zone]
    )
    email = models.EmailField(_("privacy contact"), blank=True)
    mail_domains = ArrayField(
        models.CharField(max_length=253, validators=[known_domain]),
        verbose_name=_("mail domains"),
        default=list,
        blank=True,
        help_text=_("The company's own, with commas. Colleagues are asked at these only."),
    )
    authority = models.CharField(_("lead authority"), max_length=200, blank=True)
    working_hours = models.CharField(_("working hours"), max_length=80, blank=True)
    law_by_topic = models.JSONField(_("law by topic"), default=dict, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisation")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="there_is_one_organisation",
                violation_error_message=_("The office serves one organisation."),
            )
        ]

    def __str__(self) -> str:
        return self.trade_name or self.legal_name

    @classmethod
    def current(cls) -> "Profile":
        """The organisation's profile; an unnamed one in an office that was just opened."""
        return KEPT.get() or cls.objects.filter(pk=1).first() or cls(pk=1, legal_name="")

    @classmethod
    @contextmanager
    def kept(cls) -> Iterator["Profile"]:
        """Inside, all who ask share what was read once: a page asks ten times."""
        profile = cls.current()
        token = KEPT.set(profile)
        try:
            yield profile
        finally:
            KEPT.reset(token)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which law is computed and dates are shown."""
        return ZoneInfo(self.time_zone)
