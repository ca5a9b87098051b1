"""The request desk in the admin: list, search, filters, form, file, every step (P4.1, P5.1, F3)."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from dpo_office.correspondence.models import Letter
from dpo_office.organisation.access import roles_that_may
from requests_app.models import Exercise, SubjectRequest
from tests.requests_app import words

pytestmark = pytest.mark.django_db
LIST = "/admin/requests_app/subjectrequest/"


@pytest.fixture
def desk(dpo, admin_of):
    return admin_of(dpo)


def page(case: SubjectRequest) -> str:
    return f"{LIST}{case.pk}/change/"


def take(client, case: SubjectRequest, step: str, **said):
    data = {f"{step}-{name}": value for name, value in said.items()}
    return client.post(f"{LIST}{case.pk}/step/{step}/", data, follow=True)


def form(**changes) -> dict:
    now = timezone.localtime()
    typed = {
        "name": "Kalle Proovik",
        "email": "kalle@mail.example",
        "rights": ["access", "erasure"],
        "received_at_0": f"{now:%Y-%m-%d}",
        "received_at_1": "00:00:00",
        "channel": "email",
        "language": "et",
        "words": "Palun kustutage.",
        "intake_key": str(uuid.uuid4()),
    }
    return {**typed, **changes}


def test_the_list_shows_reference_and_person(desk, logged):
    text = desk.get(LIST).content.decode()
    assert logged.reference in text
    assert "Maarit Näidis" in text


@pytest.mark.parametrize("word", ["Näid", "maarit@mail", "sr-20"])
def test_a_search_finds_by_name_address_and_reference(desk, logged, word):
    assert logged.reference in desk.get(LIST, {"q": word}).content.decode()
    assert logged.reference not in desk.get(LIST, {"q": "zzz"}).content.decode()


@pytest.mark.parametrize(("stage", "there"), [("open", True), ("closed", False)])
def test_the_filter_tells_open_from_closed(desk, logged, stage, there):
    assert (logged.reference in desk.get(LIST, {"stage": stage}).content.decode()) is there


def test_a_filled_form_opens_the_case_and_its_page(desk, profile):
    answer = desk.post(f"{LIST}add/", form(), follow=True)
    case = SubjectRequest.objects.get()
    assert answer.redirect_chain[-1][0] == page(case)
    assert "Kalle Proovik asks for access and erasure" in answer.content.decode()


def test_a_form_sent_twice_opens_one_case(desk, profile):
    twice = form()
    desk.post(f"{LIST}add/", twice)
    desk.post(f"{LIST}add/", twice)
    assert SubjectRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"received_at_0": "2999-01-01"}, "This lies in the future"),
        ({"received_at_0": "1026-01-01"}, "The GDPR applies since 25 May 2018"),
        ({"received_at_0": "31.31.2026"}, "Enter a valid date"),
        ({"email": "nobody"}, "Enter a valid email address"),
        ({"rights": []}, "This field is required"),
        ({"language": "xx"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_told_and_nothing_typed_is_lost(desk, profile, changes, sentence):
    text = desk.post(f"{LIST}add/", form(**changes)).content.decode()
    assert sentence in text
    assert "Palun kustutage." in text
    assert not SubjectRequest.objects.exists()


def test_the_file_shows_both_clocks_with_their_reasons(desk, logged):
    text = desk.get(page(logged)).content.decode()
    assert "Our promise" in text
    assert "Legal deadline" in text
    assert "7 days later is" in text


def test_the_way_from_receipt_to_closing_by_clicks(desk, logged, delivered):
    """The main job, as a thin path."""
    exercise = Exercise.objects.get(part__request=logged)
    take(desk, logged, "acknowledge")
    take(desk, logged, "confirm_identity", proof="known_address")
    take(desk, logged, f"decide-{exercise.pk}", outcome="granted", **words.ACCESS)
    take(desk, logged, "draft_answer")
    take(desk, logged, "send_answer")
    delivered(logged)
    text = take(desk, logged, "close").content.decode()
    logged.refresh_from_db()
    assert logged.status == "closed"
    assert "The case is closed." in text
    assert Letter.objects.about(logged).sent().count() == 2


@pytest.mark.parametrize(
    ("step", "said", "sentence"),
    [
        ("draft_answer", {}, "Decide first; the letter follows the decision."),
        ("send_answer", {}, "Not decided: access (Art. 15)."),
        ("close", {}, "The answer has not been sent."),
        ("confirm_identity", {}, "Something is missing"),
        ("extend", {"reason": " "}, "Something is missing"),
        ("change_address", {"email": "nobody"}, "Something is missing"),
    ],
)
def test_a_step_that_comes_too_early_refuses_with_a_sentence(desk, logged, step, said, sentence):
    assert sentence in take(desk, logged, step, **said).content.decode()
    logged.refresh_from_db()
    assert logged.status == "received"


def test_a_refusal_without_ground_keeps_what_was_typed(desk, logged, delegated):
    step = f"decide-{Exercise.objects.get().pk}"
    text = take(desk, logged, step, outcome="refused", reasons="Too costly.").content.decode()
    assert "A refusal needs its ground" in text
    assert "Too costly." in text


def test_the_deadline_is_extended_with_its_notice(desk, logged):
    text = take(desk, logged, "extend", reason="Four systems are searched.").content.decode()
    assert "two months later" in text
    assert "extended" in desk.get(page(logged)).content.decode()
    again = take(desk, logged, "extend", reason="More.").content.decode()
    assert "once only" in again


def test_a_decision_about_another_case_is_not_found(desk, log):
    first, second = log(), log(email="other@mail.example")
    foreign = Exercise.objects.get(part__request=second)
    answer = take(desk, first, f"decide-{foreign.pk}", outcome="granted")
    assert answer.status_code == 404
    foreign.refresh_from_db()
    assert foreign.status == "open"


def test_an_unknown_step_is_not_found(desk, logged):
    assert take(desk, logged, "explode").status_code == 404


def test_a_step_is_never_taken_by_looking(desk, logged):
    assert desk.get(f"{LIST}{logged.pk}/step/acknowledge/").status_code == 405


def test_a_case_cannot_be_deleted(desk, logged):
    assert desk.post(f"{LIST}{logged.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_auditor_sees_the_case_but_not_the_person(auditor, admin_of, logged):
    """F3: persons redacted by default."""
    client = admin_of(auditor)
    for url in (LIST, page(logged), "/admin/"):
        text = client.get(url).content.decode()
        assert logged.reference in text
        assert "Maarit" not in text
        assert "maarit@" not in text


def test_an_auditor_cannot_find_out_by_searching(auditor, admin_of, logged):
    """F3: neither by name nor by address."""
    for word in ("Maarit", "maarit@mail.example"):
        found = admin_of(auditor).get(LIST, {"q": word}).content.decode()
        assert logged.reference not in found


@pytest.mark.parametrize("step", ["acknowledge", "send_answer", "close", "extend"])
def test_staff_take_no_step_but_logging(staff, admin_of, logged, step):
    assert take(admin_of(staff), logged, step).status_code == 403
    assert admin_of(staff).get(f"{LIST}add/").status_code == 200


def test_security_has_nothing_to_do_here(security, admin_of, logged):
    assert "Security" not in roles_that_may("view", "requests_app.subjectrequest")
    assert admin_of(security).get(page(logged)).status_code == 403


def test_hostile_words_are_shown_as_text(desk, log):
    case = log(name='"><svg onload=alert(1)>', words="<script>alert(2)</script>{{ 7|add:7 }}")
    text = desk.get(page(case)).content.decode()
    assert "<svg onload" not in text
    assert "<script>alert(2)" not in text
    assert "{{ 7|add:7 }}" in text


def test_the_questions_of_a_page_do_not_grow_with_the_cases(
    desk, log, django_assert_max_num_queries
):
    for number in range(12):
        log(email=f"p{number}@mail.example")
    for url in (LIST, reverse("admin:index")):
        with django_assert_max_num_queries(40):
            desk.get(url)


def test_advice_is_shown_beside_the_decision_with_who_gave_each(
    admin_of, dpo, decision_owner, logged
):
    """Art. 38(3): who decides reads the advice; one person doing both is said."""
    step = f"{Exercise.objects.get().pk}"
    take(admin_of(dpo), logged, f"advise-{step}", advice="Grant it.")
    client = admin_of(decision_owner)
    assert "Grant it." in client.get(page(logged)).content.decode()
    said = {"outcome": "refused", "ground": "conditions", "reasons": "Not theirs."}
    text = take(client, logged, f"decide-{step}", **said).content.decode()
    assert "Not theirs." in text
    assert "The same person advised" not in text


def test_one_person_who_advised_and_decided_is_said(desk, logged):
    step = f"{Exercise.objects.get().pk}"
    take(desk, logged, f"advise-{step}", advice="Grant it.")
    granted = {"outcome": "granted", **words.ACCESS}
    text = take(desk, logged, f"decide-{step}", **granted).content.decode()
    assert "The same person advised and decided." in text


def test_the_file_of_an_auditor_holds_neither_advice_nor_reasons(auditor, admin_of, desk, logged):
    """F3."""
    take(desk, logged, f"advise-{Exercise.objects.get().pk}", advice="Maarit is right.")
    assert "Maarit is right." not in admin_of(auditor).get(page(logged)).content.decode()


def test_a_case_that_waits_for_its_person_says_so(desk, logged):
    text = take(desk, logged, "ask_identity", doubt="New.", needed="Old one.").content.decode()
    assert "waits for their answer" in text


def test_who_may_decide_but_not_handle_sees_the_step_to_decide_alone(
    admin_of, decision_owner, logged
):
    """F3: management decides, the DPO handles."""
    text = admin_of(decision_owner).get(page(logged)).content.decode()
    assert "Decide on access" in text
    assert "Record who they showed to be" not in text
