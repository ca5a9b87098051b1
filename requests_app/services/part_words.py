"""What a customer reads of a request: its own part, in its own language (P2.1)."""

from django.conf import settings
from django.utils.translation import gettext as _

from dpo_office.correspondence.services.wording import Value
from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import Profile
from dpo_office.parties.models import Customer, DataSubject, Identifier
from requests_app.models import RequestPart
from requests_app.services import mandates
from requests_app.services.wording import say, table


def language_of(part: RequestPart) -> str:
    """The customer's language if we write it, else English."""
    wanted = part.concerned.language
    return wanted if wanted in dict(settings.LANGUAGES) else "en"


def values(part: RequestPart, language: str) -> dict[str, Value]:
    """The placeholders of letters to a customer."""
    request, zone = part.request, Profile.current().time_zone
    return {
        "reference": request.reference,
        "customer": str(part.concerned),
        "received_on": local_date(request.received_at, zone),
        "passed_on": local_date(part.passed_on_at, zone) if part.passed_on_at else "",
        "person": _person(part, language),
        "known_by": known_by(part) or say("known_by_address", language),
        "rights": "\n".join(f"- {right_words(right, language)}" for right in part.rights),
        "words": part.words or say("no_words", language),
    }


def right_words(right: str, language: str) -> str:
    """What a right is called towards a customer: the data is its end user's, not its own."""
    own = f"customer_{right}"
    return say(own if own in table() else right, language)


def known_by(part: RequestPart) -> str:
    """The identifiers by which this customer knows the person, and no other's."""
    request = part.request
    theirs = DataSubject.objects.filter(customer=part.customer, redacted_at=None)
    same = theirs.known_by(Identifier.Kind.EMAIL, request.answer_to) | theirs.filter(
        pk=request.subject_id
    )
    found = Identifier.objects.filter(subject__in=same.values("pk")).order_by("kind", "value")
    lines = [
        f"{identifier.get_kind_display()}: {identifier.value}"
        for identifier in found
        if identifier.value != request.answer_to
    ]
    return "\n".join([*dict.fromkeys(lines), *filter(None, [part.known_by])])


def address_of(customer: Customer) -> str:
    """A customer as the person may reach it."""
    return "\n".join(filter(None, [customer.name, customer.website, customer.privacy_email]))


def _person(part: RequestPart, language: str) -> str:
    request = part.request
    mandate = mandates.current(request)
    if mandate is None:
        return f"{request.subject.name}\n{request.answer_to}"
    acting = say("acted_for_by", language) % {"who": mandate.name}
    return f"{request.subject.name}\n{acting}\n{request.answer_to}"


def title_of(part: RequestPart, who: str) -> str:
    """What must be done in the part, in a line for lists and digests."""
    words = {"customer": part.customer, "who": who}
    if part.status == RequestPart.Status.OPEN:
        return _("Pass on to %(customer)s: the request of %(who)s") % words
    if part.status == RequestPart.Status.INSTRUCTED:
        return _("Do what %(customer)s instructed for %(who)s") % words
    return _("Hear from %(customer)s about %(who)s") % words
