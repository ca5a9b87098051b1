"""A whole office: a row of every model that has a page, told by the services.

`Zzqcanary` stands in everything that a person said or is, so that a leak shows by one word.
"""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django_celery_beat.schedulers import ModelEntry

from dpo_office.accountability.models import Claim
from dpo_office.accountability.services import enquiries, evidence_files, library, matters, papers
from dpo_office.celery import app
from dpo_office.correspondence.models import Delivery, Letter, MailServer
from dpo_office.correspondence.services import incoming, outbox
from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import Event, OfficeKey, Seal
from dpo_office.evidence.services import approvals, files
from dpo_office.organisation import roles
from dpo_office.organisation.models import Absence, User
from dpo_office.organisation.services import links, tokens
from dpo_office.parties.models import Customer
from dpo_office.worklist.models import ContractRule
from dpo_office.worklist.services import bulk, calendars, clocks, digests, errands, findings, tasks
from requests_app.models import Delegation, Exercise, SubjectRequest
from requests_app.services import (
    closing,
    decision,
    delegations,
    identity,
    instructions,
    intake,
    mandates,
    notes,
    parts,
    passing,
    replies,
    representing,
)
from requests_app.services.mail_intake import record_mail
from requests_app.services.mandates import Representative
from retention.models import PurgeRun

CANARY = "Zzqcanary"
PERSON = f"{CANARY} Naidis"
ADDRESS = f"{CANARY.lower()}@mail.example"
FIRST_DAY = date(2020, 1, 1)
WORDS = f"I am {CANARY}: which data do you hold?"

MAIL = f"From: {PERSON} <{ADDRESS}>\nMessage-ID: <N@{CANARY}>\n\n{WORDS}".encode()


