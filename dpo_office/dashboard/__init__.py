"""Today: what is late, due today and this week, what waits for me, what failed."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from dpo_office.dashboard import figures, todo, tries
from dpo_office.desk.today import Tile, TodayPage
from dpo_office.organisation.models import Profile
from dpo_office.worklist.models import Clock


def today(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The dashboard's context; unfold calls it for the index."""
    city = Profile.current().time_zone.rpartition("/")[2].replace("_", " ")
    return {**context, "page": page(request), "title": _("Today"), "city": city}


def page(request: HttpRequest) -> TodayPage:
    """Answer the five questions for this person."""
    now, profile = timezone.now(), Profile.current()
    mine, chosen = request.GET.get("whose") == "mine", request.GET.get("show", "")
    every = not mine and request.user.has_perm("worklist.view_clock")
    running = Clock.objects.all() if every else Clock.objects.filter(owner=request.user)
    numbers = running.buckets(now, profile.time_zone)
    waiting = todo.waiting_for(request.user, now, profile)
    failed = todo.failed(request.user, now, profile)
    groups = todo.groups(running, request.user, now, profile)
    notes = {group.key: group.rows[0].relative for group in groups if group.rows}
    tiles = [
        Tile("late", _("Late"), numbers["late"], todo.oldest(notes.get("late")), alarming=True),
        Tile("today", _("Due today"), numbers["today"], todo.next_one(notes.get("today"))),
        Tile("week", _("This week"), numbers["week"], _("until Sunday")),
        Tile("waits", _("Waits for me"), len(waiting), todo.kinds(waiting)),
        Tile("failed", _("Failed"), len(failed), todo.kinds(failed), alarming=True),
    ]
    chart, half = figures.answers(now, profile)
    return TodayPage(
        tiles=tiles,
        groups=[group for group in groups if not chosen or chosen == group.key],
        waiting=waiting if chosen in ("", "waits") else [],
        failed=failed if chosen in ("", "failed") else [],
        chart=chart,
        slowest=half,
        mine=mine,
        chosen=chosen,
        tries=tries.five_things() if settings.DEMO else (),
    )
