"""What the trail can be about in a request: the case, its parts, rights and letters."""

from collections.abc import Collection

from django.db import models

from requests_app.models import SubjectRequest
from requests_app.services.redaction import records_of


class RequestRecords:
    identifier = "requests"

    def records(self, reference: str) -> Collection[models.Model]:
        request = SubjectRequest.objects.filter(reference=reference).first()
        return list(records_of(request)) if request else []
