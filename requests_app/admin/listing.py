"""The rows of the list of requests: who asks for what, and how both clocks stand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from dpo_office.desk import when
from dpo_office.organisation.access import may_see_persons
from dpo_office.organisation.models import Profile
from dpo_office.worklist.models import Clock
from requests_app.models import Exercise, RequestPart, SubjectRequest
from requests_app.services.deadlines import REFUSAL_NOTICE


class RequestList(ChangeList):
    """Asks for the rights and clocks of one page's requests at once."""

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.persons = may_see_persons(request.user)
        super().__init__(request, *args)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        self.prepare(self.result_list)

    def prepare(self, rows: list[SubjectRequest]) -> None:
        """What `desk.xlsx` asks for each chunk as well."""
        attach_rows(rows, persons=self.persons)


@dataclass(frozen=True)
class Row:
    """The cells of one request, each of two lines."""

    what: str
    promise: str
    law: str


def attach_rows(requests: Iterable[SubjectRequest], *, persons: bool) -> None:
    """Give each request its `row`, by three questions for all; without `persons` none is named."""
    now, profile = timezone.now(), Profile.current()
    ids = [request.pk for request in requests]
    rights, clocks = _rights(ids), _clocks(ids)
    for request in requests:
        kinds = clocks[request.pk]
        request.rights, request.kinds = list(rights[request.pk].values()), kinds
        request.row = Row(
            _what(request, rights[request.pk], now, profile, persons=persons),
            _clock(kinds.get(Clock.Kind.PROMISE), now, profile),
            _clock(kinds.get(Clock.Kind.LEGAL), now, profile),
        )


def _rights(ids: list[int]) -> Mapping[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for exercise in Exercise.objects.filter(part__request__in=ids).select_related("part"):
        found[exercise.part.request_id][exercise.right] = exercise.get_right_display()
    return found


def _clocks(ids: list[int]) -> Mapping[int, dict[str, Clock]]:
    """The earliest clock of each kind."""
    parts = dict(RequestPart.objects.filter(request__in=ids).values_list("pk", "request_id"))
    kind = ContentType.objects.get_for_model(RequestPart)
    found: dict[int, dict[str, Clock]] = defaultdict(dict)
    clocks = Clock.objects.filter(about_type=kind, about_id__in=parts)
    for clock in clocks.exclude(rule_id=REFUSAL_NOTICE).order_by("due_at"):
        found[parts[clock.about_id]].setdefault(clock.kind, clock)
    return found


def _what(
    request: SubjectRequest,
    rights: Mapping[str, str],
    now: datetime,
    profile: Profile,
    *,
    persons: bool,
) -> str:
    who = (request.subject.name if persons else "") or _("A person")
    asked = {"who": who, "rights": get_text_list(list(rights.values()), _("and"))}
    received, today = (at.astimezone(profile.zone).date() for at in (request.received_at, now))
    small = (request.reference, request.get_channel_display(), when.absolute_day(received, today))
    return _two_lines(_("%(who)s asks for %(rights)s") % asked, " · ".join(map(str, small)))


def _clock(clock: Clock | None, now: datetime, profile: Profile) -> str:
    """How the clock stands, over its day."""
    if clock is None:
        return "–"  # noqa: RUF001  # not known
    day = when.absolute_day(clock.due_on, now.astimezone(profile.zone).date())
    over = clock.stopped_at or now
    tone = "late" if over >= clock.due_at else "quiet" if clock.stopped_at else "strong"
    if tone == "quiet":
        return _two_lines(_("met"), day, tone)
    return _two_lines(when.time_left(clock.due_at, over, profile.zone), day, tone)


def _two_lines(first: Any, second: Any, tone: str = "strong") -> str:
    line = '<span class="desk-two tone-{}"><b title="{}">{}</b><small>{}</small></span>'
    return format_html(line, tone, first, first, second)
