"""Asking colleagues who have no account: a task with words, answered by a one-time link."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _

from dpo_office.correspondence.services.propriety import mail_address
from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import EncryptedFile, record
from dpo_office.evidence.services import files
from dpo_office.lib.periods import start_of_day
from dpo_office.lib.plain_text import checked_lines
from dpo_office.organisation.models import Profile, User
from dpo_office.worklist.models import Errand, Task
from dpo_office.worklist.refusals import TaskRefused
from dpo_office.worklist.services import errand_links, people, tasks

LONGEST = 5_000  # characters of what is asked
LONGEST_ANSWER = 20_000
MOST_OPEN = 20  # at once about one record
ENCLOSED = FileDoor(from_outside=False)  # what the colleague is given
ANSWERED = FileDoor()  # what the colleague sends back


@transaction.atomic
def ask(
    about: models.Model,
    *,
    to: str,
    words: str,
    due_on: date,
    owner: User,
    by: User,
    now: datetime,
    enclosed: Sequence[EncryptedFile] = (),
) -> Errand:
    """Mail a colleague a link behind which they read `words` and answer; its task is `owner`'s.

    `enclosed` are files taken in by the door ENCLOSED, which the colleague may fetch. Raises
    TaskRefused, LetterRefused or ValidationError, each with a sentence.
    """
    if why := why_not_ask(about):
        raise TaskRefused(why)
    to = mail_address(to)
    _refuse_strangers(to)
    words = checked_lines(words, field=_("What we ask"), longest=LONGEST)
    if not words:
        raise TaskRefused(_("Say what the colleague has to do."))
    if due_on < people.today(now):
        raise TaskRefused(_("That day is over. By when do you need it?"))
    title = _("Answer of a colleague (%(n)d)") % {"n": Errand.objects.about(about).count() + 1}
    errand = Errand.objects.create(
        task=tasks.open_task(about, title=title, due_on=due_on, owner=owner, by=by),
        to=to,
        words=words,
        asked_by=by,
        asked_at=now,
        expires_at=max(now, _end_of(due_on)) + errand_links.LIFE,
    )
    files.keep(enclosed, about=errand, by=by, now=now, expires_at=errand.expires_at)
    facts = {"errand": errand.pk, "files": len(enclosed)}
    record("errand.asked", about, by=by, facts=facts, values={"to": to}, happened_at=now)
    errand_links.send(errand, mail="errand", by=by, now=now)
    return errand


def why_not_ask(about: models.Model) -> str:
    """Why no colleague can be asked, in words; empty when one can."""
    if not Profile.current().mail_domains:
        return _("Enter the company's mail domains under Organisation first.")
    if Errand.objects.about(about).waiting().count() >= MOST_OPEN:
        return _("%(n)d colleagues are asked already. Wait, or withdraw one.") % {"n": MOST_OPEN}
    return ""


@transaction.atomic
def answer(
    errand: Errand, *, text: str, enclosed: Sequence[EncryptedFile] = (), now: datetime
) -> Errand:
    """The colleague's answer, once: it stands on the case with its files, and the task is done.

    Raises TaskRefused without words or files, TransitionRefused when another was first.
    """
    if why := why_not_answer(errand, now):
        raise TaskRefused(why)
    text = checked_lines(text, field=_("Your answer"), longest=LONGEST_ANSWER)
    if not text and not enclosed:
        raise TaskRefused(_("Write your answer, or add a file."))
    errand.move_to(Errand.Status.ANSWERED, by=None, at=now, answered_at=now, answer=text)
    case = errand.task.about or errand
    files.keep(enclosed, about=case, by=None, now=now)
    facts = {"errand": errand.pk, "files": len(enclosed)}
    record("errand.came_back", case, by=None, facts=facts, happened_at=now)
    tasks.finish(errand.task, by=None)
    errand_links.end(errand, by=None, now=now)
    return errand


def why_not_answer(errand: Errand, now: datetime) -> str:
    """Why it can't be answered any more, in words; empty when it can."""
    open_ = errand.status == Errand.Status.WAITS and errand.task.status == Task.Status.OPEN
    if open_ and now < errand.expires_at:
        return ""
    return _("This was answered already, or is not needed any more.")


@transaction.atomic
def remind(errand: Errand, *, by: User | None, now: datetime) -> None:
    """Send the colleague a new link; the former one ends. Raises TaskRefused when it is over."""
    if why := why_not_answer(errand, now):
        raise TaskRefused(why)
    Errand.objects.filter(pk=errand.pk).update(reminded_at=now)
    facts = {"errand": errand.pk}
    record("errand.reminded", errand.task.about or errand, by=by, facts=facts, happened_at=now)
    errand_links.send(errand, mail="errand_reminder", by=by, now=now)


@transaction.atomic
def remind_next(now: datetime) -> bool:
    """Remind one colleague of what is due tomorrow or before, once each; whether there was one."""
    soon = people.today(now) + timedelta(days=1)
    waits = Errand.objects.waiting().filter(reminded_at=None, expires_at__gt=now)
    due = waits.filter(task__due_on__lte=soon, asked_at__lt=now - timedelta(hours=20))
    errand = due.select_for_update(skip_locked=True, of=("self",)).order_by("asked_at").first()
    if errand is not None:
        remind(errand, by=None, now=now)
    return errand is not None


@transaction.atomic
def withdraw(errand: Errand, *, by: User, reason: str) -> None:
    """It is not needed any more: the link opens nothing, the task is dropped."""
    tasks.drop(errand.task, by=by, reason=reason)


def withdraw_all(about: models.Model, *, by: User, reason: str) -> None:
    """The case is over, and nobody needs to answer for it."""
    for errand in Errand.objects.about(about).waiting().select_related("task"):
        withdraw(errand, by=by, reason=reason)


def _refuse_strangers(to: str) -> None:
    """What stands in a case is told to nobody outside the company."""
    domain = to.rpartition("@")[2].lower()
    known = [one.strip().lower() for one in Profile.current().mail_domains]
    if domain not in known:
        words = {"domain": domain, "known": ", ".join(known)}
        raise TaskRefused(_("%(domain)s is not the company's: only %(known)s.") % words)


def _end_of(day: date) -> datetime:
    return start_of_day(day + timedelta(days=1), Profile.current().time_zone)
