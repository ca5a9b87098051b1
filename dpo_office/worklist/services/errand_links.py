"""The one-time links of errands, and the mails that carry them."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.template.loader import render_to_string

from dpo_office.correspondence.services import outbox
from dpo_office.organisation.models import OneTimeLink, Profile, User
from dpo_office.organisation.services import links
from dpo_office.worklist.models import Errand, Task

ANSWER = "answer of a colleague"  # the purpose of the links
LIFE = timedelta(days=21)
OPENED = 30  # times: the colleague may come back until the answer is given


def send(errand: Errand, *, mail: str, by: User | None, now: datetime) -> None:
    """Mail a new link, which ends the former ones; the text holds nothing of the case."""
    end(errand, by=by, now=now)
    before = OneTimeLink.objects.filter(purpose=ANSWER, about=str(errand.pk)).count()
    life = errand.expires_at - now
    token = links.make(ANSWER, life=life, now=now, about=str(errand.pk), uses=OPENED, by=by)
    words = {
        "errand": errand,
        "task": errand.task,
        "address": f"{settings.SITE_URL}/p/{token}/",
        "office": Profile.current(),
    }
    said = partial(render_to_string, context=words)
    subject = " ".join(said(f"worklist/mail/{mail}_subject.txt").split())
    key = f"errand:{errand.pk}:{before}"
    body = said(f"worklist/mail/{mail}.txt")
    outbox.post(key, to=errand.to, subject=subject, body=body, secret=True, now=now)


def end(errand: Errand, *, by: User | None, now: datetime) -> None:
    """No link of this errand opens anything any more."""
    alive = OneTimeLink.objects.filter(purpose=ANSWER, about=str(errand.pk), uses_left__gt=0)
    for link in alive:
        links.end(link, by=by, now=now)


def withdraw_with(task: Task, *, by: User | None, now: datetime) -> None:
    """The task is over: what a colleague was asked for it is not asked any more."""
    for errand in Errand.objects.waiting().filter(task=task):
        errand.move_to(Errand.Status.WITHDRAWN, by=by, at=now)
        end(errand, by=by, now=now)
