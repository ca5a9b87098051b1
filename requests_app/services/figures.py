"""How well requests were answered in a period; pauses are never subtracted (A2, P5.1).

Counted over what was received in the period, in SQL. Nothing is read of persons, so that the
numbers are the same before and after redaction.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Aggregate, Count, DurationField, F, Q, QuerySet
from django.db.models.functions import TruncMonth

from dpo_office.correspondence.models import Letter
from dpo_office.lib.periods import end_of_day, start_of_day
from dpo_office.organisation.models import Profile
from dpo_office.worklist.models import Clock
from requests_app.models import Exercise, RequestPart, SubjectRequest
from requests_app.services.deadlines import LEGAL_DEADLINE, OUR_PROMISE
from requests_app.services.identity import IDENTITY_REQUEST

IN_TIME = Q(stopped_at__lt=F("due_at"))
LATE = Q(stopped_at__gte=F("due_at"))
MOST_LATE = 200  # late cases that are listed


class Percentile(Aggregate):
    """The value below which that share of the rows lies; the database sorts."""

    function = "PERCENTILE_DISC"
    output_field = DurationField()

    def __init__(self, share: float, expression: Any, **extra: Any) -> None:
        template = f"%(function)s({share}) WITHIN GROUP (ORDER BY %(expressions)s)"
        super().__init__(expression, template=template, **extra)


@dataclass(frozen=True)
class Period:
    """From one local day to another, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return start_of_day(self.first, Profile.current().time_zone)

    @property
    def end(self) -> datetime:
        return end_of_day(self.last, Profile.current().time_zone)


@dataclass(frozen=True)
class Kept:
    """How a clock was kept: those answered in time and late, those open, and how late."""

    in_time: int
    late: int
    open_in_time: int
    open_late: int

    @property
    def answered(self) -> int:
        return self.in_time + self.late


@dataclass(frozen=True)
class Figures:
    """The numbers of a period; days are from receipt to answer, a day begun counts."""

    received: int
    ended: int
    promise: Kept
    deadline: Kept
    median_days: int | None
    slow_days: int | None
    extensions: int
    identity_asked: int
    proofs: list[tuple[str, int]]
    months: list[tuple[date, Kept]]
    rights: list[tuple[str, dict[str, int]]]
    grounds: list[tuple[str, int]]
    channels: list[tuple[str, int]]
    causes: list[tuple[str, int]]


def figures(period: Period, now: datetime) -> Figures:
    """Everything that the page of figures shows."""
    received = requests_of(period)
    promise = _clocks(OUR_PROMISE, period)
    took = promise.filter(stopped_at__isnull=False).aggregate(
        half=Percentile(0.5, F("stopped_at") - F("started_at")),
        slow=Percentile(0.95, F("stopped_at") - F("started_at")),
    )
    return Figures(
        received=received.count(),
        ended=_ended(period).count(),
        promise=_kept(promise, now),
        deadline=_kept(_clocks(LEGAL_DEADLINE, period), now),
        median_days=_days(took["half"]),
        slow_days=_days(took["slow"]),
        extensions=_clocks(LEGAL_DEADLINE, period).filter(extended_at__isnull=False).count(),
        identity_asked=_asked_who(received),
        proofs=_named(
            received.exclude(identity_proof=""), "identity_proof", SubjectRequest.IdentityProof
        ),
        months=_months(promise, now),
        rights=_rights(received),
        grounds=_named(_exercises(received).exclude(ground=""), "ground", Exercise.Ground),
        channels=_named(received, "channel", SubjectRequest.Channel),
        causes=_causes(period, now),
    )


def requests_of(period: Period) -> QuerySet[SubjectRequest]:
    """What was received in the period."""
    every = SubjectRequest.objects.order_by()
    return every.filter(received_at__gte=period.start, received_at__lt=period.end)


