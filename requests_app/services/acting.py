"""Who acts on a case acts alone: the row is locked, and what is over stays over."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from requests_app.models import SubjectRequest


def hold(request: SubjectRequest) -> None:
    """Lock the case until the transaction ends, and read it anew.

    Of two people at once the second waits here, then sees what the first did.
    """
    request.refresh_from_db(from_queryset=SubjectRequest.objects.select_for_update())


def insist(why_not: str) -> None:
    """Raise ValidationError with that sentence, if there is one."""
    if why_not:
        raise ValidationError(why_not)


def why_over(request: SubjectRequest) -> str:
    """Why nothing changes in the case any more, in words; empty while it is open."""
    if request.status == SubjectRequest.Status.REDACTED:
        return _("The person was taken out of this case; nothing changes in it any more.")
    return _("The case is closed; nothing changes in it any more.") if request.closed_at else ""


def why_answered(request: SubjectRequest) -> str:
    """As `why_over`, and why nothing before the answer changes once it has left."""
    return why_over(request) or (_("The answer has left already.") if request.answered_at else "")
