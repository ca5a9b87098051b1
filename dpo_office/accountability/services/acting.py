"""Who acts on a record acts alone: the row is locked, and what is over stays over."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def hold(record: models.Model) -> None:
    """Lock the record until the transaction ends, and read it anew.

    Of two people at once the second waits here, then sees what the first did.
    """
    kept = type(record)._default_manager.select_for_update(of=("self",))
    record.refresh_from_db(from_queryset=kept)


def insist(why_not: str) -> None:
    """Raise ValidationError with that sentence, if there is one."""
    if why_not:
        raise ValidationError(why_not)


def why_redacted(record: models.Model) -> str:
    """Why nothing changes any more once the persons were taken out; empty before."""
    if getattr(record, "redacted_at", None):
        return _("The persons were taken out of this; nothing changes in it any more.")
    return ""
