"""What came in as an enquiry and is the exercise of a right becomes a request (O5, P4.1)."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from requests_app.models import Exercise, SubjectRequest
from requests_app.services import intake


class Requests:
    identifier = "request"
    label = _("Make it a request")
    asks = _("What they ask for")

    def choices(self) -> Collection[tuple[str, Any]]:
        return [(r.value, f"{r.label} (Art. {Exercise.ARTICLES[r]})") for r in Exercise.Right]

    def open(self, *, chosen: Collection[str], key: Any, by: Any, **came: Any) -> SubjectRequest:
        return intake.log_request(intake_key=key, rights=list(chosen), by=by, **came)
