"""The one way up from here: a generic key to the record that a row is about (design 1)."""

from typing import Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from dpo_office.lib.door_shapes import ClockSubject


class AboutQuerySet(models.QuerySet):
    def about(self, record: models.Model) -> Self:
        """Rows about that record."""
        return self.filter(about_type=ContentType.objects.get_for_model(record), about_id=record.pk)

    def waiting_for(self, *users: models.Model, unowned: bool = False) -> Self:
        """Rows of any of these people; with `unowned` also those that nobody here owns.

        `services.people.waiting_for` knows for whom a user stands in.
        """
        theirs = Q(owner__in=users)
        if unowned:
            theirs |= Q(owner__isnull=True) | Q(owner__is_active=False)
        return self.filter(theirs)


class About(models.Model):
    """Mixin: `about` is the case, part or store concerned."""

    about_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    subject: ClockSubject  # in words; set by services.subjects.attach

    class Meta:
        abstract = True


class MaybeAbout(models.Model):
    """Mixin: as `About`, for rows that may concern the office as a whole."""

    about_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    about_id = models.BigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    subject: ClockSubject

    class Meta:
        abstract = True
