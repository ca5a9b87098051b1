"""Filling an empty office with a simulated platform, dates relative to today."""

import random
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from django.utils import timezone

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import outbox
from dpo_office.organisation.models import Profile, User
from dpo_office.organisation.services import accounts
from dpo_office.parties.models import Customer
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import closing, decision, identity, intake, replies

SOURCE = Path(__file__).with_name("conversion.toml")


def load(now: datetime | None = None) -> int:
    """Load the demo into an empty office; how many requests there are then. Twice: nothing more."""
    now = now or timezone.now()
    if SubjectRequest.objects.exists():
        return 0
    story = Story(tomllib.loads(SOURCE.read_text()), now)
    story.tell()
    return SubjectRequest.objects.count()


class Story:
    """One run through the demo's data; random choices are the same each time."""

    def __init__(self, data: dict[str, Any], now: datetime) -> None:
        self.data, self.now = data, now
        self.dice = random.Random(17)  # noqa: S311  # a story, not a secret
        self.words = cycle(data["words"])

    def tell(self) -> None:
        Profile.objects.update_or_create(pk=1, defaults=self.data["profile"])
        self.users = [accounts.admit(**person, by=None) for person in self.data["users"]]
        self.customers = [Customer.objects.create(**row) for row in self.data["customers"]]
        for received_at, days in self._closed_requests():
            self._answered(received_at, days)
        for row in self.data["open"]:
            self._open(self._office_hour(self.now - timedelta(days=row["days"])), row["until"])

    def _closed_requests(self) -> Iterator[tuple[datetime, int]]:
        weeks = self.data["history"]["weeks"]
        for ago, week in zip(range(len(weeks), 0, -1), weeks, strict=True):
            for days in week:
                answered = self.now - timedelta(weeks=ago - 1, days=self.dice.randrange(7))
                yield self._office_hour(answered - timedelta(days=days)), days

    def _office_hour(self, day: datetime) -> datetime:
        moved = day.replace(hour=self.dice.randrange(7, 15), minute=self.dice.randrange(60))
        return min(moved, self.now - timedelta(minutes=5))

    @property
    def dpo(self) -> User:
        return self.users[0]

    def _log(self, received_at: datetime) -> SubjectRequest:
        people, asked = self.data["people"], next(self.words)
        name = f"{self.dice.choice(people['given'])} {self.dice.choice(people['family'])}"
        tie = self.dice.choice(people["ties"])
        return intake.log_request(
            name=name,
            email=f"person{self.dice.randrange(10**6)}@mail.example",
            rights=[asked["right"]],
            received_at=received_at,
            words=asked["text"],
            language=self.dice.choice(people["languages"]),
            tie=tie,
            customer=self.dice.choice(self.customers) if tie in ("end_user", "operator") else None,
            handler=self.users[self.dice.randrange(2)],
            by=self.dpo,
            now=received_at + timedelta(minutes=4),
        )

    def _answered(self, received_at: datetime, days: int) -> None:
        answered_at = min(received_at + timedelta(days=days, hours=1), self.now)
        case = self._decided(self._log(received_at), received_at + (answered_at - received_at) / 2)
        replies.draft_answer(case, by=self.dpo)
        replies.send_answer(case, by=self.dpo, now=answered_at)
        self._deliver()
        closing.close(case, by=self.dpo, now=answered_at)

    def _open(self, received_at: datetime, until: str) -> None:
        case = self._log(received_at)
        later = received_at + (self.now - received_at) / 2
        if until == "logged":
            return
        replies.acknowledge(case, by=self.dpo, now=later)
        self._deliver()
        if until == "identified":
            identity.confirm(case, proof="known_address", by=self.dpo, now=later)
        if until == "decided":
            self._decided(case, later)

    def _decided(self, case: SubjectRequest, at: datetime) -> SubjectRequest:
        if not case.acknowledged_at:
            replies.acknowledge(case, by=self.dpo, now=at)
            self._deliver()
        identity.confirm(case, proof="known_address", by=self.dpo, now=at)
        for exercise in Exercise.objects.filter(part__request=case):
            decision.decide(exercise, outcome=Exercise.Status.GRANTED, by=self.dpo, now=at)
        case.refresh_from_db()
        return case

    def _deliver(self) -> None:
        for delivery in Delivery.objects.filter(state=Delivery.State.QUEUED):
            outbox.deliver(delivery.pk)
