"""What else reached the demo's office: enquiries, a matter at the authority, what is published."""

from datetime import datetime, timedelta
from typing import Any

from dpo_office.accountability.models import Claim, LibraryAnswer
from dpo_office.accountability.services import (
    answering,
    claims,
    enquiries,
    library,
    matters,
    papers,
)
from dpo_office.lib.periods import local_date
from dpo_office.organisation.models import Profile, User
from dpo_office.parties.models import Customer
from requests_app.models import Exercise, SubjectRequest


class Questions:
    """Told after the requests, one of which the matter is about."""

    def __init__(self, data: dict[str, Any], users: list[User], now: datetime) -> None:
        self.data, self.users, self.now = data, users, now
        self.by = users[0]

    def tell(self) -> None:
        for row in self.data["answers"]:
            library.keep(**row, by=self.by)
        for row in self.data["enquiries"]:
            self._ask(dict(row))
        self._complain(dict(self.data["matter"]))
        Claim.objects.bulk_create(Claim(**row) for row in self.data["claims"])
        claims.check()

    def _ask(self, row: dict[str, Any]) -> None:
        days, answer = row.pop("days"), row.pop("answered_with", "")
        row["customer"] = Customer.objects.filter(name=row.pop("customer", "")).first()
        received = self.now - timedelta(days=days)
        enquiry = enquiries.log_enquiry(**row, received_at=received, by=self.by, now=self.now)
        if answer:
            known = LibraryAnswer.objects.get(title=answer)
            answering.mark_answered(enquiry, answer=known, text="", by=self.by, now=self.now)

    def _complain(self, row: dict[str, Any]) -> None:
        days, ahead, about = row.pop("days"), row.pop("deadline_in"), row.pop("about")
        paper, advice = row.pop("paper"), row.pop("advice")
        today = local_date(self.now, Profile.current().time_zone)
        matter = matters.log_matter(
            **row,
            received_at=self.now - timedelta(days=days),
            deadline=today + timedelta(days=ahead),
            case=self._case(about),
            decision_owner=self.users[2],
            by=self.by,
            now=self.now,
        )
        came = today - timedelta(days=days)
        said = {"sender": matter.authority, "note": paper}
        papers.came_in(matter, came_on=came, **said, by=self.by, now=self.now)
        matters.advise(matter, advice=advice, by=self.by)

    @staticmethod
    def _case(outcome: str) -> str:
        """The newest request that ended so."""
        ended = Exercise.objects.filter(status=outcome).order_by("-decided_at")
        case = SubjectRequest.objects.filter(parts__exercises__in=ended[:1]).first()
        return case.reference if case else ""
