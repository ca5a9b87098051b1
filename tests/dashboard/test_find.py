"""One box finds every kind of record, grouped, bounded, as far as its reader may see (F3, F7)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dpo_office.correspondence.models import Letter
from dpo_office.worklist.models import Finding, Task
from dpo_office.worklist.services import people, tasks
from tests.requests_app.conftest import log, now
from tests.requests_app.test_page_costs import plan
from tests.security.conftest import enter, office
from tests.security.office import CANARY

__all__ = ["enter", "log", "now", "office"]
pytestmark = pytest.mark.django_db
FIND = "/admin/find/"


def groups(client, word: str) -> dict[str, list[str]]:
    answer = client.get(FIND, {"q": word})
    return {g.title: [line.title for line in g.lines] for g in answer.context["groups"]}


def test_a_reference_leads_to_its_case_at_once(enter, office):
    answer = enter("DPO").get(FIND, {"q": office.late.reference.lower()})
    assert answer["Location"] == reverse(
        "admin:requests_app_subjectrequest_change", args=[office.late.pk]
    )


def test_a_part_of_a_reference_finds_all_that_bears_it(enter, office):
    found = groups(enter("DPO"), office.late.reference[:8])
    assert {"Requests", "Letters", "Tasks", "Findings", "Files"} <= set(found)


@pytest.mark.parametrize(
    ("word", "group"),
    [
        (CANARY, "Requests"),
        (CANARY, "People"),
        (f"{CANARY.lower()}@mail", "Requests"),
        ("bakery", "Customers"),
        ("mandate", "Tasks"),
        ("store is away", "Findings"),
    ],
)
def test_names_addresses_and_words_are_found(enter, office, word, group):
    assert group in groups(enter("DPO"), word)


def test_whoever_may_not_see_persons_finds_none(enter, office):
    """F3."""
    client = enter("Auditor")
    assert groups(client, CANARY) == {}
    found = groups(client, office.late.reference[:8])
    assert CANARY not in str(found)


def test_a_kind_that_its_reader_may_not_see_is_not_there(enter, office):
    found = groups(enter("Security"), office.late.reference[:8])
    assert "Requests" not in found
    assert "Letters" not in found
    assert enter("Security").get(FIND, {"q": office.late.reference}).status_code == 200


@pytest.mark.parametrize(
    ("word", "sentence"), [("ab", "three letters"), ("zzzyyy", "Nothing that")]
)
def test_nothing_found_says_so(enter, office, word, sentence):
    assert sentence in enter("DPO").get(FIND, {"q": word}).content.decode()


def test_of_many_the_newest_are_shown_and_the_way_to_all(admin_of, dpo, log, profile):
    for number in range(9):
        log(name="Maarit Many", email=f"p{number}@many.example")
    client = admin_of(dpo)
    page = client.get(FIND, {"q": "many.example"}).context["groups"][0]
    assert len(page.lines) == 6
    assert page.more.endswith("?q=many.example")


def test_more_records_ask_no_more_questions(admin_of, dpo, log, profile):
    client = admin_of(dpo)

    def cost() -> int:
        client.get(FIND, {"q": "many.example"})
        with CaptureQueriesContext(connection) as asked:
            client.get(FIND, {"q": "many.example"})
        return len(asked)

    log(email="p@many.example")
    few = cost()
    for number in range(5):
        log(email=f"p{number}@many.example")
    assert cost() == few


def test_hostile_words_come_back_as_text(enter, office):
    text = enter("DPO").get(FIND, {"q": '"><svg onload=alert(1)>'}).content.decode()
    assert "<svg onload" not in text


@pytest.mark.parametrize(
    ("found", "index"),
    [
        (lambda: Task.objects.matching("SR-2026"), "task_reference"),
        (lambda: Task.objects.matching("mandate"), "task_title"),
        (lambda: Finding.objects.matching("SR-2026"), "finding_reference"),
        (lambda: Finding.objects.matching("store"), "finding_text"),
        (lambda: Letter.objects.filter(subject__icontains="SR-2026"), "letter_subject"),
    ],
)
def test_it_is_found_by_an_index(log, dpo, found, index):
    tasks.open_task(log(), title="Check", due_on=people.today(), owner=dpo, by=dpo)
    told = plan(found().order_by())
    assert index in told
    assert "Seq Scan" not in told
