"""What an answer says: let in, or refused."""

from django.http import HttpResponse
from django.urls import reverse

CLOSED = {401, 403, 404}
TO_SIGN_IN = ["account_login", "admin:login"]
TO_THE_FACTOR = ["mfa_reauthenticate", "mfa_activate_totp"]


def let_in(answer: HttpResponse, doors: list[str] = TO_SIGN_IN) -> bool:
    """Whether the page was opened; being sent to one of these doors is being refused."""
    if answer.status_code in (301, 302):
        target = answer["Location"].split("?")[0]
        return target not in [reverse(name) for name in doors]
    return answer.status_code not in CLOSED
