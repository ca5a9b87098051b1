"""The links that show an address: bound to the case and to that very address."""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from dpo_office.organisation.models import OneTimeLink, User
from dpo_office.organisation.services import link_codes, links
from requests_app.models import SubjectRequest

ADDRESS_CHECK = "address check"  # the purpose of the links
LIFE = timedelta(days=7)


def make(request: SubjectRequest, *, by: User, now: datetime) -> tuple[str, str]:
    """Token and code of a fresh link; the former one ends."""
    end(request, now=now)
    token = links.make(ADDRESS_CHECK, life=LIFE, now=now, about=about(request), by=by)
    return token, link_codes.new_code(OneTimeLink.objects.latest("pk"), now, LIFE)


def end(request: SubjectRequest, *, now: datetime) -> None:
    """Whatever was sent to that address shows nothing more."""
    links.end_about(about(request), purpose=ADDRESS_CHECK, now=now)


def waiting(request: SubjectRequest, now: datetime) -> OneTimeLink | None:
    """The link that was sent there and not used yet."""
    alive = OneTimeLink.objects.filter(uses_left__gt=0, expires_at__gt=now)
    return alive.filter(purpose=ADDRESS_CHECK, about=about(request)).first()


def request_of(link: OneTimeLink) -> SubjectRequest | None:
    """The case that the link was made for, if answers still go to the same address."""
    reference = link.about.partition(" ")[0]
    request = SubjectRequest.objects.filter(reference=reference).first()
    return request if request and about(request) == link.about else None


def about(request: SubjectRequest) -> str:
    """What such a link is bound to; the address itself stands nowhere in it."""
    digest = salted_hmac("requests_app.address", request.answer_to, algorithm="sha256").hexdigest()
    return f"{request.reference} {digest[:32]}"
