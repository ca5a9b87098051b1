"""Passing a customer its own part, and telling the person where it went (GDPR Art. 28(3)(e)).

The letter to a customer holds that customer's part and nothing else: neither the part of another
customer nor ours (P2.1).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.models import Letter
from dpo_office.correspondence.services import letters
from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import Profile, User
from dpo_office.organisation.services import links
from requests_app.models import RequestPart
from requests_app.services import mandates, part_clocks, part_words, writing
from requests_app.services.acting import insist, why_over
from requests_app.services.parts import hold_part, why_ended
from requests_app.services.whose_words import why_not_theirs
from requests_app.services.wording import say

Status = RequestPart.Status
PASSED_ON, REMINDER, TO_PERSON = "part_passed_on", "part_reminder", "passed_on"
LINK = "customer's part"  # the purpose of the links
LIFE, USES = timedelta(days=30), 10


@transaction.atomic
def pass_on(parts: Sequence[RequestPart], *, by: User, now: datetime | None = None) -> None:
    """Send each customer its own part, and the person one letter that says to whom and what next.

    All are parts of one case. Raises ValidationError with the sentence of the first that can't.
    """
    now = now or timezone.now()
    for part in parts:
        hold_part(part)
        insist(why_not_pass_on(part, now))
        send_to_customer(part, PASSED_ON, by=by, now=now)
        part.move_to(Status.PASSED_ON, by=by, at=now, passed_on_at=now)
        part_clocks.run(part, part_clocks.HEAR, by=by, at=now)
    _tell_person(parts, by=by, now=now)


def why_not_pass_on(part: RequestPart, now: datetime) -> str:
    """Why the part can't be passed on now, in words; empty when it can."""
    return why_not_ready(part, now) or mandates.why_not_speak(part.request, now)


def why_not_ready(part: RequestPart, now: datetime) -> str:
    """As `why_not_pass_on`, but for the mandate of who acts for the person: no question asked."""
    if why := why_ended(part) or why_over(part.request):
        return why
    if part.status != Status.OPEN:
        return _("It was passed on already.")
    if not part.request.identity_shown_at:
        return _("The person has not shown who they are.")
    return why_unreachable(part, now)


def why_unreachable(part: RequestPart, now: datetime) -> str:
    """Why no letter can reach the customer, in words, with the way out; empty when one can."""
    customer = part.concerned
    if customer.until and customer.until < local_date(now, Profile.current().time_zone):
        return _(
            "%(customer)s is no customer any more. Record that it is gone; the person is told."
        ) % {"customer": customer}
    if not customer.privacy_email:
        return _("%(customer)s has no privacy contact. Record one on its page.") % {
            "customer": customer
        }
    return ""


@transaction.atomic
def remind(part: RequestPart, *, by: User, now: datetime | None = None) -> Letter:
    """Ask the customer again, by a new link; a letter that never left is written anew instead."""
    now = now or timezone.now()
    hold_part(part)
    insist(why_not_remind(part, now))
    first = Letter.objects.about(part).of_kind(PASSED_ON).first()
    lost = first is None or first.status == Letter.Status.FAILED
    if first is not None and lost:
        letters.discard(first, by=by)
    letter = send_to_customer(part, PASSED_ON if lost else REMINDER, by=by, now=now)
    part.reminded_at = now
    part.save(update_fields=["reminded_at"])
    part_clocks.run(part, part_clocks.HEAR, by=by, at=now)
    return letter


def why_not_remind(part: RequestPart, now: datetime) -> str:
    """Why the customer can't be reminded, in words; empty when it can."""
    if why := why_ended(part):
        return why
    if part.status == Status.OPEN:
        return _("It is not passed on yet.")
    if part.status == Status.INSTRUCTED:
        return _("The customer has told us what to do.")
    return why_unreachable(part, now)


def send_to_customer(
    part: RequestPart, template: str, *, by: User | None, now: datetime, **more: str
) -> Letter:
    """A letter to the customer's privacy contact about its part, in its language."""
    language = part_words.language_of(part)
    values = part_words.values(part, language) | more
    insist(why_not_theirs(f"{values['words']}\n{values['known_by']}", part.concerned))
    mark, secrets = links.address_of("…"), {}
    if template in (PASSED_ON, REMINDER):
        secrets = {mark: links.address_of(new_link(part, by=by, now=now))}
    until = local_date(now + LIFE, Profile.current().time_zone)
    letter = letters.draft(
        part,
        template=template,
        language=language,
        to=part.concerned.privacy_email,
        to_name=str(part.concerned),
        context={**values, "link": mark, "until": until},
        secrets=secrets,
        by=by,
        now=now,
    )
    return letters.send(letter, by=by, now=now)


def new_link(part: RequestPart, *, by: User | None, now: datetime) -> str:
    """The token of a fresh link for this customer; the former one ends."""
    links.end_about(str(part.pk), purpose=LINK, now=now)
    return links.make(LINK, life=LIFE, now=now, about=str(part.pk), uses=USES, by=by)


def _tell_person(parts: Sequence[RequestPart], *, by: User, now: datetime) -> None:
    """P5.1: within our week, to whom it went and what comes next."""
    request = parts[0].request
    letter = writing.draft(
        request,
        TO_PERSON,
        by=by,
        now=now,
        controller="\n\n".join(part_words.address_of(part.concerned) for part in parts),
        passed_on=local_date(now, Profile.current().time_zone),
        next=say("next_passed_on", request.language),
    )
    letters.send(letter, by=by, now=now)
