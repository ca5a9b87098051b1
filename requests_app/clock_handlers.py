"""Naming requests for clocks, tasks and digests: what must be done, for whom, where."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from dpo_office.lib.door_shapes import ClockSubject
from dpo_office.organisation.access import may_see_persons
from dpo_office.organisation.models import User
from requests_app.models import RequestPart, SubjectRequest
from requests_app.services.part_words import title_of


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
        parts = RequestPart.objects.filter(pk__in=ids)
        parts = parts.select_related("request__subject", "customer")
        parts = parts.prefetch_related("request__parts__exercises")
        return {part.pk: _part_subject(part, viewer) for part in parts}


def _part_subject(part: RequestPart, viewer: User | None) -> ClockSubject:
    subject = _subject(part.request, viewer)
    if part.capacity == RequestPart.Capacity.CONTROLLER:
        return subject
    named = subject.url and viewer is not None and may_see_persons(viewer)
    who = (named and part.request.subject.name) or _("a person")
    # Mails name no customer either: who sees them is not known to be of the office (P2.1).
    title = title_of(part, who) if viewer is not None else _("A customer's part of a request")
    return replace(subject, title=title)
