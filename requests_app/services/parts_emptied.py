"""Taking the person out of customers' parts, instructions and mandates of a closed case (F5)."""

from datetime import datetime

from dpo_office.correspondence.services import letters
from requests_app.models import Instruction, Mandate, SubjectRequest


def empty(request: SubjectRequest, *, now: datetime) -> None:
    """That parts were passed on and mandates checked, when and by whom, stays; no word does."""
    for part in request.parts.all():
        letters.redact(part, now=now)
    request.parts.update(words="", known_by="", why_ended="")
    Instruction.objects.filter(part__request=request).update(words="", given_by="")
    Mandate.objects.filter(request=request).update(name="", basis="")
