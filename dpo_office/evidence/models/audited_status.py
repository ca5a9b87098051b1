"""A status that changes only through `move_to`: table of moves, guarded update, trail."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from dpo_office.evidence.models.event import Event
from dpo_office.evidence.models.recording import record
from dpo_office.lib.refusals import Refused


class TransitionRefused(Refused):
    """The move is not in the table, or somebody else moved the record first."""


class AuditedStatus(models.Model):
    """Mixin for records with a `status` and a table `MOVES` of allowed moves."""

    MOVES: ClassVar[dict[str, frozenset[str]]] = {}
    status: Any

    class Meta:
        abstract = True

    def can_move_to(self, new: str) -> bool:
        return new in self.MOVES.get(self.status, frozenset())

    @transaction.atomic
    def move_to(
        self,
        new: str,
        *,
        by: models.Model | None,
        reason: str = "",
        at: datetime | None = None,
        **changes: Any,
    ) -> Event:
        """Move to status `new`, writing `changes` to other fields in the same UPDATE.

        `by` is the acting user, None for the office itself; `at` when it happened, if that is
        not now. Raises TransitionRefused when
        the table does not allow it or when the stored status is no longer ours.
        """
        old = self.status
        if not self.can_move_to(new):
            raise TransitionRefused(
                _("%(what)s is %(old)s and cannot become %(new)s.")
                % {"what": self, "old": self.get_status_display(), "new": self.label_of(new)}
            )
        same = type(self)._base_manager.filter(pk=self.pk, status=old)
        if not same.update(status=new, **changes):
            raise TransitionRefused(
                _("Somebody else changed %(what)s a moment ago. Look again.") % {"what": self}
            )
        self.status = new
        for name, value in changes.items():
            setattr(self, name, value)
        facts = {"from": str(old), "to": str(new)}
        values = {"reason": reason} if reason else {}
        return record(
            f"{self._meta.model_name}.{new}",
            self,
            by=by,
            facts=facts,
            values=values,
            happened_at=at,
        )

    move_to.alters_data = True  # type: ignore[attr-defined]  # templates must not call it

    @classmethod
    def label_of(cls, status: str) -> str:
        return str(dict(cls._meta.get_field("status").flatchoices).get(status, status))
