"""Naming requests for clocks, tasks and digests: what must be done, for whom, where."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from dpo_office.lib.doors import ClockSubject
from dpo_office.organisation.access import may_see_persons
from dpo_office.organisation.models import User
from requests_app.models import RequestPart, SubjectRequest


def _subject(case: SubjectRequest, viewer: User | None) -> ClockSubject:
    reads = viewer is not None and viewer.has_perm("requests_app.view_subjectrequest")
    named = reads and may_see_persons(viewer) and case.subject.name
    rights = sorted({e.get_right_display() for p in case.parts.all() for e in p.exercises.all()})
    what = {"rights": ", ".join(rights), "who": case.subject.name}
    return ClockSubject(
        title=_("Answer the %(rights)s request of %(who)s") % what
        if named
        else _("Answer the %(rights)s request") % what,
        reference=case.reference,
        url=reverse("admin:requests_app_subjectrequest_change", args=[case.pk])
        if reads or viewer is None  # a mail's reader is told the way, and asked who they are
        else "",
    )


class RequestClocks:
    """Tasks about a whole request."""

    model = "requests_app.subjectrequest"

    def describe(
        self, ids: Collection[int], *, viewer: User | None = None
    ) -> Mapping[int, ClockSubject]:
        cases = SubjectRequest.objects.filter(pk__in=ids).select_related("subject")
        cases = cases.prefetch_related("parts__exercises")
        return {case.pk: _subject(case, viewer) for case in cases}


class PartClocks:
    """Clocks run for parts; a part is named by its request."""

    model = "requests_app.requestpart"

    def describe(
        self, ids: Collection[int], *, viewer: User | None = None
    ) -> Mapping[int, ClockSubject]:
        parts = RequestPart.objects.filter(pk__in=ids).select_related("request__subject")
        parts = parts.prefetch_related("request__parts__exercises")
        return {part.pk: _subject(part.request, viewer) for part in parts}
