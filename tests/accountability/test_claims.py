"""What is published and cannot stand is a finding with the wording to take; it goes by itself (S2)."""

import tomllib
from pathlib import Path

import pytest

from dpo_office.accountability.models import Claim
from dpo_office.accountability.services import claims
from dpo_office.demo import loader
from dpo_office.worklist.models import Finding
from requests_app.models import Exercise
from requests_app.services import bare_answers, decision
from requests_app.services.particulars import Particulars

pytestmark = pytest.mark.django_db
DENIAL = "We don't process the data."


@pytest.fixture
def claim(profile):
    def _claim(rule: str, **asserts) -> Claim:
        words = {"key": rule, "words": "As published.", "point": 4, "weak": "It is not so."}
        return Claim.objects.create(**{**words, "rule": rule, "proposed": "Say this.", **asserts})

    return _claim


FALSE_AND_RIGHT = [
    ("place", {"names": ["EE", "FR"]}, {"names": ["ee"]}),
    (
        "listed",
        {"names": ["AWS", "Stripe"], "against": ["Stripe"]},
        {"against": ["Stripe", "aws"]},
    ),
    ("count", {"announced": 12, "against": list("abcdefghijk")}, {"announced": 11}),
    ("basis", {"names": ["consent"], "against": ["public"]}, {"names": ["legitimate interest"]}),
    ("basis", {"names": ["consent"], "against": ["public"]}, {"against": ["person"]}),
    (
        "answer",
        {"words": f"To restrict: {DENIAL}", "against": ["we don\u2019t process the data"]},
        {"words": "We keep it and do nothing else with it."},
    ),
]


@pytest.mark.parametrize(("rule", "false", "right"), FALSE_AND_RIGHT)
def test_a_false_claim_is_found_and_the_finding_goes_once_it_is_put_right(
    claim, rule, false, right
):
    wrong = claim(rule, **false)
    assert claims.check() == 1
    found = Finding.objects.get()
    assert found.text == "Point 4: It is not so. Proposed: “Say this.”"
    for name, value in right.items():
        setattr(wrong, name, value)
    wrong.save()
    assert claims.check() == 0
    found.refresh_from_db()
    assert found.status == "resolved"


def test_what_holds_is_never_found(claim):
    claim("place", names=["EE"])
    assert claims.check() == 0
    assert not Finding.objects.exists()


def test_two_checks_find_the_same_thing_once(claim):
    claim("place", names=["FR"])
    claims.check()
    claims.check()
    assert Finding.objects.count() == 1


def test_the_longest_wording_fits_into_a_finding(claim):
    claim("place", names=["FR"], weak="w" * 160, proposed="p" * 250)
    claims.check()
    assert "p" * 250 in Finding.objects.get().text


def test_a_change_on_its_page_is_asked_at_once(claim, dpo, admin_of):
    wrong = claim("place", names=["EE", "FR"])
    claims.check()
    client = admin_of(dpo)
    page = f"/admin/accountability/claim/{wrong.pk}/change/"
    words = {name: getattr(wrong, name) or "" for name in ("key", "point", "words", "rule")}
    words |= {"names": "EE", "against": "", "announced": "", "weak": "W.", "proposed": "P."}
    assert client.post(page, words).status_code == 302
    assert Finding.objects.get().status == "resolved"


@pytest.mark.parametrize("query", ["", "?rule__exact=place", "?q=published"])
def test_the_list_says_what_cannot_stand(claim, dpo, admin_of, query):
    claim("place", names=["FR"])
    answer = admin_of(dpo).get(f"/admin/accountability/claim/{query}")
    assert "cannot stand" in answer.content.decode()


def test_a_claim_that_counts_announces_a_number(dpo, admin_of, profile):
    words = {"key": "x", "words": "Twelve points", "rule": "count", "weak": "W", "proposed": "P"}
    answer = admin_of(dpo).post("/admin/accountability/claim/add/", words)
    assert "Say how many it announces." in answer.content.decode()


def restricted(log, dpo, done: str) -> Exercise:
    exercise = Exercise.objects.get(part__request=log(rights=["restriction"]))
    case = Particulars(basis="18_1_a")
    return decision.decide(exercise, outcome="granted", done=done, particulars=case, by=dpo)


@pytest.fixture
def denial(claim) -> Claim:
    return claim("answer", names=["restriction"], against=["we don't process the data"])


def test_an_answer_to_a_restriction_that_only_denies_is_found(denial, log, dpo):
    """S2, Art. 18: it says neither that the data is marked nor what happens with it."""
    exercise = restricted(log, dpo, DENIAL)
    assert bare_answers.check() == 1
    found = Finding.objects.get()
    assert found.about == exercise.part.request
    assert "Say this." in found.text
    decision.reconsider(exercise, reason="It says nothing.", by=dpo)
    done, case = "Marked; nobody opens it.", Particulars(basis="18_1_a")
    decision.decide(exercise, outcome="granted", done=done, particulars=case, by=dpo)
    assert bare_answers.check() == 0
    found.refresh_from_db()
    assert found.status == "resolved"


@pytest.mark.parametrize(
    "done", ["Marked on 3 May. We don't process the data until you say so.", "Marked."]
)
def test_an_answer_that_says_what_was_done_is_one(denial, log, dpo, done):
    restricted(log, dpo, done)
    assert bare_answers.check() == 0


def test_a_closed_case_is_not_held_by_it(denial, log, dpo, now):
    """F5: what cannot be put right any more must not keep its person."""
    exercise = restricted(log, dpo, DENIAL)
    bare_answers.check()
    decision.decide_all(exercise.part.request, outcome="withdrawn", reasons="Rang.", by=dpo)
    bare_answers.check()
    assert Finding.objects.get().status == "resolved"


def test_the_first_organisation_has_five_that_cannot_stand(profile):
    """S2: as data of the demo; none of it is code."""
    data = tomllib.loads(Path(loader.SOURCE).read_text(encoding="utf-8"))
    for row in data["claims"]:
        Claim.objects.create(**row)
    assert claims.check() == 5
    told = " ".join(Finding.objects.values_list("text", flat=True))
    for word in ("France", "AWS", "restriction", "consent", "eleven"):
        assert word in told
