"""No order of steps by two people, and no passing of time, breaks what must always hold (F6)."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import outbox
from dpo_office.lib import doors
from dpo_office.lib.door_shapes import Invariant
from requests_app.admin.steps import STEPS
from requests_app.models import Exercise, SubjectRequest
from tests.requests_app.test_every_step_in_every_state import OF_CARDS, WORDS
from tests.requests_app.test_the_desk import LIST

pytestmark = pytest.mark.django_db
OF_ONE_RIGHT = ("advise", "decide", "reconsider")
OUTCOMES = ["granted", "partly", "refused", "nothing_held", "withdrawn"]
GROUNDS = ["", *Exercise.Ground.values]
HELD = ("requests_", "letters", "clocks")


def watched() -> list[Invariant]:
    return [one for one in doors.invariants if one.identifier.startswith(HELD)]


def words_for(draw, step: str, to: int) -> dict:
    if step == "decide":
        outcome, ground = draw(st.sampled_from(OUTCOMES)), draw(st.sampled_from(GROUNDS))
        return {"outcome": outcome, "ground": ground, "reasons": "Why.", "done": "Done."}
    return WORDS.get(step, {}) | ({"to": to} if step == "hand_over" else {})


@pytest.fixture
def office(log, dpo, deputy, admin_of, settings, tmp_path, time_machine):
    """Two people at one case, whose office sends its mails into a folder."""
    settings.DEMO, settings.SMTP_URL, settings.MAIL_FOLDER = True, "", tmp_path
    clients = [admin_of(dpo), admin_of(deputy)]

    class Office(RuleBasedStateMachine):
        @initialize(rights=st.sets(st.sampled_from(Exercise.Right.values), min_size=1, max_size=2))
        def begins(self, rights):
            self.undone = transaction.atomic()
            self.undone._from_testcase = True  # what must be outermost counts it for nothing
            self.undone.__enter__()
            self.began = timezone.now()
            self.case = log(rights=sorted(rights), now=self.began)
            self.rights = list(Exercise.objects.filter(part__request=self.case))

        @rule(
            data=st.data(),
            step=st.sampled_from(sorted(STEPS.keys() - OF_CARDS)),
            who=st.sampled_from(clients),
        )
        def somebody_takes_a_step(self, data, step, who):
            """Taken or refused in words: an error would end the test."""
            name = step
            if step in OF_ONE_RIGHT:
                name = f"{step}-{data.draw(st.sampled_from(self.rights)).pk}"
            words = words_for(data.draw, step, deputy.pk)
            filled = {f"{name}-{field}": word for field, word in words.items()}
            answer = who.post(f"{LIST}{self.case.pk}/step/{name}/", filled)
            assert answer.status_code in (200, 302), step

        @rule()
        def mails_leave(self):
            for delivery in Delivery.objects.all():
                outbox.deliver(delivery.pk)

        @rule(days=st.integers(1, 25))
        def time_passes(self, days):
            time_machine.move_to(timezone.now() + timedelta(days=days))

        @invariant()
        def what_must_hold_holds(self):
            assert [line for one in watched() for line in one.broken()] == []

        def teardown(self):
            time_machine.move_to(self.began)
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    return Office


@pytest.mark.parametrize("orders", [8, pytest.param(100, marks=pytest.mark.slow)])
def test_no_order_of_steps_by_two_people_breaks_what_must_hold(office, orders):
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    as_many = settings(
        max_examples=orders, stateful_step_count=15, deadline=None, suppress_health_check=slow
    )
    run(office, settings=as_many)


def test_the_watch_would_see_a_break(logged):
    """Or the test above could not fail."""
    assert {one.identifier for one in watched()} >= {"requests_states", "requests_received"}
    SubjectRequest.objects.filter(pk=logged.pk).update(status="decided")
    assert [line for one in watched() for line in one.broken()]
