"""Knowing whom a case is about (GDPR Art. 4(1))."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.lib.plain_text import checked_line
from dpo_office.parties.models import Customer, DataSubject, Identifier


def find_or_add(
    *,
    name: str,
    email: str,
    language: str = "en",
    tie: str = DataSubject.Tie.UNKNOWN,
    customer: Customer | None = None,
    by: models.Model | None,
    now: datetime | None = None,
) -> DataSubject:
    """The person with this address, else a new one; several with one address: the newest.

    Raises ValidationError for an address that is none. A name that differs from the one
    known is not overwritten: who wrote is what the request's own words say.
    """
    email = checked_address(email)
    known = DataSubject.objects.known_by(Identifier.Kind.EMAIL, email)
    if customer is not None:
        known = known.filter(customer=customer)
    return known.order_by("-id").first() or add(
        name=name, email=email, language=language, tie=tie, customer=customer, by=by, now=now
    )


@transaction.atomic
def add(
    *,
    name: str,
    email: str,
    language: str,
    tie: str,
    customer: Customer | None,
    by: models.Model | None,
    now: datetime | None = None,
) -> DataSubject:
    """Record a person with one address."""
    name = checked_line(name, field=_("Name"), longest=200)
    subject = DataSubject(name=name, language=language, tie=tie, customer=customer)
    subject.full_clean()
    subject.save()
    subject.identifiers.create(kind=Identifier.Kind.EMAIL, value=email)
    record("person.added", subject, by=by, facts={"tie": str(tie)}, happened_at=now)
    return subject


def checked_address(email: str) -> str:
    """The address in its stored form. Raises ValidationError in the user's words."""
    email = Identifier.normalised(Identifier.Kind.EMAIL, email)
    try:
        if len(email) > 254:  # RFC 5321, 4.5.3.1.3
            raise ValidationError("")
        validate_email(email)
    except ValidationError as wrong:
        raise ValidationError(
            _("“%(email)s” is not an e-mail address.") % {"email": email[:80]}
        ) from wrong
    return email


@transaction.atomic
def redact(subject: DataSubject, *, now: datetime) -> DataSubject:
    """Take the person out: name and identifiers go, the number that cases point to stays."""
    subject.identifiers.all().delete()
    subject.name, subject.redacted_at = "", now
    subject.save(update_fields=["name", "redacted_at"])
    record("person.redacted", subject, by=None)
    return subject
