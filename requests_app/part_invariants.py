"""What must always hold of customers' parts; references only, never values (P2.1)."""

from collections import defaultdict
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet

from dpo_office.correspondence.models import Letter
from dpo_office.worklist.models import Clock
from requests_app.models import Instruction, Mandate, RequestPart, SubjectRequest

Status = RequestPart.Status


class PartsRunOrEnd:
    """Nothing that was passed on is forgotten."""

    identifier = "requests_parts"
    sentence = "Every customer's part has one running clock, or has ended."

    def broken(self) -> list[str]:
        kind = ContentType.objects.get_for_model(RequestPart)
        running = Clock.objects.running().filter(about_type=kind, about_id=OuterRef("pk"))
        parts = RequestPart.objects.filter(capacity=RequestPart.Capacity.PROCESSOR)
        parts = parts.select_related("request").order_by("pk")
        still = parts.filter(ended_at=None).exclude(Exists(running))
        over = parts.filter(Exists(running), ended_at__isnull=False)
        return [
            *(f"{part.request}: part {part.pk} waits, but no clock runs" for part in still),
            *(f"{part.request}: part {part.pk} has ended, but a clock runs" for part in over),
        ]


class CustomersKnowOnlyTheirs:
    """No letter to one customer names another customer of the same case."""

    identifier = "requests_customers_apart"
    sentence = "No letter to a customer names another customer of the same case."

    def broken(self) -> list[str]:
        kind = ContentType.objects.get_for_model(RequestPart)
        parts = RequestPart.objects.of_customers().select_related("request", "customer")
        of_case = defaultdict(list)
        for part in parts:
            of_case[part.request_id].append(part)
        by_pk = {part.pk: part for part in parts}
        letters = Letter.objects.filter(about_type=kind, about_id__in=by_pk, redacted_at=None)
        return [
            f"{part.request}: letter {letter.pk} names another customer"
            for letter in letters.order_by("pk").iterator(chunk_size=500)
            if (part := by_pk[letter.about_id])
            and any(
                str(other.customer) in letter.body
                for other in of_case[part.request_id]
                if other.pk != part.pk and str(other.customer) not in str(part.customer)
            )
        ]


def left_in_parts(redacted: QuerySet[SubjectRequest]) -> Iterator[tuple[QuerySet, str]]:
    """Redacted cases whose parts, letters to customers, instructions or mandates hold a word."""
    kind = ContentType.objects.get_for_model(RequestPart)
    parts = RequestPart.objects.exclude(words="", known_by="", why_ended="")
    told = Instruction.objects.exclude(words="", given_by="")
    given = Mandate.objects.exclude(name="", basis="")
    letters = Letter.objects.filter(about_type=kind, redacted_at=None)
    said_to = RequestPart.objects.filter(pk__in=letters.values("about_id"))
    for rows, case in (
        (parts, "request_id"),
        (told, "part__request_id"),
        (given, "request_id"),
        (said_to, "request_id"),
    ):
        found = redacted.filter(pk__in=rows.values(case))
        yield found, "redacted, but what passed between customers and us is there"
