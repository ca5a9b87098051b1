"""What an open matter holds: its cases keep their persons until it is closed (A1, F5)."""

from django.db import models
from django.db.models import Q

from dpo_office.accountability.models import Matter, MatterLink


def held_by_matters(model: type[models.Model]) -> Q:
    """Rows of `model`, by `pk`, that an open matter is about."""
    return Q(pk__in=MatterLink.objects.of_open_matters(model).values("case_id"))


def matters_of(case: models.Model) -> list[Matter]:
    """The matters that a case is linked to, newest first."""
    return list(Matter.objects.about(case))
