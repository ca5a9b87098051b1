"""What follows when somebody changed their password or a factor; allauth tells it by signals."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from dpo_office.lib import doors
from dpo_office.organisation.models import User
from dpo_office.organisation.services.endings import end_all_access


def factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Whoever set a factor up has shown it: the session goes on, all others end."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    if authenticator.type == Authenticator.Type.TOTP:
        authenticator.wrap().validate_code(request.POST.get("code", ""))  # it was used by this
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
    _changed("user.factor_added", request, user, authenticator)


def factor_removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    _changed("user.factor_removed", request, user, authenticator)


def recovery_codes_renewed(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    _changed("user.recovery_codes_renewed", request, user, authenticator)


@transaction.atomic
def password_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    doors.record("user.password_set", user, by=user)
    end_all_access(user, by=user, now=timezone.now())


@transaction.atomic
def _changed(kind: str, request: HttpRequest, user: User, factor: Authenticator) -> None:
    doors.record(kind, user, by=user, facts={"factor": factor.type})
    end_all_access(user, by=user, now=timezone.now(), keep=request.session.session_key or "")


def connect() -> None:
    """Listen; called once, when the app is ready."""
    mfa.authenticator_added.connect(factor_added)
    mfa.authenticator_removed.connect(factor_removed)
    mfa.authenticator_reset.connect(recovery_codes_renewed)
    for signal in (account.password_changed, account.password_set, account.password_reset):
        signal.connect(password_changed)
