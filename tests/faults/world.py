"""An office in which something waits for every scheduled task."""

import os
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dpo_office.accountability.models import Claim
from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import outbox
from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.services import approvals, file_disk, files
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import BulkRun, Finding
from dpo_office.worklist.services import bulk, errands, findings, people
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import decision, intake


def fill(dpo: User) -> None:
    """Late clocks, waiting and abandoned mails, findings of all kinds, old automatic mails."""
    now = timezone.now()
    for days in (5, 29, 45):
        intake.log_request(
            name=f"Maarit Näidis {days}",
            email=f"maarit{days}@mail.example",
            rights=["access", "erasure"],
            received_at=now - timedelta(days=days),
            by=dpo,
            now=now,
        )
    for number in range(3):
        for urgent in (True, False):
            key = f"waits:{number}:{urgent}"
            outbox.post(key, to=dpo.email, subject="Hello", body="Text", urgent=urgent)
    _say_too_much()
    _leave(outbox.post("abandoned", to=dpo.email, subject="Hello", body="Text"), now)
    _grow_old(outbox.post("old", to=dpo.email, subject="Hello", body="Text"), now)
    _keep_files(dpo, now)
    _ask_in_vain(dpo, now)
    today = people.today(now)
    _ask_a_colleague(dpo, now)
    _begin_bulk_work(dpo, now)
    for failure in (True, False):
        text = "A store does not answer."
        findings.raise_finding(
            f"test.{failure}", about=dpo, owner=dpo, due_on=today, text=text, failure=failure
        )
    accepted = Finding.objects.get(check_name="test.False")
    findings.accept(accepted, reason="Known.", until=today + timedelta(days=1), by=dpo)
    Finding.objects.filter(pk=accepted.pk).update(accepted_until=today - timedelta(days=1))


def _say_too_much() -> None:
    """A claim that cannot stand, and an answer that says nothing else."""
    rest = {"weak": "It is no answer.", "proposed": "We store it, and do nothing else."}
    words = {"words": "We do nothing.", "against": ["we do nothing"], "names": ["access"]}
    Claim.objects.create(key="bare", rule="answer", **words, **rest)
    said = Exercise.objects.filter(right="access").first()
    decision.decide(said, outcome="granted", done="We do nothing.", by=User.objects.first())


def _ask_a_colleague(dpo: User, now) -> None:
    """Yesterday, for today."""
    Profile.objects.update(mail_domains=["office.example"])
    words = {"to": "sales@office.example", "words": "Ask them.", "due_on": people.today(now)}
    yesterday = now - timedelta(days=1)
    errands.ask(dpo, **words, owner=dpo, by=dpo, now=yesterday)


def _begin_bulk_work(dpo: User, now) -> None:
    """One case that can be ended, one that is not there."""
    case = SubjectRequest.objects.order_by("pk").last()
    rows, data = [(case.pk, str(case)), (0, "gone")], {"reasons": "Spam."}
    bulk.ask("end_as_spam", rows, by=dpo, now=now, data=data)


def bulk_run() -> int:
    return BulkRun.objects.get().pk


def _keep_files(dpo: User, now) -> None:
    """One whose time is over, one that the disk has lost, one that no row knows."""
    uploads = [SimpleUploadedFile(f"{n}.txt", b"text") for n in range(3)]
    with files.taken_in(uploads, FileDoor()) as (over, lost, stray):
        yesterday = now - timedelta(days=1)
        files.keep([over], about=dpo, by=None, now=yesterday, expires_at=now)
        files.keep([lost, stray], about=dpo, by=None, now=now)
    file_disk.remove(lost.stored_as)
    stray.delete()
    hours_ago = (now - timedelta(hours=3)).timestamp()
    os.utime(file_disk.path_of(stray.stored_as), (hours_ago, hours_ago))


def _ask_in_vain(dpo: User, now) -> None:
    """Nobody signed in time."""
    approvals.ask(
        dpo,
        purpose="purge of a rule",
        content={"rows": 3},
        summary=["3 rows"],
        by=dpo,
        now=now - timedelta(days=3),
        expires_at=now - timedelta(days=1),
    )


def _leave(delivery: Delivery, now) -> None:
    """A worker took it an hour ago and died."""
    an_hour_ago = now - timedelta(hours=1)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.SENDING,
        attempts=1,
        claimed_at=an_hour_ago,
        next_try_at=None,
    )


def _grow_old(delivery: Delivery, now) -> None:
    """It was sent so long ago that its text has to go."""
    long_ago = now - timedelta(days=200)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.SENT,
        created_at=long_ago,
        finished_at=long_ago,
        next_try_at=None,
    )