class Office:
    """What was made, by name; `tokens` are in clear, as their holders have them."""

    def __init__(self, dpo: User, other: User) -> None:
        self.dpo, self.other, self.now = dpo, other, timezone.now()
        self.tokens: dict[str, str] = {}
        self._delegate()
        EmailAddress.objects.create(user=dpo, email=dpo.email, verified=True, primary=True)
        self.customer = Customer.objects.create(name="Bakery", privacy_email="dpo@bakery.example")
        self.late = self._log(days=40)
        self.closed = self._answered(self._log(days=3))
        closing.close(self.closed, by=dpo)
        self.drafted = self._decided(self._log(days=1, customer=self.customer, tie="end_user"))
        self.draft = replies.draft_answer(self.drafted, by=dpo)
        self._parts()
        self._keep_a_file()
        self._account()
        self._take_mails_in()
        self._seal()
        self._work()
        self._doors()

    def _delegate(self) -> None:
        owner = User.objects.create_user("owner@office.example", name="Owner")
        owner.groups.set(Group.objects.filter(name=roles.DECISION_OWNER))
        given = Delegation(to=self.dpo, covers="refusing", words="Signed.", first_day=FIRST_DAY)
        delegations.give(given, by=owner)

    def _log(self, *, days: int, **more) -> SubjectRequest:
        return intake.log_request(
            name=PERSON,
            email=ADDRESS,
            rights=["access"],
            words=WORDS,
            received_at=self.now - timedelta(days=days),
            by=self.dpo,
            **more,
        )

    def _decided(self, case: SubjectRequest) -> SubjectRequest:
        replies.acknowledge(case, by=self.dpo)
        identity.confirm(case, proof="known_address", by=self.dpo)
        for exercise in Exercise.objects.filter(part__request=case):
            decision.advise(exercise, advice=WORDS, by=self.dpo)
            reasons = {"ground": "15_4_others", "reasons": WORDS}
            decision.decide(exercise, outcome="refused", by=self.dpo, **reasons)
        case.refresh_from_db()
        return case

    def _answered(self, case: SubjectRequest) -> SubjectRequest:
        replies.draft_answer(self._decided(case), by=self.dpo)
        self.answer = replies.send_answer(case, by=self.dpo)
        for letter in Letter.objects.about(case):
            outbox.deliver(letter.delivery.pk)
        return case

    def _parts(self) -> None:
        """A customer has its part and told us something; a lawyer acts in another case."""
        words = {"rights": ["access"], "words": WORDS, "known_by": CANARY}
        part = parts.form(self.drafted, customer=self.customer, by=self.dpo, **words)
        passing.pass_on([part], by=self.dpo)
        told = {"kind": "act", "words": WORDS, "given_by": CANARY, "channel": "phone"}
        instructions.take_down(part, by=self.dpo, **told)
        acted = self._log(days=2)
        lawyer = Representative(f"{CANARY} & Partners", "lawyer", ADDRESS)
        representing.begin(acted, lawyer, by=self.dpo)
        mandates.check(acted, basis=WORDS, by=self.dpo)

    def _keep_a_file(self) -> None:
        upload = SimpleUploadedFile(f"{CANARY}.txt", WORDS.encode())
        with files.taken_in([upload], FileDoor()) as taken, transaction.atomic():
            files.keep(taken, about=self.late, by=self.dpo, now=self.now)

    def _account(self) -> None:
        """An enquiry, an answer for the next, a matter with a letter that came in."""
        self.enquiry = enquiries.log_enquiry(
            asker=PERSON,
            address=ADDRESS,
            words=WORDS,
            received_at=self.now - timedelta(days=1),
            by=self.dpo,
        )
        library.keep(title="Hosting", kind="question", language="en", body="Here.", by=self.dpo)
        self.matter = matters.log_matter(
            kind="inspection",
            authority="AKI",
            complainant=PERSON,
            words=WORDS,
            received_at=self.now - timedelta(days=1),
            deadline=self.now.date() + timedelta(days=9),
            case=self.closed.reference,
            by=self.dpo,
        )
        evidence_files.ask(self.closed, by=self.dpo, now=self.now)
        Claim.objects.create(
            key="x", words="Ten points", rule="count", announced=10, weak="Nine.", proposed="Nine"
        )
        note = {"sender": PERSON, "note": WORDS}
        papers.came_in(self.matter, came_on=self.now.date() - timedelta(1), by=self.dpo, **note)

    def _take_mails_in(self) -> None:
        """One recorded, one that waits."""
        first, self.dropped = (
            incoming.drop(MAIL.replace(b"N", number), by=self.dpo, now=self.now)
            for number in (b"1", b"2")
        )
        with incoming.arrived(first, now=self.now) as came:
            record_mail(self.late, came, received_at=self.now, by=self.dpo, now=self.now)

    def _seal(self) -> None:
        """By hand: the sealer sees only what is committed."""
        key = OfficeKey.objects.create(pk="A" * 40, armored="", first_used_at=self.now)
        event = Event.objects.order_by("pk").first()
        place = {"until_xid": event.xid, "until_id": event.pk, "after_xid": 0, "after_id": 0}
        what = {"lineage": event.lineage, "count": 1, "root": "0" * 64, "members": b""}
        Seal.objects.create(number=1, key=key, sealed_at=self.now, signature="", **place, **what)

    def _work(self) -> None:
        clocks.sweep(self.now)
        digests.send_morning(self.dpo, self.now.replace(hour=12))
        today = self.now.date()
        self.task = tasks.open_task(
            self.late, title="Check the mandate", due_on=today, owner=self.dpo, by=self.dpo
        )
        self.run = bulk.ask(
            "assign", [(self.late.pk, str(self.late))], by=self.dpo, now=self.now,
            data={"to": self.other.pk}, begin_at_once=False,
        )  # fmt: skip
        self.errand = errands.ask(
            self.late, to="sales@office.example", words=WORDS, due_on=today, owner=self.dpo,
            by=self.dpo, now=self.now,
        )  # fmt: skip
        self.note = notes.write(self.late, text=WORDS, by=self.dpo)
        self.finding = findings.raise_finding(
            "x", about=self.late, owner=None, due_on=today, text="A store is away", failure=True
        )
        approvals.ask(
            self.late,
            purpose="purge",
            content={"rows": 3},
            summary=["3 rows"],
            by=self.other,
            now=self.now,
            expires_at=self.now + timedelta(days=1),
        )
        self.failed = outbox.post("failed", to=ADDRESS, subject=self.late.reference, body=WORDS)
        failed = Delivery.objects.filter(pk=self.failed.pk)
        failed.update(state="failed", finished_at=self.now, next_try_at=None, last_error="550")
        MailServer.objects.update_or_create(defaults={"error": "No answer."}, pk=1)
        PurgeRun.objects.create(purger="mails", started_at=self.now, due=3)
        ContractRule.objects.create(
            key="pass-on", valid_from=today, amount=2, unit="days", source="DPA 4"
        )

    def _doors(self) -> None:
        year, day = timedelta(days=365), self.now.date()
        self.tokens["link"] = links.make("demo sign-in", life=year, now=self.now, user=self.dpo)
        self.tokens["api"] = tokens.make(
            "pipeline", scopes=["token.read"], expires_at=self.now + year, by=self.dpo, now=self.now
        )
        self.tokens["feed"] = calendars.open_feed(self.dpo, by=self.dpo)
        calendars.open_feed(self.other, by=self.other)
        Absence.objects.create(user=self.other, deputy=self.dpo, first_day=day, last_day=day)
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
            ModelEntry.from_entry(name, app=app, **entry)
