"""Pages cost the same whatever they show, and the list reads by its indexes (G4)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dpo_office.parties.models import Customer
from dpo_office.worklist.services import clocks, people, tasks
from requests_app.models import RequestPart, SubjectRequest
from requests_app.services import instructions, passing, writing
from tests.requests_app.test_the_desk import LIST, desk, page

__all__ = ["desk"]
pytestmark = pytest.mark.django_db


def cost(client, url) -> int:
    client.get(url)  # what is asked once in a process
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("url", [LIST, "/admin/", f"{LIST}?stage=open", f"{LIST}?q=mail.example"])
def test_a_list_of_many_costs_what_a_list_of_two_does(desk, log, url):
    for number in range(2):
        log(email=f"p{number}@mail.example")
    few = cost(desk, url)
    for number in range(2, 14):
        log(email=f"p{number}@mail.example")
    assert cost(desk, url) == few


def test_a_case_with_many_letters_tasks_and_parts_costs_what_a_bare_one_does(desk, log, dpo):
    case = log(rights=["access", "erasure"])
    writing.draft(case, "clarification_request", by=dpo, question="Which?")
    fill(case, dpo, 0)
    few = cost(desk, page(case))
    for number in range(1, 8):
        writing.draft(case, "clarification_request", by=dpo, question="Which?")
        fill(case, dpo, number)
    assert cost(desk, page(case)) == few


def fill(case, dpo, number: int) -> None:
    contact = f"privacy{number}@customer.example"
    customer = Customer.objects.create(name=f"Customer {number}", privacy_email=contact)
    part = RequestPart.objects.create(
        request=case,
        capacity="processor",
        customer=customer,
        status="passed_on",
        passed_on_at=case.received_at,
        rights=["access"],
    )
    clocks.start(part, "customer_answer", started_at=case.received_at, by=dpo)
    instructions.take_down(
        part, kind="act", words="Erase it.", given_by="R. Baker", channel="phone", by=dpo
    )
    passing.send_to_customer(part, "part_reminder", by=dpo, now=case.recorded_at)
    tasks.open_task(case, title=f"Task {number}", due_on=people.today(), owner=dpo, by=dpo)


def plan(queryset) -> str:
    """How the database would read, if reading everything were forbidden, of a million rows."""
    as_if_many(queryset.model)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    return queryset.explain()


def as_if_many(model) -> None:
    """Let the planner believe in a million rows: of one row every index costs the same."""
    believed = "UPDATE pg_class SET reltuples = 1e6, relpages = 1 WHERE oid = %s::regclass"
    with connection.cursor() as cursor:
        cursor.execute(believed, [model._meta.db_table])


@pytest.mark.parametrize(
    ("chosen", "index"),
    [
        (lambda all_: all_, "requests_app_subjectrequest_pkey"),
        (lambda all_: all_.open(), "request_open"),
        (lambda all_: all_.filter(status="answered"), "request_by_status"),
        (lambda all_: all_.matching("SR-2026-0001"), "reference"),
    ],
)
def test_the_list_is_read_by_an_index(log, chosen, index):
    log()
    first_page = chosen(SubjectRequest.objects.all()).order_by("-id")[:50]
    assert index in plan(first_page)
    assert "Seq Scan" not in plan(first_page)
