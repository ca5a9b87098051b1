"""What people are sent so that they can enter; the office never sets a password for anybody."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from dpo_office.lib import doors
from dpo_office.organisation.models import Profile, User
from dpo_office.organisation.refusals import AccountRefused
from dpo_office.organisation.services import links
from dpo_office.organisation.services.endings import end_all_access

SET_UP = "account set-up"  # the purpose of the links
LIFE = timedelta(days=3)


@transaction.atomic
def invite(user: User, *, by: User | None, now: datetime) -> str:
    """Send a link that sets a password once, then the factor; a former link ends. Its address."""
    return _send_link(user, "invitation", by=by, now=now)


@transaction.atomic
def reset_factor(user: User, *, reason: str, by: User, now: datetime) -> None:
    """Take the factors of somebody who lost theirs, after another person knew them again.

    Sessions, tokens, links and the password end as well; a mail says so and holds a link to set
    all up anew (V6.4.4). Raises AccountRefused for oneself, a closed account or no reason.
    """
    if by.pk == user.pk:
        raise AccountRefused(_("Another person must confirm who you are."))
    if not user.is_active:
        raise AccountRefused(_("The office is closed to %(name)s.") % {"name": user})
    if not reason.strip():
        raise AccountRefused(_("Say how you made sure who it is."))
    doors.record("user.factor_reset", user, by=by, values={"reason": reason.strip()})
    begin_anew(user, by=by, now=now, mail="factor_reset")


@transaction.atomic
def begin_anew(user: User, *, by: User, now: datetime, mail: str = "invitation") -> None:
    """Take password and factors, end all access, send a link to set both up."""
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_all_access(user, by=by, now=now)
    _send_link(user, mail, by=by, now=now)


def tell(user: User, mail: str, *, now: datetime, to: str = "", **words: object) -> None:
    """Send a person a mail about their account by the outbox, in its text of that name."""
    context = {"user": user, "office": Profile.current(), "at": now, "site": settings.SITE_URL}
    subject = render_to_string(f"organisation/mail/{mail}_subject.txt", context | words)
    body = render_to_string(f"organisation/mail/{mail}.txt", context | words)
    send_mail(" ".join(subject.split()), body, None, [to or user.email])


def _send_link(user: User, mail: str, *, by: User | None, now: datetime) -> str:
    links.end_all(user, purpose=SET_UP, now=now)
    token = links.make(SET_UP, life=LIFE, now=now, user=user, by=by)
    address = f"{settings.SITE_URL}/p/{token}/"
    tell(user, mail, now=now, address=address, until=now + LIFE)
    return address
