"""What the morning digest says of colleagues: who answered since yesterday."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy

from dpo_office.organisation.models import User
from dpo_office.organisation.services.absences import desks_of
from dpo_office.worklist.models import Errand
from dpo_office.worklist.services import people


class ColleaguesAnswered:
    """Answers to what the reader, or whom they stand in for, had asked."""

    identifier = "colleagues_answered"
    title = gettext_lazy("Colleagues answered")

    def lines(self, user: User, now: datetime) -> list[str]:
        desks = desks_of(user, people.today(now))
        since = {"answered_at__gt": now - timedelta(days=1), "task__owner__in": desks}
        answered = Errand.objects.filter(**since).select_related("task").order_by("pk")
        return [f"{errand.task.reference}, {errand.task}" for errand in answered]
