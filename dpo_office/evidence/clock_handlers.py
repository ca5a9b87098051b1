"""Naming approvals for the tasks about them: a broken glass that somebody has to look over."""

from collections.abc import Collection, Mapping
from typing import Any

from django.urls import reverse

from dpo_office.evidence.models import Approval
from dpo_office.lib.door_shapes import ClockSubject


class Approvals:
    """What was signed, by its purpose: no person is named."""

    model = "evidence.approval"

    def describe(self, ids: Collection[int], *, viewer: Any = None) -> Mapping[int, ClockSubject]:
        return {
            approval.pk: ClockSubject(
                title=approval.purpose_in_words,
                reference=str(approval),
                url=reverse("admin:evidence_approval_change", args=[approval.pk]),
            )
            for approval in Approval.objects.filter(pk__in=ids)
        }
