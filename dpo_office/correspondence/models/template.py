"""Texts of letters: versions that never change; an edit makes the next one (A11)."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Template(models.Model):
    """One kind of letter, or a passage that letters must contain (GDPR Art. 12(4)).

    `placeholders` are the values that the sender of this letter gives; the office's own
    values and the passages can be used in every text.
    """

    key = models.SlugField(_("key"), max_length=40, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("when it is used"), max_length=300, blank=True)
    placeholders = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    requires = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text=_("Passages without which this letter is not saved and not sent."),
    )
    is_passage = models.BooleanField(_("passage of other letters"), default=False)
    is_answer = models.BooleanField(
        _("answer"),
        default=False,
        help_text=_("Goes only to an address that was shown to be the person's."),
    )
    with_pdf = models.BooleanField(_("with PDF"), default=False)

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        ordering = ["is_passage", "name"]

    def __str__(self) -> str:
        return self.name

    def current(self, language: str) -> "TemplateVersion | None":
        """The newest text in that language."""
        return self.versions.filter(language=language).order_by("-number").first()


class TemplateVersion(models.Model):
    """One text in one language; what was once written stays as it was."""

    template = models.ForeignKey(Template, models.PROTECT, related_name="versions")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    number = models.PositiveIntegerField(_("version"))
    subject = models.CharField(
        _("subject"),
        max_length=200,
        blank=True,
        help_text=_("The reference only: subjects are read by many eyes."),
    )
    body = models.TextField(_("text"))
    shipped = models.BooleanField(_("came with the office"), default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    reviewed_on = models.DateField(_("reviewed by a lawyer on"), null=True, blank=True)
    reviewed_by = models.CharField(_("lawyer"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        ordering = ["template", "language", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["template", "language", "number"], name="template_version_is_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_on__isnull=True, reviewed_by="")
                | models.Q(~models.Q(reviewed_by=""), reviewed_on__isnull=False),
                name="review_has_both_a_date_and_a_lawyer",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="a_text_once_written_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "template", "language", "number", "subject", "body", "shipped"
                ),
            ),
            pgtrigger.Protect(name="a_text_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.language}, {self.number})"

    @property
    def warning(self) -> str:
        """What to say where the text is used, if no lawyer has read it."""
        return "" if self.reviewed_on else str(_("No lawyer has reviewed this text yet."))
