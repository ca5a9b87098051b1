"""The rights exercised in a part, each with its own outcome."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import AuditedStatus
from requests_app.models import basis
from requests_app.models.basis import Basis
from requests_app.models.part import RequestPart


class Exercise(AuditedStatus):
    """One right exercised in one part, with its own outcome (GDPR Arts. 13-22; P4.1)."""

    class Right(models.TextChoices):
        INFORMED = "informed", _("information")
        ACCESS = "access", _("access")
        RECTIFICATION = "rectification", _("rectification")
        ERASURE = "erasure", _("erasure")
        RESTRICTION = "restriction", _("restriction")
        PORTABILITY = "portability", _("portability")
        OBJECTION = "objection", _("objection")
        NO_AUTOMATED_DECISION = "no_automated_decision", _("human review")

    ARTICLES: ClassVar[dict[str, str]] = {
        Right.INFORMED: "13, 14",
        Right.ACCESS: "15",
        Right.RECTIFICATION: "16",
        Right.ERASURE: "17",
        Right.RESTRICTION: "18",
        Right.PORTABILITY: "20",
        Right.OBJECTION: "21",
        Right.NO_AUTOMATED_DECISION: "22",
    }

    class Status(models.TextChoices):
        OPEN = "open", _("not decided")
        GRANTED = "granted", _("granted")
        PARTLY = "partly", _("granted in part")
        REFUSED = "refused", _("refused")
        NOTHING_HELD = "nothing_held", _("nothing held")
        CANNOT_IDENTIFY = "cannot_identify", _("cannot identify the person")
        WITHDRAWN = "withdrawn", _("withdrawn")
        NOT_A_REQUEST = "not_a_request", _("not a request under the GDPR")
        MERGED = "merged", _("goes on in the earlier case")

    # Until the answer has left, a decision can be taken back, and the person can withdraw.
    _TAKEN_BACK = frozenset({Status.OPEN, Status.WITHDRAWN, Status.NOT_A_REQUEST})
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.OPEN: frozenset(Status) - {Status.OPEN},
        Status.GRANTED: _TAKEN_BACK,
        Status.PARTLY: _TAKEN_BACK,
        Status.REFUSED: _TAKEN_BACK,
        Status.NOTHING_HELD: _TAKEN_BACK,
        Status.CANNOT_IDENTIFY: _TAKEN_BACK,
        Status.WITHDRAWN: _TAKEN_BACK - {Status.WITHDRAWN},
        Status.NOT_A_REQUEST: _TAKEN_BACK - {Status.NOT_A_REQUEST},
    }
    # Outcomes that leave nothing to be answered, and those that need a ground (Art. 12(4)).
    ANSWERLESS = frozenset({Status.WITHDRAWN, Status.NOT_A_REQUEST, Status.MERGED})
    GROUNDED = frozenset({Status.REFUSED, Status.PARTLY})

    class Ground(models.TextChoices):
        """Why a right is refused, in whole or in part."""

        DOUBTED = "12_6_doubted", _("who they are stays in doubt, Art. 12(6)")
        UNFOUNDED = "12_5_unfounded", _("manifestly unfounded, Art. 12(5)")
        EXCESSIVE = "12_5_excessive", _("excessive, Art. 12(5)")
        KNOWN = "13_4_known", _("the person has the information, Arts. 13(4), 14(5)(a)")
        OTHERS = "15_4_others", _("rights of others, Art. 15(4)")
        EXPRESSION = "17_3_a_expression", _("freedom of expression, Art. 17(3)(a)")
        LEGAL_DUTY = "17_3_b_legal_duty", _("a legal duty to keep, Art. 17(3)(b)")
        HEALTH = "17_3_c_health", _("public health, Art. 17(3)(c)")
        ARCHIVES = "17_3_d_archives", _("archives, research, statistics, Art. 17(3)(d)")
        CLAIMS = "17_3_e_claims", _("legal claims, Art. 17(3)(e)")
        OTHERS_PORT = "20_4_others", _("rights of others, Art. 20(4)")
        COMPELLING = "21_1_compelling", _("compelling legitimate grounds, Art. 21(1)")
        CLAIMS_OBJECTED = "21_1_claims", _("legal claims, Art. 21(1)")
        PUBLIC_TASK = "21_6_public", _("a task in the public interest, Art. 21(6)")
        ALLOWED = "22_2_allowed", _("the decision is allowed, Art. 22(2)")
        CONDITIONS = "conditions", _("the conditions of the right are not met")

    GROUNDS: ClassVar[dict[str, frozenset[str]]] = {
        Right.INFORMED: frozenset({Ground.KNOWN}),
        Right.ACCESS: frozenset({Ground.OTHERS}),
        Right.ERASURE: frozenset(
            {Ground.EXPRESSION, Ground.LEGAL_DUTY, Ground.HEALTH, Ground.ARCHIVES, Ground.CLAIMS}
        ),
        Right.PORTABILITY: frozenset({Ground.OTHERS_PORT}),
        Right.OBJECTION: frozenset({Ground.COMPELLING, Ground.CLAIMS_OBJECTED, Ground.PUBLIC_TASK}),
        Right.NO_AUTOMATED_DECISION: frozenset({Ground.ALLOWED}),
    }
    GROUNDS_OF_ALL = frozenset(
        {Ground.UNFOUNDED, Ground.EXCESSIVE, Ground.DOUBTED, Ground.CONDITIONS}
    )

    part = models.ForeignKey(RequestPart, models.PROTECT, related_name="exercises")
    right = models.CharField(_("right"), max_length=24, choices=Right)
    status = models.CharField(
        _("outcome"), max_length=16, choices=Status, default=Status.OPEN, editable=False
    )
    basis = models.CharField(_("case of the law"), max_length=24, choices=Basis, blank=True)
    ground = models.CharField(_("ground"), max_length=24, choices=Ground, blank=True)
    advice = models.TextField(_("advice"), blank=True)
    advised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    done = models.TextField(_("what was done"), blank=True)
    reasons = models.TextField(_("reasons given to the person"), blank=True)
    # What this right asks beside these words; `services.particulars` says what by which name.
    particulars = models.JSONField(_("particulars"), default=dict, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("exercise of a right")
        verbose_name_plural = _("exercises of rights")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["part", "right"], name="a_right_once_per_part"),
            models.CheckConstraint(
                condition=Q(status="open", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(status="open") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="decided_exercise_has_decider_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["refused", "partly"]) | ~Q(ground=""),
                name="refusal_has_a_ground",
                violation_error_message=_("A refusal needs its ground."),
            ),
            models.CheckConstraint(
                condition=basis.belongs(), name="the_case_of_the_law_is_one_of_its_right"
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.MARKETING, status__in=["refused", "partly"]),
                name="an_objection_to_marketing_is_never_refused",
                violation_error_message=_("Marketing stops; that is never refused (Art. 21(3))."),
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.NEITHER, status__in=["granted", "partly"]),
                name="only_consent_or_contract_makes_data_portable",
            ),
            models.CheckConstraint(
                condition=Q(basis__startswith="22_", done_by__isnull=False, done_on__isnull=False)
                | ~Q(basis__startswith="22_"),
                name="a_human_review_says_who_looked_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_right_display()} (Art. {self.article})"

    @property
    def grounds(self) -> frozenset[str]:
        """The grounds on which this right can be refused."""
        return self.GROUNDS_OF_ALL | self.GROUNDS.get(self.right, frozenset())

    @property
    def article(self) -> str:
        """The article of the GDPR that gives the right."""
        return self.ARTICLES[self.right]
