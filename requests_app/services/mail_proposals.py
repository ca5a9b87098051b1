"""What a mail lets us propose: whose it is, which rights, since when, and what is here already.

Always proposals: a person reads them and saves. Nothing that a sender writes decides anything.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.functions import Upper

from dpo_office.correspondence.models import Delivery, DroppedMail, Incoming
from dpo_office.correspondence.services import incoming
from dpo_office.lib import mails
from dpo_office.lib.languages import language_of
from dpo_office.lib.mails import ReadMail, Receipt
from dpo_office.parties.models import Customer, DataSubject, Identifier
from requests_app.models import RequestPart, SubjectRequest
from requests_app.services.asked_rights import rights_in

REFERENCE = re.compile(r"\bSR-\d{4}-\d{4,9}\b")
MOST_CASES, MOST_CUSTOMERS = 5, 5
SITE = re.compile(r"(?:https?://|@|www\.|\b)((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24})\b")


@dataclass(frozen=True)
class Proposals:
    """What the log form is filled with, and what is shown beside it."""

    mail: ReadMail
    receipt: Receipt
    rights: list[str]
    language: str
    person: DataSubject | None
    customers: list[Customer]
    repeat: Incoming | None
    threads: list[SubjectRequest]
    same_person: list[SubjectRequest]

    @property
    def name(self) -> str:
        known = self.person.name if self.person else ""
        return self.mail.sender_name or known or self.mail.sender[:200]


def propose(dropped: DroppedMail, *, now: datetime) -> Proposals:
    """Read the mail and look for what is here already. Raises MailGone."""
    mail = incoming.read_dropped(dropped, now=now)
    text = f"{mail.subject}\n{mail.words}"
    known = list(_known(mail.sender))
    threads = threads_of(mail)
    return Proposals(
        mail=mail,
        receipt=mails.receipt_of(mail, now),
        rights=rights_in(text),
        language=_language(text, known),
        person=known[0] if known else None,
        customers=_customers(mail, known),
        repeat=incoming.repeat_of(dropped, mail),
        threads=threads,
        same_person=[case for case in _open_cases(mail.sender, known) if case not in threads],
    )


def threads_of(mail: ReadMail) -> list[SubjectRequest]:
    """Cases whose letters or mails this one answers, also those to a customer, or that it names."""
    about = [
        *Delivery.objects.filter(message_id__in=mail.threads, letter__isnull=False).values_list(
            "letter__about_type", "letter__about_id"
        ),
        *Incoming.objects.filter(message_id__in=mail.threads).values_list("about_type", "about_id"),
    ]
    case, part = (
        ContentType.objects.get_for_model(model).pk for model in (SubjectRequest, RequestPart)
    )
    named = REFERENCE.findall(f"{mail.subject}\n{mail.words}")[:50]
    found = SubjectRequest.objects.filter(
        Q(pk__in={pk for kind, pk in about if kind == case})
        | Q(parts__in={pk for kind, pk in about if kind == part})
        | Q(reference__in=set(named))
    ).distinct()
    return list(found.select_related("subject", "handler").order_by("-pk")[:MOST_CASES])


def _known(address: str) -> list[DataSubject]:
    if not address:
        return []
    people = DataSubject.objects.known_by(Identifier.Kind.EMAIL, address)
    return list(people.select_related("customer").order_by("-pk")[:MOST_CUSTOMERS])


def _open_cases(address: str, known: list[DataSubject]) -> list[SubjectRequest]:
    """Open cases of the same person, or whose answers go to the same address."""
    if not address:
        return []
    found = SubjectRequest.objects.open().filter(
        Q(subject__in=known) | Q(answer_to__iexact=address)
    )
    return list(found.select_related("subject", "handler").order_by("-pk")[:MOST_CASES])


def _language(text: str, known: list[DataSubject]) -> str:
    spoken = known[0].language if known else ""
    return language_of(text, dict(settings.LANGUAGES)) or spoken or settings.LANGUAGE_CODE[:2]


def _customers(mail: ReadMail, known: list[DataSubject]) -> list[Customer]:
    """Those of the known person, then those whose site the mail names or was sent from."""
    theirs = [person.customer for person in known if person.customer]
    sites = SITE.findall(f"{mail.sender}\n{mail.subject}\n{mail.words[:20_000]}".lower())[:50]
    urls = {f"{scheme}://{www}{_bare(site)}{end}".upper()
            for site in sites for scheme in ("https", "http") for www in ("", "www.")
            for end in ("", "/")}  # fmt: skip
    named = Customer.objects.alias(site=Upper("website")).filter(site__in=urls)
    return list(dict.fromkeys([*theirs, *named[:MOST_CUSTOMERS]]))


def _bare(site: str) -> str:
    return site.removeprefix("www.")
