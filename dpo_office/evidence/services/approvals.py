"""The second signature (F4): asked, signed or refused, used once by the service that asked.

    approvals.ask(rule, purpose="purge rule", content=plan, summary=[...], by=me, ...)
    approvals.sign(approval, by=colleague, seen=approval.digest, now=now)
    with transaction.atomic():          # later, called again with the same content
        approvals.spend(rule, purpose="purge rule", content=plan, by=me, now=now)
        ... the deed

A signature is bound to all of it: what for, about what, the lines that were read, the content.
"""

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from dpo_office.evidence.models import Approval, record
from dpo_office.evidence.refusals import ApprovalRefused
from dpo_office.evidence.services.signers import SIGN, why_not_sign
from dpo_office.lib import canonical_json
from dpo_office.organisation.models import User

GRANTED = (Approval.Status.SIGNED, Approval.Status.BROKEN)


def ask(
    about: models.Model,
    *,
    purpose: str,
    content: Mapping[str, Any],
    summary: Sequence[str],
    by: User,
    now: datetime,
    expires_at: datetime,
    right: str = SIGN,
    of: User | None = None,
) -> Approval:
    """Ask for a second signature about a record, until `expires_at` (aware).

    `content` is what will be done, as JSON values (see lib.canonical_json); `summary` tells it
    to the signer, line by line, without personal values; `right` ("app.deed_model") is what the
    signer must have, `of` the one person asked, if it is one. Asked again while it is live: the
    same one.
    """
    lines = "\n".join(summary)
    digest = digest_of(about, purpose=purpose, summary=lines, content=content)
    lapse_over(now, about=about)
    kind = ContentType.objects.get_for_model(about)
    same = {"purpose": purpose, "about_type": kind, "about_id": about.pk, "digest": digest}
    new = {"summary": lines, "right": right, "asked_by": by, "asked_of": of, "asked_at": now}
    try:
        with transaction.atomic():
            approval = Approval.objects.create(**same, **new, expires_at=expires_at)
            facts = {"purpose": purpose, "digest": digest, "about": _named(about)}
            record("approval.asked", approval, by=by, facts=facts, happened_at=now)
    except IntegrityError:  # the_same_is_asked_once_at_a_time, or nonsense that goes on up
        live = Approval.objects.filter(**same, status__in=(Approval.Status.WAITING, *GRANTED))
        if (known := live.first()) is None:
            raise
        return known
    return approval


def sign(approval: Approval, *, by: User, seen: str, now: datetime) -> None:
    """Put the second signature under what `seen` is the digest of. Raises ApprovalRefused."""
    if why := why_not_sign(approval, by, now):
        raise ApprovalRefused(why)
    if not hmac.compare_digest(seen, approval.digest):
        raise ApprovalRefused(_("This is not what the page showed you. Look again."))
    approval.move_to(Approval.Status.SIGNED, by=by, at=now, signed_by=by, signed_at=now)


def refuse(approval: Approval, *, by: User, reason: str, now: datetime) -> None:
    """Say no, and why. Raises ApprovalRefused."""
    if why := why_not_sign(approval, by, now):
        raise ApprovalRefused(why)
    if not reason.strip():
        raise ApprovalRefused(_("Say why you don't sign."))
    approval.move_to(Approval.Status.REFUSED, by=by, reason=reason, at=now)


def spend(
    about: models.Model, *, purpose: str, content: Mapping[str, Any], by: User | None, now: datetime
) -> Approval:
    """Use the signature under this very content, once, in the transaction of the deed.

    Whoever comes second waits for the first and finds it used. Raises ApprovalRefused with the
    reason, and TransactionManagementError outside a transaction.
    """
    asked = Approval.objects.about(about).filter(purpose=purpose).select_for_update()
    all_of_them = list(asked.order_by("pk"))
    same = [each for each in all_of_them if _binds(each, about, content)]
    for approval in same:
        if approval.status in GRANTED and approval.expires_at > now:
            approval.move_to(Approval.Status.SPENT, by=by, at=now, spent_at=now)
            facts = {"approval": approval.pk, "digest": approval.digest}
            record("approval.used", about, by=by, facts=facts, happened_at=now)
            return approval
    raise ApprovalRefused(_why_not_spend(same, all_of_them, now))


@transaction.atomic
def lapse_over(now: datetime, *, about: models.Model | None = None) -> int:
    """Close those whose time ended unused, of all records or one; how many."""
    over = Approval.objects.about(about).over(now) if about else Approval.objects.over(now)
    lapsed = list(over.select_for_update(skip_locked=True))
    for approval in lapsed:
        approval.move_to(Approval.Status.LAPSED, by=None, at=now)
    return len(lapsed)


def digest_of(
    about: models.Model, *, purpose: str, summary: str, content: Mapping[str, Any]
) -> str:
    """SHA-256 over what is signed. Raises NotCanonical for values without one form."""
    signed = {"about": _named(about), "purpose": purpose, "summary": summary}
    return canonical_json.digest({**signed, "content": dict(content)})


def _binds(approval: Approval, about: models.Model, content: Mapping[str, Any]) -> bool:
    now_so = digest_of(about, purpose=approval.purpose, summary=approval.summary, content=content)
    return hmac.compare_digest(now_so, approval.digest)


def _why_not_spend(same: Sequence[Approval], others: Sequence[Approval], now: datetime) -> str:
    last = same[-1] if same else None
    if last is None and any(each.status in GRANTED for each in others):
        return _("This has changed since it was signed. Ask for a new signature.")
    if last is None:
        return _("A second person has to sign this first.")
    if last.status == Approval.Status.SPENT:
        return _("This signature has been used already.")
    if last.status == Approval.Status.REFUSED:
        return _("A second person refused to sign this.")
    if last.status == Approval.Status.LAPSED or last.expires_at <= now:
        return _("The signature has expired. Ask for a new one.")
    return _("A second person has not signed this yet.")


def _named(about: models.Model) -> str:
    return f"{about._meta.label_lower}:{about.pk}"
