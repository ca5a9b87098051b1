"""Matters: complaints, authorities, courts; their deadline, letters and outcome (A1)."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import AuditedStatus


class MatterQuerySet(models.QuerySet["Matter"]):
    def open(self) -> Self:
        return self.filter(status=Matter.Status.OPEN)

    def about(self, case: models.Model) -> Self:
        """Matters that a case is linked to."""
        links = MatterLink.objects.about(case)
        return self.filter(pk__in=links.values("matter_id"))

    def redactable(self, closed_before: datetime) -> Self:
        """Closed before that instant and not yet redacted (F5)."""
        return self.filter(closed_at__lt=closed_before, redacted_at__isnull=True)


class Matter(AuditedStatus):
    """A complaint, an inquiry, an inspection or a court case, from its letter to its outcome."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        REDACTED = "redacted", _("redacted")

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.OPEN: frozenset({Status.CLOSED}),
        Status.CLOSED: frozenset({Status.OPEN, Status.REDACTED}),
    }

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("complaint to us")
        THROUGH_AUTHORITY = "through_authority", _("complaint through an authority")
        INQUIRY = "inquiry", _("inquiry of an authority")
        INSPECTION = "inspection", _("inspection")
        COURT = "court", _("court")

    # Where an authority or a court stands behind it, that has a name.
    NAMED = frozenset(set(Kind) - {Kind.COMPLAINT})

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("they were right")
        PARTLY = "partly", _("they were right in part")
        DISMISSED = "dismissed", _("dismissed")
        SETTLED = "settled", _("settled")
        MEASURE = "measure", _("a measure was ordered")
        FINE = "fine", _("a fine was imposed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        NO_ACTION = "no_action", _("closed without a finding")

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    intake_key = models.UUIDField(unique=True, editable=False)
    status = models.CharField(
        _("state"), max_length=10, choices=Status, default=Status.OPEN, editable=False
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    authority = models.CharField(_("authority or court"), max_length=200, blank=True)
    authority_reference = models.CharField(_("its reference"), max_length=120, blank=True)
    complainant = models.CharField(_("who complains"), max_length=200, blank=True)
    words = models.TextField(_("what it is about"), blank=True)
    received_at = models.DateTimeField(_("received"))
    recorded_at = models.DateTimeField(_("recorded"), editable=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("DPO")
    )
    decision_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decision owner"),
    )
    advice = models.TextField(_("advice"), blank=True, editable=False)
    advised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    result = models.TextField(_("what came of it"), blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    redacted_at = models.DateTimeField(_("redacted"), null=True, editable=False)

    objects: ClassVar = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["status", "-id"], name="matter_by_status"),
            models.Index(
                fields=["closed_at"],
                condition=Q(closed_at__isnull=False, redacted_at__isnull=True),
                name="matter_redactable",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_at__lte=models.F("recorded_at")),
                name="matter_is_received_before_it_is_recorded",
                violation_error_message=_("The receipt lies in the future."),
            ),
            models.CheckConstraint(
                condition=Q(kind="complaint") | ~Q(authority=""),
                name="a_matter_of_an_authority_names_it",
                violation_error_message=_("Say which authority or court it is."),
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True, outcome="")
                | ~Q(status="open") & Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="closed_matter_has_its_time_and_outcome",
            ),
            models.CheckConstraint(
                condition=Q(status="redacted", redacted_at__isnull=False)
                | ~Q(status="redacted") & Q(redacted_at__isnull=True),
                name="redacted_matter_has_redaction_time",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class MatterLinkQuerySet(models.QuerySet["MatterLink"]):
    def about(self, case: models.Model) -> Self:
        """Links to that case."""
        return self.filter(case_type=ContentType.objects.get_for_model(case), case_id=case.pk)

    def of_open_matters(self, model: type[models.Model]) -> Self:
        """Links of open matters to cases of that model: none of these is redacted."""
        kind = ContentType.objects.get_for_model(model)
        return self.filter(case_type=kind, matter__status=Matter.Status.OPEN)


class MatterLink(models.Model):
    """A case that a matter is about; while the matter is open the case is held."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="links")
    case_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    case_id = models.BigIntegerField()
    case = GenericForeignKey("case_type", "case_id")
    reference = models.CharField(_("case"), max_length=40)

    objects: ClassVar = MatterLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("linked case")
        verbose_name_plural = _("linked cases")
        ordering = ["id"]
        indexes = [models.Index(fields=["case_type", "case_id"], name="matter_link_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "case_type", "case_id"], name="a_case_is_linked_once"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class MatterPaper(models.Model):
    """A letter that came in: when, from whom, what it says in short; its files are about it."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="papers")
    came_on = models.DateField(_("came on"))
    sender = models.CharField(_("from"), max_length=200, blank=True)
    note = models.TextField(_("what it says"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("letter that came in")
        verbose_name_plural = _("letters that came in")
        ordering = ["-came_on", "-id"]

    def __str__(self) -> str:
        return f"{self.came_on:%d %b %Y}"
