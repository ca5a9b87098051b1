"""Is the office well? The page and its JSON at the admin door; each app adds its own signs."""

import dataclasses
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView

from dpo_office.lib import doors

HEARTBEAT = "office.heartbeat"
SILENT_AFTER = 90.0  # seconds: three beats


class Heartbeat:
    """The schedule runs: beat, broker and worker."""

    identifier = "heartbeat"
    sentence = _("Scheduled work is done")

    def trouble(self, now: datetime) -> str:
        last = cache.get(HEARTBEAT)
        if last is None:
            return _("No scheduled task was done yet.")
        silent = now.timestamp() - last
        if silent <= SILENT_AFTER:
            return ""
        return _("No scheduled task was done for %(seconds)d s.") % {"seconds": silent}


class DiskSpace:
    """A tenth of the disk that keeps the files is free."""

    identifier = "disk"
    sentence = _("There is room on the disk")

    def trouble(self, now: datetime) -> str:
        there = next(p for p in (settings.FILES_ROOT, *settings.FILES_ROOT.parents) if p.exists())
        usage = shutil.disk_usage(there)
        free = 100 * usage.free // usage.total
        return "" if free >= 10 else _("%(free)d %% of the disk is free.") % {"free": free}


doors.vital_signs.register(Heartbeat())
doors.vital_signs.register(DiskSpace())


@dataclasses.dataclass
class Sign(HealthCheck):
    """One vital sign of one app, asked through the door."""

    identifier: str

    def run(self) -> None:
        trouble = doors.vital_signs.get(self.identifier).trouble(timezone.now())
        if trouble:
            raise ServiceUnavailable(trouble)

    def pretty_status(self) -> str:
        return str(doors.vital_signs.get(self.identifier).sentence)


def alive(request: HttpRequest) -> HttpResponse:
    """The web answers; nothing more is told to whoever asks."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


class Checkers(ThreadPoolExecutor):
    """Threads that give their database connection back: a lost one is lost to the pool for ever."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        def run() -> Any:
            try:
                return fn(*args, **kwargs)
            finally:
                connections.close_all()

        return super().submit(run)


class OfficeHealth(HealthCheckView):
    """Database, cache and every registered sign; 500 when one is in trouble."""

    def get_executor(self) -> Checkers:
        return Checkers(max_workers=5)

    def get_checks(self):
        yield from super().get_checks()
        yield from (Sign(sign.identifier) for sign in doors.vital_signs)

    checks = ("health_check.checks.Database", "health_check.checks.Cache")
