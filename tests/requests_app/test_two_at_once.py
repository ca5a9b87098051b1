"""Two people at once: one wins, the other is told, nothing happens twice (invariant 5)."""

import uuid
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import TransitionRefused
from dpo_office.parties.models import DataSubject
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import decision, handing, identity, intake, replies

pytestmark = pytest.mark.usefixtures("own_database")


def at_once(deed) -> list[str]:
    """Do it in two threads that start together; what each was told, empty where it worked."""
    barrier, told = Barrier(2), []

    def act() -> None:
        barrier.wait()
        try:
            deed()
            told.append("")
        except (ValidationError, TransitionRefused) as refusal:
            told.append("; ".join(getattr(refusal, "messages", [str(refusal)])))
        finally:
            connections.close_all()

    threads = [Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def fresh(case) -> SubjectRequest:
    return SubjectRequest.objects.get(pk=case.pk)


def test_one_acknowledges_and_the_other_is_told(logged, dpo):
    told = at_once(lambda: replies.acknowledge(fresh(logged), by=dpo))
    assert told == ["", "It is acknowledged already."]
    assert Letter.objects.about(logged).count() == 1


def test_one_decides_and_the_other_is_told(logged, dpo):
    pk = Exercise.objects.get().pk
    told = at_once(lambda: decision.decide(Exercise.objects.get(pk=pk), outcome="granted", by=dpo))
    assert told[0] == ""
    assert "cannot become granted" in told[1]


def test_two_write_the_answer_and_it_is_one_letter(decided, dpo):
    assert at_once(lambda: replies.draft_answer(fresh(decided), by=dpo)) == ["", ""]
    assert Letter.objects.about(decided).count() == 1


def test_one_sends_the_answer_and_the_other_is_told(decided, dpo):
    replies.draft_answer(decided, by=dpo)
    told = at_once(lambda: replies.send_answer(fresh(decided), by=dpo))
    assert told == ["", "The answer has left already."]


def test_one_shows_identity_and_the_other_is_told(logged, dpo):
    told = at_once(lambda: identity.confirm(fresh(logged), proof="code", by=dpo))
    assert told == ["", "Identity is shown already."]


def test_one_hands_over_and_the_other_is_told(logged, dpo, deputy):
    told = at_once(lambda: handing.hand_over(fresh(logged), to=deputy, by=dpo))
    assert told == ["", "It is theirs already."]


def test_the_same_form_twice_at_once_opens_one_case(profile, dpo, now):
    key = uuid.uuid4()
    words = {"name": "Maarit", "email": "maarit@mail.example", "rights": ["access"]}
    told = at_once(
        lambda: intake.log_request(**words, received_at=now, by=dpo, intake_key=key, now=now)
    )
    assert told == ["", ""]
    assert SubjectRequest.objects.count() == 1


def test_two_first_requests_of_one_person_at_once_make_one_person(profile, dpo, now):
    words = {"name": "Maarit", "email": "maarit@mail.example", "rights": ["access"]}
    at_once(lambda: intake.log_request(**words, received_at=now, by=dpo, now=now))
    assert SubjectRequest.objects.count() == 2
    assert DataSubject.objects.count() == 1
