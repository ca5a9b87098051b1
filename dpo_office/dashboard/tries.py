"""The demo's card: five things that show what the office is for."""

from django.urls import reverse
from django.utils.translation import gettext as _


def five_things() -> list[tuple[str, str]]:
    return [
        (_("Open the request that is late and see why"), f"{reverse('admin:index')}?show=late"),
        (_("Log a request"), reverse("admin:requests_app_subjectrequest_add")),
        (
            _("Decide one, write the answer, send it"),
            f"{reverse('admin:requests_app_subjectrequest_changelist')}?stage=open",
        ),
        (
            _("Find the mail that would have left"),
            reverse("admin:correspondence_letter_changelist"),
        ),
    ]
