"""Who asks by the API: a token, its scope, and the right of the person who owns it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import HttpBearer

from dpo_office.organisation.models import ApiToken
from dpo_office.organisation.services import limits, tokens


class Token(HttpBearer):
    """`Authorization: Bearer ...`; the token's row is `request.auth`.

    One that is unknown, over, ended or its owner's no more is refused with the same words.
    """

    def __init__(self, scope: str = "", right: str = "") -> None:
        super().__init__()
        self.scope, self.right = scope, right

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        row = tokens.holder(token, timezone.now())
        if row is None:
            return None
        if not limits.within(f"api.{row.pk}", most=settings.API_PER_MINUTE, seconds=60):
            raise HttpError(429, _("This token asked too often. Wait a minute."))
        if self.scope and self.scope not in row.scopes:
            raise HttpError(403, _("This token may not ask for that."))
        if self.right and not row.owner.has_perm(self.right):
            raise HttpError(403, _("The owner of this token may not see that any more."))
        return row


def needs(scope: str, right: str = "") -> Any:
    """For `auth=`: a token with that scope, whose owner has that right now.

    `scope` as declared through `doors.scopes`, `right` as in `has_perm` ("app.view_model").
    """
    return Token(scope, right)
