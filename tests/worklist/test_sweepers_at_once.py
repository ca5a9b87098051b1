"""Two sweepers, or one that is killed: exactly one alert each. Real connections and processes."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection

from dpo_office.worklist.models import Alert, Clock
from dpo_office.worklist.services.sweeping import sweep
from tests.databases import database_url
from tests.worklist.conftest import RECEIVED, in_threads

NOW = RECEIVED + timedelta(days=400)
CLOCKS = 60


@pytest.fixture
def due_clocks(own_database, start):
    """Sixty clocks that all became late."""
    for _ in range(CLOCKS):
        start("our_promise")


def test_four_sweepers_at_once_raise_each_alert_once(due_clocks):
    raised = in_threads(4, lambda: sweep(NOW, batch=7))
    assert sum(raised) == CLOCKS == Alert.objects.count()


def test_a_sweeper_passes_by_what_another_one_holds(due_clocks):
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT id FROM worklist_clock ORDER BY id LIMIT 10 FOR UPDATE")
        raised = in_threads(1, lambda: sweep(NOW))
        cursor.execute("ROLLBACK")
    assert raised == [CLOCKS - 10]
    assert sweep(NOW) == 10


KILLED = """
import os, signal, django
django.setup()
from datetime import datetime
from dpo_office.worklist.services import sweeping
write = sweeping.record
batches = []
def die_in_the_third_batch(*args, **kwargs):
    write(*args, **kwargs)
    batches.append(args)
    if len(batches) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
sweeping.record = die_in_the_third_batch
sweeping.sweep(datetime.fromisoformat({now!r}), batch=10)
"""


def test_a_killed_sweep_loses_and_repeats_nothing(due_clocks):
    code = KILLED.format(now=NOW.isoformat())
    environment = {**os.environ, "DATABASE_URL": database_url()}
    died = subprocess.run([sys.executable, "-c", code], env=environment, check=False)
    assert died.returncode == -signal.SIGKILL
    assert Alert.objects.count() == 20
    swept, patience = 0, time.monotonic() + 30  # the server lets go of what the dead one held
    while swept < CLOCKS - 20 and time.monotonic() < patience:
        swept += sweep(NOW)
    assert swept == CLOCKS - 20
    assert not Clock.objects.running().filter(next_alert_at__isnull=False).exists()
