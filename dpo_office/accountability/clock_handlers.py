"""Naming enquiries and matters for clocks, tasks and digests."""

from collections.abc import Collection, Mapping

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from dpo_office.accountability.models import Claim, Enquiry, Matter
from dpo_office.lib.door_shapes import ClockSubject
from dpo_office.organisation.access import may_see_persons
from dpo_office.organisation.models import User


def _url(row: Model, viewer: User | None) -> str:
    name = row._meta.model_name
    if viewer is not None and not viewer.has_perm(f"accountability.view_{name}"):
        return ""
    return reverse(f"admin:accountability_{name}_change", args=[row.pk])


class EnquiriesNamed:
    """By who asks, for those who may know; else by the kind of question."""

    model = "accountability.enquiry"

    def describe(
        self, ids: Collection[int], *, viewer: User | None = None
    ) -> Mapping[int, ClockSubject]:
        named = viewer is not None and may_see_persons(viewer)
        return {
            row.pk: ClockSubject(
                title=_("Answer %(who)s (%(kind)s)")
                % {"who": row.asker, "kind": row.get_kind_display()}
                if named and row.asker
                else _("Answer an enquiry (%(kind)s)") % {"kind": row.get_kind_display()},
                reference=row.reference,
                url=_url(row, viewer),
            )
            for row in Enquiry.objects.filter(pk__in=ids)
        }


class MattersNamed:
    """By authority and kind; those who may not see matters read the reference alone."""

    model = "accountability.matter"

    def describe(
        self, ids: Collection[int], *, viewer: User | None = None
    ) -> Mapping[int, ClockSubject]:
        reads = viewer is not None and viewer.has_perm("accountability.view_matter")
        return {
            row.pk: ClockSubject(
                title=_title(row) if reads else _("Answer by the day that was set"),
                reference=row.reference,
                url=_url(row, viewer),
            )
            for row in Matter.objects.filter(pk__in=ids)
        }


def _title(row: Matter) -> str:
    kind = row.get_kind_display()
    if not row.authority:
        return _("Answer the %(kind)s") % {"kind": kind}
    return _("Answer %(authority)s: %(kind)s") % {"authority": row.authority, "kind": kind}


class ClaimsNamed:
    """By the point of the statement."""

    model = "accountability.claim"

    def describe(
        self, ids: Collection[int], *, viewer: User | None = None
    ) -> Mapping[int, ClockSubject]:
        return {
            row.pk: ClockSubject(
                title=_("What we say in %(point)s") % {"point": row},
                reference=str(row)[:40],
                url=_url(row, viewer),
            )
            for row in Claim.objects.filter(pk__in=ids)
        }
