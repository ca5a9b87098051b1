"""A fee, only with a recorded argument that the person is told (GDPR Art. 12(5); P5.2).

We bear the burden of proof. Neither plan nor customer is looked at: nothing here knows them.
"""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.correspondence.services import letters
from dpo_office.evidence.models import record
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import User
from requests_app.models import Fee, SubjectRequest
from requests_app.services import delegations, writing
from requests_app.services.acting import hold, insist, why_answered

NOTICE = "fee_notice"
LONGEST = 5_000
MOST = Decimal(10_000)


@transaction.atomic
def ask(
    request: SubjectRequest,
    *,
    amount: Decimal,
    argument: str,
    by: User,
    now: datetime | None = None,
) -> Fee:
    """Tell the person of a fee and why; they may narrow or withdraw the request instead.

    Raises ValidationError: once, before the answer, by whoever may refuse, with its argument.
    """
    now = now or timezone.now()
    hold(request)
    insist(why_not_ask(request))
    insist(delegations.why_not_refuse(by, now))
    argument = checked_lines(argument, field=_("Why a fee"), longest=LONGEST)
    insist("" if argument else _("Argue it: we have to prove that the request is excessive."))
    insist("" if 0 < amount <= MOST else _("The fee covers our costs, more than nothing."))
    words = {"amount": writing.euros(amount, request.language), "reasons": argument}
    letter = writing.draft(request, NOTICE, by=by, now=now, **words)
    letters.send(letter, by=by, now=now)
    fee = Fee.objects.create(
        request=request, amount=amount, argument=argument, notice=letter, asked_at=now, asked_by=by
    )
    facts = {"amount": str(amount), "letter": letter.pk}
    record("fee.asked", request, by=by, facts=facts, values={"why": argument}, happened_at=now)
    return fee


def why_not_ask(request: SubjectRequest) -> str:
    """Why no fee can be asked, in words; empty when one can be argued."""
    if why := why_answered(request):
        return why
    return _("A fee was asked already.") if Fee.objects.filter(request=request).exists() else ""


@transaction.atomic
def waive(request: SubjectRequest, *, by: User, now: datetime | None = None) -> Fee:
    """Give the fee up: the answer says that it is free of charge."""
    now = now or timezone.now()
    hold(request)
    insist(why_not_waive(request))
    fee = Fee.objects.get(request=request)
    fee.waived_at = now
    fee.save(update_fields=["waived_at"])
    record("fee.waived", request, by=by, happened_at=now)
    return fee


def why_not_waive(request: SubjectRequest) -> str:
    """Why there is no fee to give up, in words; empty when there is."""
    if why := why_answered(request):
        return why
    return "" if due(request) else _("No fee was asked.")


def due(request: SubjectRequest) -> Fee | None:
    """The fee that was asked and not given up."""
    return Fee.objects.filter(request=request, waived_at=None).first()
