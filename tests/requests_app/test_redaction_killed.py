"""A purge killed half-way keeps what it did whole, and the next run goes on (F5)."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from requests_app.invariants import NobodyIsLeftBehind
from requests_app.models import SubjectRequest
from requests_app.services import decision
from retention.models import PurgeRun
from retention.services import purging
from tests.databases import database_url

LATER = timedelta(days=3 * 366 + 1)


@pytest.mark.usefixtures("own_database")
def test_a_purge_killed_half_way_goes_on_with_the_next_run(log, dpo):
    for number in range(5):
        case = log(email=f"p{number}@mail.example")
        decision.decide_all(case, outcome="withdrawn", reasons="Rang.", by=dpo)
    process = subprocess.run(
        [sys.executable, "-m", "tests.requests_app.dying_purger"],
        env={**os.environ, "DATABASE_URL": database_url()},
        check=False,
    )
    assert process.returncode == -signal.SIGKILL
    redacted = SubjectRequest.objects.filter(status="redacted")
    assert redacted.count() == 2
    assert NobodyIsLeftBehind().broken() == []
    next_night = timezone.now() + LATER + timedelta(days=1)
    assert purging.run("closed_requests", next_night).purged == 3
    assert redacted.count() == 5
    assert set(PurgeRun.objects.values_list("status", flat=True)) == {"failed", "done"}
