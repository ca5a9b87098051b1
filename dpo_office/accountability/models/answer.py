"""The answer library: words that answer more than one enquiry, in versions (O5)."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from dpo_office.accountability.models.enquiry import Enquiry


class LibraryAnswerQuerySet(models.QuerySet["LibraryAnswer"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)

    def matching(self, text: str) -> Self:
        """Answers whose title, or whose text in any version, holds these words."""
        texts = AnswerVersion.objects.filter(body__icontains=text)
        return self.filter(Q(title__icontains=text) | Q(pk__in=texts.values("answer_id")))

    def counted(self) -> Self:
        """Each with `times_used`."""
        return self.annotate(times_used=Count("versions__uses"))


class LibraryAnswer(models.Model):
    """One answer that is given again and again. It names nobody: it is kept as it is."""

    title = models.CharField(_("what it answers"), max_length=160, unique=True)
    kind = models.CharField(_("kind"), max_length=15, choices=Enquiry.Kind)
    retired_at = models.DateTimeField(_("retired"), null=True, editable=False)

    objects: ClassVar = LibraryAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answer library")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def current(self, language: str) -> "AnswerVersion | None":
        """The newest text in that language."""
        return self.versions.filter(language=language).order_by("-number").first()


class AnswerVersion(models.Model):
    """One text in one language; what was once written stays, the next is a new version."""

    answer = models.ForeignKey(LibraryAnswer, models.PROTECT, related_name="versions")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    number = models.PositiveIntegerField(_("version"))
    body = models.TextField(_("text"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("text of an answer")
        verbose_name_plural = _("texts of answers")
        ordering = ["language", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["answer", "language", "number"], name="answer_version_is_unique"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="an_answer_once_written_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} ({self.language}, {self.number})"


class AnswerUse(models.Model):
    """That a version answered an enquiry."""

    version = models.ForeignKey(AnswerVersion, models.PROTECT, related_name="uses")
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="answers_used")

    class Meta:
        verbose_name = _("use of an answer")
        verbose_name_plural = _("uses of answers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "enquiry"], name="a_version_answers_an_enquiry_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.enquiry_id}"
