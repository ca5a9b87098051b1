"""Knowing whom a case is about (GDPR Art. 4(1))."""

import re
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.evidence.models import record
from dpo_office.lib.plain_text import checked_line
from dpo_office.parties.models import Customer, DataSubject, Identifier

PHONE = re.compile(r"\+?\d{5,15}")  # E.164, and what people leave out of it


@transaction.atomic
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
    known is not overwritten: who wrote is what the request's own words say. Of two at once
    the second waits and finds what the first added.
    """
    email = checked_address(email)
    _one_at_a_time(email)
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
    """Record a person with one address, or with none that is known (`email` empty)."""
    name = checked_line(name, field=_("Name"), longest=200)
    subject = DataSubject(name=name, language=language, tie=tie, customer=customer)
    subject.full_clean()
    subject.save()
    if email:
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


def checked_identifier(kind: str, value: str) -> str:
    """An identifier in its stored form. Raises ValidationError in the user's words."""
    if kind == Identifier.Kind.EMAIL:
        return checked_address(value)
    stored = Identifier.normalised(kind, checked_line(value, field=_("Value"), longest=254))
    if not stored or (kind == Identifier.Kind.PHONE and not PHONE.fullmatch(stored)):
        raise ValidationError(_("“%(value)s” is no such identifier.") % {"value": value[:80]})
    return stored


def refuse_known(kind: str, value: str, *, subject: DataSubject) -> None:
    """Raise ValidationError if somebody else of the same customer has that identifier (P2.1)."""
    others = DataSubject.objects.known_by(kind, value).filter(customer=subject.customer)
    if (other := others.exclude(pk=subject.pk).first()) is not None:
        raise ValidationError(
            _("%(person)s is known by that already (no. %(number)d). Merge the two.")
            % {"person": other, "number": other.pk}
        )


@transaction.atomic
def merge(kept: DataSubject, others: Collection[DataSubject], *, by: models.Model) -> DataSubject:
    """Several records of one person become `kept`; cases and identifiers follow it.

    Raises ValidationError for people of different customers: there one address is two people,
    for nothing of one customer ever reaches another (P2.1).
    """
    if not others:
        raise ValidationError(_("Choose two people or more."))
    if any(other.customer_id != kept.customer_id for other in others):
        raise ValidationError(_("People of different customers are never merged."))
    if any(person.redacted_at for person in (kept, *others)):
        raise ValidationError(_("One of them is redacted already."))
    numbers = sorted(other.pk for other in others)
    known = set(kept.identifiers.values_list("kind", "value"))
    for row in Identifier.objects.filter(subject__in=numbers):
        if (row.kind, row.value) not in known:
            known.add((row.kind, row.value))
            kept.identifiers.create(kind=row.kind, value=row.value, shown_at=row.shown_at)
    for relation in DataSubject._meta.related_objects:  # cases above us, without naming them
        if relation.related_model is not Identifier:
            pointing = {f"{relation.field.name}__in": numbers}
            relation.related_model._base_manager.filter(**pointing).update(
                **{relation.field.name: kept}
            )
    for other in others:
        redact(other, now=timezone.now())
    record("person.merged", kept, by=by, facts={"others": numbers})
    return kept


def _one_at_a_time(email: str) -> None:
    """Wait for whoever looks for that address, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"person {email}"])


@transaction.atomic
def redact(subject: DataSubject, *, now: datetime) -> DataSubject:
    """Take the person out: name and identifiers go, the number that cases point to stays."""
    subject.identifiers.all().delete()
    subject.name, subject.redacted_at = "", now
    subject.save(update_fields=["name", "redacted_at"])
    record("person.redacted", subject, by=None)
    return subject
