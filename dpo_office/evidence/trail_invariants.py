"""What must always hold of the trail; asked by `verify_office`, by fault tests and by night."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from dpo_office.evidence.models import AuditedStatus, Event
from dpo_office.evidence.services.seal_lag import lag
from dpo_office.evidence.services.verification import Run, last_checkpoint
from dpo_office.lib.clock import database_now

MOST = 100  # lines of one answer
PATIENCE = timedelta(minutes=3)


class TrailVerifies:
    """Since the last run that found nothing. Signatures are the nightly run's: gpg is slow."""

    identifier = "trail_verifies"
    sentence = _("No event of the trail is missing, altered or inserted.")

    def broken(self) -> list[str]:
        return list(islice(Run(None, last_checkpoint()).faults(), MOST))


class SealingGoesOn:
    identifier = "trail_is_sealed"
    sentence = _("What happens is signed within minutes.")

    def broken(self) -> list[str]:
        waited = lag(database_now()).waited
        return [f"the oldest event waits for {waited}"] if waited > PATIENCE else []


class MovesAreTold:
    """A status that no event tells was not changed by `move_to`."""

    identifier = "trail_tells_moves"
    sentence = _("Every state of a record is the one that its last event tells.")

    def broken(self) -> list[str]:
        return list(islice(_untold(), MOST))


def _untold() -> Iterator[str]:
    for model in apps.get_models():
        if issubclass(model, AuditedStatus) and not model._meta.proxy:
            told = _last_told(model)
            first = model._meta.get_field("status").default
            wrong = Q(told__isnull=True) & ~Q(status=first) | Q(told__isnull=False) & ~Q(
                told=F("status")
            )
            rows = model._base_manager.annotate(told=Subquery(told)).filter(wrong)
            for pk, status in rows.order_by("pk").values_list("pk", "status"):
                yield f"{model._meta.model_name} {pk} is {status}, which no event tells"


def _last_told(model: type[AuditedStatus]) -> QuerySet:
    """The state to which the last move led, as the trail has it."""
    kinds = [f"{model._meta.model_name}.{status}" for status in model.Status.values]
    moves = Event.objects.filter(
        about_type=ContentType.objects.get_for_model(model),
        about_id=OuterRef("pk"),
        kind__in=kinds,
        facts__has_key="to",
    )
    return moves.order_by("-id").annotate(to=KT("facts__to")).values("to")[:1]
