"""Delivery is at least once: a task run twice, or two at once, leaves what one run leaves.

A new task fails here until it has a scenario: its arguments, in an office where it has work.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from shutil import copytree
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from dpo_office.accountability.services import evidence_files
from dpo_office.celery import app
from dpo_office.evidence.services import file_disk, office_keys, sealing
from dpo_office.organisation.models import User
from requests_app.models import SubjectRequest
from requests_app.services import extension
from tests.databases import copied
from tests.evidence.conftest import settle
from tests.faults import fingerprint, world

pytestmark = pytest.mark.usefixtures("own_database", "noon", "sink", "signer")

SCENARIOS: dict[str, Callable[[User], list]] = {
    "dpo_office.accountability.tasks.check_claims": lambda dpo: [],
    "dpo_office.accountability.tasks.make_evidence_files": lambda dpo: asked(dpo) or [],
    "dpo_office.correspondence.tasks.deliver_due": lambda dpo: [False],
    "dpo_office.correspondence.tasks.sweep_outbox": lambda dpo: [],
    "dpo_office.evidence.tasks.anchor_head": lambda dpo: sealed() or [],
    "dpo_office.evidence.tasks.lapse_approvals": lambda dpo: [],
    "dpo_office.evidence.tasks.remove_expired_files": lambda dpo: [],
    "dpo_office.evidence.tasks.sweep_files": lambda dpo: [],
    "dpo_office.evidence.tasks.seal_trail": lambda dpo: settle() or [],
    "dpo_office.evidence.tasks.verify_trail": lambda dpo: sealed() or [False],
    "dpo_office.worklist.tasks.remind_colleagues": lambda dpo: [],
    "dpo_office.worklist.tasks.return_accepted_findings": lambda dpo: [],
    "dpo_office.worklist.tasks.send_digest": lambda dpo: [dpo.pk],
    "dpo_office.worklist.tasks.send_digests": lambda dpo: [],
    "dpo_office.worklist.tasks.sweep_bulk": lambda dpo: [],
    "dpo_office.worklist.tasks.work_on_bulk": lambda dpo: [world.bulk_run()],
    "dpo_office.worklist.tasks.sweep_clocks": lambda dpo: [],
    "dpo_office.worklist.tasks.verify_office": lambda dpo: [],
    "requests_app.tasks.let_refusal_dates_pass": lambda dpo: extended(dpo) or [],
    "requests_app.tasks.check_answers": lambda dpo: [],
    "retention.tasks.purge": lambda dpo: ["automatic_mails"],
    "retention.tasks.purge_all_due": lambda dpo: [],
}


def extended(dpo: User) -> None:
    """A case of 45 days whose deadline was extended in time, and in which nothing is refused."""
    case = SubjectRequest.objects.order_by("received_at").first()
    in_time = case.received_at + timedelta(days=20)
    extension.extend(case, reason="Nine systems.", by=dpo, now=in_time)


def asked(dpo: User) -> None:
    """Somebody waits for the evidence of a case."""
    settle()
    evidence_files.ask(SubjectRequest.objects.earliest("pk"), by=dpo, now=timezone.now())


def sealed() -> None:
    """The trail has a seal to verify."""
    settle()
    sealing.seal_committed(office_keys.signer())


app.loader.import_default_modules()
LEAVES_NO_ROW = {"dpo_office.tasks.beat_once"}  # a time in the cache, the last one stays


def registered():
    return {name for name in app.tasks if not name.startswith(("celery.", "tests."))}


def test_every_task_has_a_scenario():
    assert registered() == set(SCENARIOS) | LEAVES_NO_ROW


@pytest.fixture
def at_once(settings):
    """What a task calls is run within it, so that the whole effect is seen."""
    before, app.conf.task_always_eager = app.conf.task_always_eager, True
    yield
    app.conf.task_always_eager = before


def together(job):
    """Two threads begin at the same moment, each with its own connection."""
    barrier = Barrier(2)

    def run(_):
        barrier.wait(10)
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(2)))


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_twice_or_two_at_once_is_as_once(name, dpo, sink, at_once, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    settings.ANCHOR_TO = "anchor@notary.example"
    world.fill(dpo)
    before = fingerprint.of_database()
    known = {name: name for name, _ in file_disk.all_names()}  # the name of a new one is random
    arguments = SCENARIOS[name](dpo)

    def once():
        return app.tasks[name].apply(arguments, throw=True)

    results = {}
    for way, work in {
        "once": once,
        "twice": lambda: (once(), once()),
        "two at once": lambda: together(once),
    }.items():
        sink.taken.clear()
        settings.FILES_ROOT = copytree(tmp_path / "files", tmp_path / way)
        with copied(f"{connection.settings_dict['NAME']}_copy"):
            work()
            results[way] = fingerprint.of_database() + Counter(sink.message_ids)
            results[way] += Counter(known.get(name, "new") for name, _ in file_disk.all_names())
    for result in results.values() if name.endswith("make_evidence_files") else ():
        for row in [row for row in result if row.startswith("evidence.Seal ")]:
            del result[row]  # it seals what is committed by then, which others in the cluster delay
    assert results["once"] != before  # it had something to do
    for way in ("twice", "two at once"):
        assert results[way] - results["once"] == Counter(), f"more {way}"
        assert results["once"] - results[way] == Counter(), f"less {way}"