def late_of(period: Period, now: datetime) -> QuerySet[SubjectRequest]:
    """Those of the period that were, or are, later than our promise; the oldest first."""
    parts = RequestPart.objects.filter(pk__in=_late_clocks(period, now).values("about_id"))
    late = requests_of(period).filter(pk__in=parts.values("request_id"))
    return late.order_by("received_at", "pk")


def _late_clocks(period: Period, now: datetime) -> QuerySet[Clock]:
    return _clocks(OUR_PROMISE, period).filter(LATE | Q(stopped_at=None, due_at__lte=now))


def _ended(period: Period) -> QuerySet[SubjectRequest]:
    """Withdrawn, or no request: nothing was owed, and no clock of theirs counts."""
    return requests_of(period).filter(closed_at__isnull=False, answered_at=None)


def _clocks(rule: str, period: Period) -> QuerySet[Clock]:
    """Clocks that began in the period, by an index alone; none of a case that ended."""
    owed_nothing = RequestPart.objects.filter(request__in=_ended(period)).values("pk")
    clocks = Clock.objects.order_by().filter(
        rule_id=rule, started_at__gte=period.start, started_at__lt=period.end
    )
    kind = ContentType.objects.get_for_model(RequestPart)
    return clocks.filter(about_type=kind).exclude(about_id__in=owed_nothing)


def _counts(now: datetime) -> dict[str, Count]:
    runs = Q(stopped_at=None)
    return {
        "in_time": Count("pk", filter=IN_TIME),
        "late": Count("pk", filter=LATE),
        "open_in_time": Count("pk", filter=runs & Q(due_at__gt=now)),
        "open_late": Count("pk", filter=runs & Q(due_at__lte=now)),
    }


def _kept(clocks: QuerySet[Clock], now: datetime) -> Kept:
    return Kept(**clocks.aggregate(**_counts(now)))


def _months(clocks: QuerySet[Clock], now: datetime) -> list[tuple[date, Kept]]:
    zone = Profile.current().zone
    by_month = clocks.annotate(month=TruncMonth("started_at", tzinfo=zone)).values("month")
    rows = by_month.annotate(**_counts(now)).order_by("month")
    return [(month.date(), Kept(*n)) for month, *n in rows.values_list("month", *_counts(now))]


def _asked_who(received: QuerySet[SubjectRequest]) -> int:
    """Cases in which a letter asked who the person is."""
    kind = ContentType.objects.get_for_model(SubjectRequest)
    letters = Letter.objects.of_kind(IDENTITY_REQUEST).filter(about_type=kind)
    return received.filter(pk__in=letters.values("about_id")).count()


def _exercises(received: QuerySet[SubjectRequest]) -> QuerySet[Exercise]:
    return Exercise.objects.order_by().filter(part__request__in=received)


def _rights(received: QuerySet[SubjectRequest]) -> list[tuple[str, dict[str, int]]]:
    """Each right with how often it was exercised, by outcome."""
    rows = _exercises(received).values("right", "status").annotate(n=Count("pk"))
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["right"], {})[row["status"]] = row["n"]
    return [(str(r.label), found[r.value]) for r in Exercise.Right if r.value in found]


def _named(rows: QuerySet[Any], field: str, choices: Any) -> list[tuple[str, int]]:
    """How many rows of each choice, the most frequent first; none that did not occur."""
    counted = rows.values(field).annotate(n=Count("pk")).order_by("-n", field)
    words = dict(choices.choices)
    return [(str(words.get(row[field], row[field])), row["n"]) for row in counted]


def _causes(period: Period, now: datetime) -> list[tuple[str, int]]:
    """Why those were late; an empty word for those of which nobody has said it."""
    late = late_of(period, now).order_by()
    words = dict(SubjectRequest.LateCause.choices) | {"": ""}
    counted = late.values("late_cause").annotate(n=Count("pk")).order_by("-n", "late_cause")
    return [(str(words[row["late_cause"]]), row["n"]) for row in counted]


def _days(length: timedelta | None) -> int | None:
    """A day begun counts, so that no answer took none."""
    return None if length is None else max(1, -(-length // timedelta(days=1)))
