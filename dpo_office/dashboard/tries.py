"""The demo's card: five things that show what the office is for."""

from django.urls import reverse
from django.utils.translation import gettext as _

from requests_app.models import SubjectRequest


def five_things() -> list[tuple[str, str]]:
    """What to do, and the page to begin on."""
    failed = f"{reverse('admin:correspondence_delivery_changelist')}?state__exact=failed"
    return [
        (_("See which requests are late, and why"), f"{reverse('admin:index')}?show=late"),
        (_("Decide one, write the answer, send it"), _undecided_case()),
        (_("Log a request that came by letter"), reverse("admin:requests_app_subjectrequest_add")),
        (
            _("Read the mails that left, with their PDF"),
            reverse("admin:correspondence_delivery_demo_mails"),
        ),
        (_("Write anew the answer that did not arrive"), failed),
    ]


def _undecided_case() -> str:
    """The oldest case whose person is known and whose rights are open; else the list."""
    known = SubjectRequest.objects.open().filter(identity_shown_at__isnull=False)
    case = known.filter(status=SubjectRequest.Status.ACKNOWLEDGED).order_by("received_at").first()
    if case is None:
        return f"{reverse('admin:requests_app_subjectrequest_changelist')}?stage=open"
    return reverse("admin:requests_app_subjectrequest_change", args=[case.pk])
