"""What the organisation says of itself in public, with what can be held against it (S2)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Claim(models.Model):
    """One sentence that is published, what it asserts as data, and what it should say instead.

    Whether it can stand is asked by its rule; the office knows no organisation's sentences.
    """

    class Rule(models.TextChoices):
        PLACE = "place", _("names the country of incorporation")
        LISTED = "listed", _("everybody that it relies on is on its list")
        COUNT = "count", _("gives as many as it announces")
        BASIS = "basis", _("consent is given by the person")
        ANSWER = "answer", _("answers a right")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    point = models.PositiveSmallIntegerField(_("point of the statement"), null=True, blank=True)
    words = models.TextField(_("what is published"))
    rule = models.CharField(_("what must hold"), max_length=10, choices=Rule)
    names = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("what it names"),
        default=list,
        blank=True,
        help_text=_(
            "With commas between: countries (two letters), whom it relies on, the basis, or the "
            "rights that it answers."
        ),
    )
    against = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("what it is held against"),
        default=list,
        blank=True,
        help_text=_(
            "With commas between: the list as published, the points as given, where the data come "
            "from (person, public), or the sentences that are no answer."
        ),
    )
    announced = models.PositiveSmallIntegerField(_("how many it announces"), null=True, blank=True)
    weak = models.CharField(_("why it cannot stand"), max_length=160)
    proposed = models.CharField(_("proposed wording"), max_length=250)

    class Meta:
        verbose_name = _("published claim")
        verbose_name_plural = _("published claims")
        ordering = ["point", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(rule="count") | Q(announced__isnull=False),
                name="a_claim_that_counts_announces_a_number",
                violation_error_message=_("Say how many it announces."),
            ),
        ]

    def __str__(self) -> str:
        if self.point:
            return str(_("point %(n)d") % {"n": self.point})
        return self.key
