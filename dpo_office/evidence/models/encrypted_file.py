"""A file that the office keeps: encrypted on the disk, known by its row here."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dpo_office.lib import secret_box
from dpo_office.lib.file_kinds import KINDS

NAMES = "names of files"


class EncryptedFileQuerySet(models.QuerySet["EncryptedFile"]):
    def about(self, record: models.Model) -> Self:
        """Files about that record."""
        return self.filter(about_type=ContentType.objects.get_for_model(record), about_id=record.pk)

    def over(self, now: datetime) -> Self:
        """Those whose time is over."""
        return self.filter(expires_at__lte=now)


class EncryptedFile(models.Model):
    """One file about a record. On the disk it has a random name and nothing in clear.

    Its data key is wrapped by the key `key_id`; its own name may name a person and is sealed.
    """

    class Scan(models.TextChoices):
        NONE = "none", _("not scanned")
        CLEAN = "clean", _("nothing found")

    stored_as = models.CharField(max_length=32, unique=True, editable=False)
    about_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    sealed_name = models.TextField(editable=False)
    kind = models.CharField(_("type"), max_length=20)
    size = models.BigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    key_id = models.CharField(max_length=16, db_index=True, editable=False)
    wrapped_key = models.BinaryField(max_length=40)
    from_outside = models.BooleanField(_("came from outside"), default=True)
    scan = models.CharField(_("malware scan"), max_length=5, choices=Scan, default=Scan.NONE)
    stored_at = models.DateTimeField(_("stored"))
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    expires_at = models.DateTimeField(_("kept until"), null=True)

    objects: ClassVar = EncryptedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="file_about"),
            models.Index(
                fields=["expires_at"],
                name="file_expires",
                condition=Q(expires_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=0), name="file_has_a_size"),
            models.CheckConstraint(
                condition=Q(stored_as__regex=r"^[0-9a-f]{32}$"), name="file_has_a_random_name"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_has_a_digest"
            ),
            models.CheckConstraint(
                condition=Q(key_id__regex=r"^[0-9a-f]{16}$"), name="file_says_which_key_wraps_it"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("stored_at")),
                name="file_expires_after_it_was_stored",
            ),
        ]

    def __str__(self) -> str:
        return gettext("file %(n)s") % {"n": self.pk}

    @cached_property
    def name(self) -> str:
        """The name that it came with, opened. Raises Unreadable."""
        return secret_box.open_sealed(self.sealed_name, purpose=NAMES)

    @property
    def content_type(self) -> str:
        return KINDS[self.kind].content_type

    @property
    def needs_warning(self) -> bool:
        """Whether whoever opens it must be told that nobody has looked into it (ASVS 5.4.3)."""
        return self.from_outside and self.scan != self.Scan.CLEAN
