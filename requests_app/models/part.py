"""Who answers what: the parts of a request, by capacity."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import AuditedStatus
from dpo_office.parties.models import Customer
from requests_app.models.subject_request import SubjectRequest


class RequestPartQuerySet(models.QuerySet["RequestPart"]):
    def ours(self) -> Self:
        """Those that we answer as controller."""
        return self.filter(capacity=RequestPart.Capacity.CONTROLLER)

    def of_customers(self) -> Self:
        """Those of customers, without what was taken out before anything left."""
        processor = self.filter(capacity=RequestPart.Capacity.PROCESSOR)
        return processor.exclude(status=RequestPart.Status.REMOVED).select_related("customer")

    def running(self) -> Self:
        """Those of customers in which somebody still has to do something."""
        return self.of_customers().filter(ended_at=None)


class RequestPart(AuditedStatus):
    """The share of a request that one controller answers; has its own clocks (P2.1, P5.1).

    The controller part is decided right by right (`Exercise`). In a processor part we decide
    nothing: its `rights` are passed on to the customer, with `words` and `known_by`, which are all
    that the customer reads; its `status` is its outcome (GDPR Art. 28(3)(a), (e)).
    """

    class Capacity(models.TextChoices):
        CONTROLLER = "controller", _("we answer as controller")
        PROCESSOR = "processor", _("we pass on as processor")

    class Status(models.TextChoices):
        OURS = "ours", _("we answer it")
        OPEN = "open", _("not passed on")
        PASSED_ON = "passed_on", _("passed on")
        INSTRUCTED = "instructed", _("instructed")
        DONE = "done", _("done as instructed")
        CUSTOMER_ANSWERS = "customer_answers", _("the customer answers")
        NO_ANSWER = "no_answer", _("the customer never answered")
        CUSTOMER_GONE = "customer_gone", _("the customer is gone")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REMOVED = "removed", _("taken out")

    _ENDS = frozenset({Status.CUSTOMER_ANSWERS, Status.CUSTOMER_GONE, Status.WITHDRAWN})
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.OPEN: frozenset(
            {Status.PASSED_ON, Status.CUSTOMER_GONE, Status.WITHDRAWN, Status.REMOVED}
        ),
        Status.PASSED_ON: _ENDS | {Status.INSTRUCTED, Status.NO_ANSWER},
        Status.INSTRUCTED: _ENDS | {Status.DONE},
        Status.REMOVED: frozenset({Status.OPEN}),
    }
    # Ends after which nobody has to do anything, and states before anything has left.
    ENDED = _ENDS | {Status.DONE, Status.NO_ANSWER, Status.REMOVED}
    WITH_CUSTOMER = (Status.PASSED_ON, Status.INSTRUCTED)

    request = models.ForeignKey(SubjectRequest, models.PROTECT, related_name="parts")
    capacity = models.CharField(_("capacity"), max_length=12, choices=Capacity)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, verbose_name=_("customer")
    )
    status = models.CharField(
        _("state"), max_length=16, choices=Status, default=Status.OURS, editable=False
    )
    rights = ArrayField(
        models.CharField(max_length=24), default=list, blank=True, verbose_name=_("rights")
    )
    words = models.TextField(_("what the customer reads"), blank=True)
    known_by = models.TextField(_("how the customer knows them"), blank=True)
    why_ended = models.TextField(_("why it ended"), blank=True)
    formed_at = models.DateTimeField(_("formed"), null=True, editable=False)
    passed_on_at = models.DateTimeField(_("passed on"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)
    receipt_at = models.DateTimeField(_("receipt confirmed"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    objects: ClassVar = RequestPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity="controller", customer__isnull=True)
                | Q(capacity="processor", customer__isnull=False),
                name="only_a_processor_part_has_a_customer",
            ),
            models.UniqueConstraint(
                fields=["request", "customer"],
                nulls_distinct=False,
                name="one_part_per_controller",
            ),
            models.CheckConstraint(
                condition=Q(capacity="controller", status="ours")
                | Q(capacity="processor") & ~Q(status="ours"),
                name="we_answer_the_controller_part_only",
            ),
            models.CheckConstraint(
                condition=~Q(
                    status__in=["passed_on", "instructed", "done", "customer_answers", "no_answer"]
                )
                | Q(passed_on_at__isnull=False),
                name="what_a_customer_has_was_passed_on",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["ours", "open", "passed_on", "instructed"])
                & Q(ended_at__isnull=True)
                | ~Q(status__in=["ours", "open", "passed_on", "instructed"])
                & Q(ended_at__isnull=False),
                name="ended_part_has_its_time_and_no_other",
            ),
        ]

    @property
    def concerned(self) -> Customer:
        """The customer of a processor part; LookupError for the one that we answer."""
        if self.customer is None:
            raise LookupError("the controller part has no customer")
        return self.customer

    def __str__(self) -> str:
        return f"{self.request} ({self.customer or self.get_capacity_display()})"
