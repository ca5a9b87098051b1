"""The demo told by the services: what the desk did in the last fourteen weeks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from dpo_office.demo import mail
from dpo_office.demo.chapters import Chapters
from dpo_office.demo.people import askers
from dpo_office.demo.post import Post
from dpo_office.demo.questions import Questions
from dpo_office.organisation.models import Profile, User
from dpo_office.organisation.services import accounts, filters
from dpo_office.parties.models import Customer
from dpo_office.worklist.services import errands, findings, people, tasks
from requests_app.models import Delegation, SubjectRequest
from requests_app.services import (
    closing,
    colleagues,
    delegations,
    intake,
    mail_intake,
    merging,
    notes,
)

LONG_AGO = timedelta(days=3 * 366 + 60)  # its person is redacted by now (F5)


class Story:
    """One run through the demo's data."""

    def __init__(self, data: dict[str, Any], now: datetime) -> None:
        self.data, self.now, self.post = data, now, Post()
        self.outcomes = cycle(data["history"]["outcomes"])
        self.to_close: list[tuple[SubjectRequest, datetime]] = []

    def tell(self) -> None:
        """Everything up to the letters; they leave before `end`."""
        Profile.objects.update_or_create(pk=1, defaults=self.data["profile"])
        self.users = [accounts.admit(**person, by=None) for person in self.data["users"]]
        self._delegate()
        customers = [Customer.objects.create(**row) for row in self.data["customers"]]
        self.askers = askers(self.data, customers)
        self.chapters = Chapters(self.data["texts"], self.users, self.post)
        self._answer(self.now - LONG_AGO, days=4, outcome="granted")
        told = [*self._history(), *((when, None, row) for when, row in self._open_rows())]
        for received_at, days, row in sorted(told, key=lambda one: one[0]):
            if row is None:
                self._answer(received_at, days=days, outcome=next(self.outcomes))
            else:
                self._open(received_at, row)
        self._find(customers)
        self._work_together()
        Questions(self.data, self.users, self.now).tell()

    def _delegate(self) -> None:
        """Management leaves routine granting to the DPO, in writing; it refuses itself."""
        day = (self.now - LONG_AGO).date()
        words = "Board minutes of that day, item 4: the DPO grants routine requests."
        given = Delegation(to=self.dpo, covers="granting", first_day=day, words=words)
        delegations.give(given, by=self.users[2], now=self.now - LONG_AGO)

    def end(self) -> None:
        """Close what was answered and has left."""
        for case, at in self.to_close:
            case.refresh_from_db()
            if not case.closed_at:
                closing.close(case, by=self.dpo, now=at)

    @property
    def dpo(self) -> User:
        return self.users[0]

    def _history(self) -> Iterator[tuple[datetime, int, None]]:
        weeks = self.data["history"]["weeks"]
        for ago, week in zip(range(len(weeks), 0, -1), weeks, strict=True):
            for number, days in enumerate(week):
                answered = self.now - timedelta(weeks=ago - 1, days=number % 6 + 1)
                yield self._office_hour(answered - timedelta(days=days), number), days, None

    def _open_rows(self) -> Iterator[tuple[datetime, dict[str, Any]]]:
        for number, row in enumerate(self.data["open"]):
            yield self._office_hour(self.now - timedelta(days=row["days"]), number), row

    def _office_hour(self, day: datetime, number: int) -> datetime:
        """Between nine and five in the office's zone, and before now."""
        local = day.astimezone(Profile.current().zone)
        hour, minute = 9 + number * 3 % 8, number * 17 % 60
        return min(local.replace(hour=hour, minute=minute), self.now - timedelta(minutes=5))

    def _at_work(self, moment: datetime, *, after: datetime) -> datetime:
        """That moment, or the nearest office hour of its day; never before `after`, nor ahead."""
        local = moment.astimezone(Profile.current().zone)
        if not 9 <= local.hour < 17:
            local = local.replace(hour=9 if local.hour < 9 else 16)
        return min(max(local, after), self.now)

    def _log(self, received_at: datetime, *, by_mail: bool = False) -> SubjectRequest:
        """What came by e-mail is logged from the mail itself, if `by_mail`."""
        asker, now = next(self.askers), min(received_at + timedelta(minutes=4), self.now)
        case = {**asker, "received_at": received_at, "handler": self.users[received_at.day % 2]}
        if not by_mail or asker["channel"] != "email":
            return intake.log_request(**case, by=self.dpo, now=now)
        said = {name: asker[name] for name in ("name", "email", "words")}
        with mail.came(**said, received_at=received_at, by=self.dpo, now=now) as came:
            return mail_intake.log_mail(came, **case, by=self.dpo, now=now)

    def _answer(self, received_at: datetime, *, days: int, outcome: str) -> None:
        first = self._at_work(received_at + timedelta(hours=1), after=received_at)
        at = self._at_work(received_at + timedelta(days=days, hours=1), after=first)
        case = self._log(received_at)
        self.chapters.answer(case, outcome, first, at)
        self.to_close.append((case, min(at + timedelta(hours=1), self.now)))

    def _open(self, received_at: datetime, row: dict[str, Any]) -> None:
        case = self._log(received_at, by_mail=True)
        first = self._at_work(received_at + timedelta(hours=1), after=received_at)
        halfway = received_at + (self.now - received_at) / 2
        later = self._at_work(halfway, after=first)
        self.chapters.until(row["until"], case, first, later)
        if title := row.get("task"):
            due = people.today(self.now) + timedelta(days=row["days"] % 3)
            tasks.open_task(case, title=title, due_on=due, owner=self.dpo, by=self.users[1])

    def _work_together(self) -> None:
        """A note, a colleague who answered and one who was asked, filters above the list."""
        words, yesterday = self.data["together"], self.now - timedelta(days=1)
        there = SubjectRequest.objects.open().filter(recorded_at__lt=yesterday, answered_at=None)
        first, second = there.order_by("-received_at")[:2]
        notes.write(first, text=words["note"], by=self.users[1], now=yesterday)
        soon = people.today(self.now) + timedelta(days=2)
        for case, asked in ((first, words["asked"]), (second, words["waits"])):
            errand = colleagues.ask(
                case, to=words["colleague"], words=asked, due_on=soon, by=self.dpo, now=yesterday
            )
            if case == first:
                errands.answer(errand, text=words["answer"], now=self.now - timedelta(hours=2))
        again = intake.log_request(
            name=second.subject.name,
            email=second.answer_to,
            rights=["access"],
            received_at=self.now - timedelta(minutes=4),
            words=words["again"],
            by=self.dpo,
            now=self.now - timedelta(minutes=3),
        )
        merging.merge(again, into=second, by=self.dpo, now=self.now - timedelta(minutes=1))
        for name, query in words["filters"].items():
            shown = SubjectRequest._meta.label_lower
            filters.keep(shown=shown, name=name, query=query, shared=True, by=self.dpo)

    def _find(self, customers: list[Customer]) -> None:
        for customer in customers:
            if not customer.privacy_email:
                findings.raise_finding(
                    "parties.privacy_contact",
                    about=customer,
                    owner=None,
                    due_on=people.today(self.now) + timedelta(days=7),
                    text="A customer has no privacy contact: requests cannot be passed on to it.",
                )
