"""Who may see what (F3)."""

from django.contrib.auth.models import AnonymousUser

from dpo_office.organisation import roles
from dpo_office.organisation.models import User


def may_see_persons(user: User | AnonymousUser) -> bool:
    """Whether names and addresses are shown; auditors see the same pages without them."""
    return user.is_authenticated and not user.has_role(roles.AUDITOR)
