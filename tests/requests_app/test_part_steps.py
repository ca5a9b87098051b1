"""Parts on the case's page: each step by a click, by those who may, with its sentence (P2.1, F3)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dpo_office.lib import doors
from requests_app.models import RequestPart, SubjectRequest
from tests.requests_app.parts_cast import WORDS
from tests.requests_app.test_the_desk import desk, page, take

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def told(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def the_part() -> RequestPart:
    return RequestPart.objects.of_customers().get()


@pytest.fixture
def by_hand() -> dict:
    now = timezone.localtime(timezone.now() - timedelta(minutes=5))
    return {
        "kind": "act",
        "words": "Erase it.",
        "given_by": "R. Baker",
        "channel": "email",
        "given_at": f"{now:%Y-%m-%dT%H:%M}",
    }


def test_the_way_of_a_part_by_clicks(desk, shown, bakery, by_hand):
    answer = take(desk, shown, "form_part", customer=bakery.pk, rights=["erasure"], words=WORDS)
    assert "Harbour & Pine Ltd has its part" in told(answer)
    part = the_part()
    assert "Pass on to Harbour &amp; Pine Ltd" in answer.content.decode()
    assert "On its way to Harbour & Pine Ltd" in told(take(desk, shown, f"pass_on-{part.pk}"))
    assert "new link is on its way" in told(take(desk, shown, f"remind-{part.pk}"))
    answer = take(desk, shown, f"instruction-{part.pk}", **by_hand)
    assert "What Harbour & Pine Ltd told us is kept" in told(answer)
    assert "Erase it." in answer.content.decode()
    answer = take(desk, shown, f"part_done-{part.pk}", what="312 messages.")
    assert "the customer is told" in told(answer)
    assert the_part().status == "done"


def test_all_parts_that_are_ready_are_passed_on_at_once(desk, shown, form, bakery, shoes):
    form(bakery)
    form(shoes)
    assert "Pass on all 2 parts" in desk.get(page(shown)).content.decode()
    assert "Harbour & Pine Ltd, Fjellsko AS" in told(take(desk, shown, "pass_on_all"))
    assert "No part is ready" in told(take(desk, shown, "pass_on_all"))


@pytest.mark.parametrize(
    ("step", "words", "sentence"),
    [
        ("customer_gone", {"told": "It closed."}, "the person is told"),
        ("withdraw_part", {"why": "She rang."}, "need not act"),
    ],
)
def test_a_part_ends_by_a_click(desk, shown, passed, step, words, sentence):
    assert sentence in told(take(desk, shown, f"{step}-{passed.pk}", **words))
    assert the_part().ended_at


def test_a_customer_that_never_answers_ends_after_its_reminder(desk, shown, passed):
    text = told(take(desk, shown, f"no_answer-{passed.pk}", why="Ten weeks."))
    assert "Remind the customer first." in text
    take(desk, shown, f"remind-{passed.pk}")
    text = told(take(desk, shown, f"no_answer-{passed.pk}", why="Ten weeks."))
    assert "never answered" in text


def test_a_part_is_taken_out_by_a_click(desk, shown, form, bakery):
    part = form(bakery)
    assert "is taken out" in told(take(desk, shown, f"remove_part-{part.pk}"))
    assert "Customers concerned" not in desk.get(page(shown)).content.decode()


def test_a_part_without_contact_says_why_it_stays(desk, shown, form, shoes):
    type(shoes).objects.update(privacy_email="")
    shoes.refresh_from_db()
    form(shoes)
    text = desk.get(page(shown)).content.decode()
    assert "Fjellsko AS has no privacy contact" in text
    assert reverse("admin:parties_customer_change", args=[shoes.pk]) in text


def test_words_that_name_another_customer_come_back_as_typed(desk, shown, bakery, shoes):
    words = {"customer": bakery.pk, "rights": ["erasure"], "words": "And at Fjellsko."}
    answer = take(desk, shown, "form_part", **words)
    assert "names another customer: Fjellsko AS" in told(answer)
    assert "And at Fjellsko." in answer.content.decode()


def test_the_person_is_asked_which_website_twice_at_most(desk, logged):
    for sentence in ("nothing pauses", "nothing pauses", "asked twice already"):
        assert sentence in told(take(desk, logged, "which_website"))


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30])
def test_a_part_that_is_none_is_told_or_not_found(desk, shown, number):
    answer = take(desk, shown, f"pass_on-{number}")
    assert answer.status_code == 404 or "Choose the part first." in told(answer)


def test_a_part_of_another_case_is_not_found(desk, passed, log):
    other = log(email="other@mail.example")
    assert take(desk, other, f"remind-{passed.pk}").status_code == 404


@pytest.mark.parametrize("step", ["form_part", "pass_on-1", "send_check", "check_mandate"])
def test_staff_and_auditors_take_none_of_these_steps(staff, auditor, admin_of, logged, step):
    for person in (staff, auditor):
        assert take(admin_of(person), logged, step).status_code == 403


def test_an_auditor_sees_the_customers_and_no_words(auditor, admin_of, passed, desk, by_hand):
    """F3: what a customer wrote may name the person."""
    take(desk, passed.request, f"instruction-{passed.pk}", **by_hand)
    text = admin_of(auditor).get(page(passed.request)).content.decode()
    assert "Harbour &amp; Pine Ltd" in text
    for word in ("Erase it.", "R. Baker", "Maarit"):
        assert word not in text


def test_a_search_finds_customers_for_a_part(desk, bakery, shoes):
    """Chosen by search: the field's own question."""
    asked = {"app_label": "requests_app", "model_name": "requestpart", "field_name": "customer"}
    found = desk.get(reverse("admin:autocomplete"), {"term": "harb", **asked}).json()
    assert [each["text"] for each in found["results"]] == ["Harbour & Pine Ltd"]


def test_lists_and_digests_say_what_a_part_waits_for(passed, dpo):
    handler = doors.clock_handlers.get("requests_app.requestpart")
    (subject,) = handler.describe([passed.pk], viewer=dpo).values()
    assert subject.title == "Hear from Harbour & Pine Ltd about Maarit Näidis"
    (subject,) = handler.describe([passed.pk]).values()
    assert subject.title == "A customer's part of a request"


def test_the_step_to_form_a_part_says_why_it_is_too_early(desk, logged, bakery):
    assert "has not shown who they are; nobody is told" in desk.get(page(logged)).content.decode()
    take(desk, logged, "form_part", customer=bakery.pk, rights=["access"])
    assert not SubjectRequest.objects.get().parts.of_customers().exists()
