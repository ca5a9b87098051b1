"""What people of the office write down about a case for each other."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_app.models.subject_request import SubjectRequest


class Note(models.Model):
    """A note inside the office: no letter quotes it, no customer reads it; redacted with its case."""

    request = models.ForeignKey(SubjectRequest, models.PROTECT, related_name="notes")
    text = models.TextField(_("note"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"#{self.pk}"
