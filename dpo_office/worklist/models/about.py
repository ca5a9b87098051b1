"""The one way up from here: a generic key to the record that a row is about (design 1)."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class AboutQuerySet(models.QuerySet):
    def about(self, record: models.Model) -> "AboutQuerySet":
        """Rows about that record."""
        return self.filter(about_type=ContentType.objects.get_for_model(record), about_id=record.pk)


class About(models.Model):
    """Mixin: `about` is the case, part or store concerned."""

    about_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")

    class Meta:
        abstract = True


class MaybeAbout(models.Model):
    """Mixin: as `About`, for rows that may concern the office as a whole."""

    about_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    about_id = models.BigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")

    class Meta:
        abstract = True
