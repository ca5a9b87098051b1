"""Filters of lists under a name: one's own, or shared with all who may see that list."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def seen_by(self, user: models.Model, shown: str) -> Self:
        """The person's own and the shared ones of that list."""
        return self.filter(Q(owner=user) | Q(shared=True, owner__is_active=True), shown=shown)


class SavedFilter(models.Model):
    """Choices of one list, as its address has them; search words are never among them."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="filters", verbose_name=_("owner")
    )
    shown = models.CharField(_("list"), max_length=80)  # "app.model"
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("choices"), max_length=1000)
    shared = models.BooleanField(_("shared"), default=False)

    objects: ClassVar = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "shown", "name"], name="a_filter_has_one_name_per_person_and_list"
            ),
        ]

    def __str__(self) -> str:
        return self.name
