"""What exactly is corrected, erased or kept: a right is granted item by item (Arts. 16, 17(3))."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dpo_office.worklist.models import Task
from requests_app.models.exercise import Exercise


class Correction(models.Model):
    """One piece of data that is wrong: what it says, what it should say, and who corrects it.

    It is corrected when its task is done (GDPR Art. 16).
    """

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="corrections")
    what = models.CharField(_("what"), max_length=200)
    old = models.TextField(_("what it says"), blank=True)
    new = models.TextField(_("what it should say"))
    task = models.OneToOneField(Task, models.PROTECT, related_name="+", verbose_name=_("task"))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(_("Correction #%(number)s") % {"number": self.pk})

    @property
    def is_done(self) -> bool:
        return self.task.status == Task.Status.DONE


class ErasureItem(models.Model):
    """One kind of data, erased or kept; what is kept has its exemption (GDPR Art. 17(3))."""

    class Fate(models.TextChoices):
        ERASED = "erased", _("erased")
        KEPT = "kept", _("kept")

    EXEMPTIONS = tuple(ground for ground in Exercise.Ground if ground.startswith("17_3"))

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="items")
    what = models.CharField(_("what"), max_length=200)
    fate = models.CharField(_("erased or kept"), max_length=6, choices=Fate)
    exemption = models.CharField(
        _("exemption"),
        max_length=24,
        choices=[(ground.value, ground.label) for ground in EXEMPTIONS],
        blank=True,
    )
    why = models.TextField(_("why it applies"), blank=True)

    class Meta:
        verbose_name = _("item of an erasure")
        verbose_name_plural = _("items of erasures")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fate="erased", exemption="") | Q(fate="kept") & ~Q(exemption=""),
                name="only_what_is_kept_has_an_exemption",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Item #%(number)s") % {"number": self.pk})
