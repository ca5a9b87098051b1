"""The person shows that they read the address: by a link, or by giving a code back (Art. 12(6)).

The least that serves where somebody is not signed in and wrote from an address that we don't know.
It pauses nothing: one click is no reason to let the person wait.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.correspondence.services.wording import Value
from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import OneTimeLink, Profile, User
from dpo_office.organisation.services import link_codes, links
from requests_app.models import SubjectRequest
from requests_app.services import address_links, identity, writing
from requests_app.services.acting import hold, insist

CHECK = "address_check"
MOST = 5  # letters of this kind in one case
CODE_MARK = "•••• ••••"
CODE = SubjectRequest.IdentityProof.CODE


@transaction.atomic
def send(request: SubjectRequest, *, by: User, now: datetime | None = None) -> Letter:
    """Send link and code to where answers go; those sent before end."""
    now = now or timezone.now()
    hold(request)
    insist(why_not_send(request))
    token, code = address_links.make(request, by=by, now=now)
    mark = links.address_of("…")
    until = local_date(now + address_links.LIFE, Profile.current().time_zone)
    words: dict[str, Value] = {"link": mark, "code": CODE_MARK, "until": until}
    secrets = {mark: links.address_of(token), CODE_MARK: f"{code[:4]} {code[4:]}"}
    letter = writing.draft_with_secrets(request, CHECK, words, secrets=secrets, by=by, now=now)
    return letters.send(letter, by=by, now=now)


def why_not_send(request: SubjectRequest) -> str:
    """Why no link is sent, in words; empty when one can be."""
    if why := identity.why_not_confirm(request):
        return why
    if Letter.objects.about(request).of_kind(CHECK).count() >= MOST:
        return _("It was sent %(most)d times. Ask in another way.") % {"most": MOST}
    return ""


@transaction.atomic
def shown_by_link(link: OneTimeLink, *, now: datetime) -> SubjectRequest | None:
    """Who opened the spent link reads the address; the case, or None when it shows nothing more."""
    request = address_links.request_of(link)
    if request is None:
        return None
    hold(request)
    if address_links.about(request) != link.about or identity.why_not_confirm(request):
        return None
    return identity.confirm(request, proof=CODE, by=None, now=now)


def shown_by_code(
    request: SubjectRequest, *, code: str, by: User, now: datetime | None = None
) -> SubjectRequest:
    """The person gave this code back. Raises ValidationError; five wrong ones end code and link.

    Not in a transaction: each try counts, also one that is refused.
    """
    now = now or timezone.now()
    insist(why_not_code(request, now))
    link = address_links.waiting(request, now)
    if link is None or not link_codes.is_right(link, code, now):
        raise ValidationError(_("That is not the code that was sent. Look again, or send another."))
    return identity.confirm(request, proof=CODE, by=by, now=now)


def why_not_code(request: SubjectRequest, now: datetime) -> str:
    """Why no code can be given back, in words; empty while one is on its way."""
    if why := identity.why_not_confirm(request):
        return why
    return "" if address_links.waiting(request, now) else _("No code is waiting. Send one first.")
