"""What the trail can be about in an enquiry or a matter."""

from collections.abc import Collection

from django.db import models

from dpo_office.accountability.models import Enquiry, Matter
from dpo_office.accountability.services.redaction import records_of


class EnquiryRecords:
    identifier = "enquiries"

    def records(self, reference: str) -> Collection[models.Model]:
        row = Enquiry.objects.filter(reference=reference).first()
        return list(records_of(row)) if row else []


class MatterRecords:
    identifier = "matters"

    def records(self, reference: str) -> Collection[models.Model]:
        row = Matter.objects.filter(reference=reference).first()
        return list(records_of(row)) if row else []
