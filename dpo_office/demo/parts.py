"""What the demo's desk does with customers' parts, and with somebody who acts for a person."""

from datetime import datetime

from dpo_office.organisation.models import User
from dpo_office.parties.models import Customer
from requests_app.models import SubjectRequest
from requests_app.services import instructions, mandates, parts, passing, representing
from requests_app.services.mandates import Representative


def passed_to_two(case: SubjectRequest, *, by: User, at: datetime) -> None:
    """One customer has its part and has told us what to do; the other cannot be reached yet."""
    first, second = Customer.objects.order_by("pk")[:2]
    rights = list(case.parts.ours().get().exercises.values_list("right", flat=True))
    words = {"rights": rights, "words": case.words, "by": by, "now": at}
    passing.pass_on([parts.form(case, customer=first, **words)], by=by, now=at)
    parts.form(case, customer=second, **words)
    instructions.take_down(
        case.parts.get(customer=first),
        kind="act",
        channel="email",
        given_by="R. Byrne, privacy team",
        words="Please send us a copy of her chats; we answer her ourselves.",
        given_at=at,
        by=by,
        now=at,
    )


def represented(case: SubjectRequest, *, by: User, at: datetime) -> None:
    """A lawyer acts for the person; the mandate is good."""
    lawyer = Representative("Liis Kask, advocate", "lawyer", "liis.kask@law.example")
    representing.begin(case, lawyer, by=by, now=at)
    basis = "Signed authority of this month, seen as a scan."
    mandates.check(case, basis=basis, by=by, now=at)
