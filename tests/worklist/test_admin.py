"""Every page, view, search and step of the worklist, by those who may and those who may not."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dpo_office.organisation import roles
from dpo_office.organisation.access import roles_that_may
from dpo_office.organisation.models import Absence, User
from dpo_office.worklist.models import (
    Alert,
    CalendarFeed,
    Clock,
    ContractRule,
    Digest,
    Finding,
    Task,
)
from dpo_office.worklist.services import calendars, clocks, digests, findings, tasks
from tests.worklist.conftest import LATER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile", "described")]
MODELS = [Alert, CalendarFeed, Clock, ContractRule, Digest, Finding, Task]
DUE = date(2028, 6, 1)
STEPS = [("task", "finish"), ("task", "hand_over"), ("task", "drop")]
STEPS += [("finding", "resolve"), ("finding", "accept")]


@pytest.fixture
def role():
    """Makes a person with that role."""

    def make(name: str) -> User:
        user = User.objects.create_user(f"{name.split()[0].lower()}@role.example", name=name)
        user.groups.set(Group.objects.filter(name=name))
        return user

    return make


@pytest.fixture
def desk(admin_of, dpo):
    """A DPO's client."""
    client = admin_of(dpo)
    client.user = dpo
    return client


@pytest.fixture
def task(case, dpo):
    return tasks.open_task(case(), title="Check the mandate", due_on=DUE, owner=dpo, by=dpo)


@pytest.fixture
def finding(case):
    return findings.raise_finding("x", about=case(), owner=None, due_on=DUE, text="A store is away")


@pytest.fixture
def one_of_each(start, task, finding, letter, dpo, owner):
    """A row of every model, seen by the DPO."""
    clock = start()
    clocks.pause(clock, letter=letter(), by=owner, at=clock.started_at)
    clocks.resume(clock, by=owner, at=clock.started_at + timedelta(days=3))
    clocks.sweep(timezone.now())
    digests.send_morning(dpo, timezone.now() + timedelta(hours=12))
    calendars.open_feed(dpo, by=dpo)
    ContractRule.objects.create(
        key="pass-on", valid_from=DUE, amount=2, unit="working_days", rolls=True, source="DPA 4"
    )


def page(model, *args) -> str:
    name = model if isinstance(model, str) else model._meta.model_name
    return reverse(f"admin:worklist_{name}_{'change' if args else 'changelist'}", args=args)


def step(model: str, name: str, pk: int) -> str:
    return reverse(f"admin:worklist_{model}_{name}", args=[pk])


def send(client, model: str, name: str, pk: int, **fields):
    """Press the dialog's button; the page that one then sees."""
    answer = client.post(step(model, name, pk), {"_form_submitted": "on", **fields})
    assert answer["HX-Redirect"] == page(model, pk)
    return client.get(answer["HX-Redirect"]).content.decode()


@pytest.mark.parametrize("name", roles.ROLES)
@pytest.mark.parametrize("model", MODELS)
def test_a_list_opens_for_the_roles_of_the_table_and_no_other(admin_of, role, model, name):
    """F3"""
    may = name in roles_that_may("view", f"worklist.{model._meta.model_name}")
    assert admin_of(role(name)).get(page(model)).status_code == (200 if may else 403)


@pytest.mark.parametrize("model", MODELS)
def test_each_row_has_a_page_and_nothing_on_it_is_typed(desk, one_of_each, model):
    answer = desk.get(page(model, model.objects.first().pk))
    assert answer.status_code == 200
    assert 'name="_save"' not in answer.content.decode()


@pytest.mark.parametrize("model", [m for m in MODELS if m is not ContractRule])
def test_rows_are_neither_added_nor_deleted_by_hand(desk, one_of_each, model):
    name, pk = model._meta.model_name, model.objects.first().pk
    urls = [reverse(f"admin:worklist_{name}_add")]
    urls += [reverse(f"admin:worklist_{name}_delete", args=[pk])]
    assert [desk.post(url, {"post": "yes"}).status_code for url in urls] == [403, 403]


@pytest.mark.parametrize(
    ("model", "views"),
    [
        (Task, ["open", "mine", "late", "over", "all"]),
        (Finding, ["open", "mine", "failures", "accepted", "resolved", "all"]),
        (Clock, ["running", "late", "today", "week", "mine", "paused", "stopped", "all"]),
    ],
)
def test_every_view_of_a_list_opens(desk, one_of_each, model, views):
    for which in views:
        assert desk.get(page(model), {"which": which}).status_code == 200


@pytest.mark.parametrize(
    ("model", "filters"),
    [
        (Clock, {"kind__exact": "legal"}),
        (Alert, {"level__exact": "8", "needs_mail__exact": "1"}),
        (ContractRule, {"unit__exact": "working_days"}),
    ],
)
def test_every_filter_finds_its_row(desk, one_of_each, model, filters):
    answer = desk.get(page(model), {**filters, "which": "all"} if model is Clock else filters)
    assert answer.context["cl"].result_count == 1


@pytest.mark.parametrize(
    ("model", "words"),
    [(Task, "mandate"), (Finding, "store"), (Digest, "Helve"), (ContractRule, "DPA")],
)
def test_every_search_finds_its_row_and_not_another(desk, one_of_each, model, words):
    for text, count in ((words, 1), ("nothing like it", 0)):
        assert desk.get(page(model), {"q": text}).context["cl"].result_count == count


def test_the_first_view_of_tasks_is_what_is_open(desk, task, dpo):
    assert "Check the mandate" in desk.get(page(Task)).content.decode()
    tasks.finish(task, by=dpo)
    assert "Check the mandate" not in desk.get(page(Task)).content.decode()


def test_mine_is_mine(admin_of, task, role):
    other = admin_of(role("Staff"))
    assert other.get(page(Task), {"which": "mine"}).context["cl"].result_count == 0


def test_a_list_asks_as_much_for_many_rows_as_for_one(
    desk, start, task, case, dpo, django_assert_max_num_queries
):
    for model, make in (
        (Clock, start),
        (Task, lambda: tasks.open_task(case(), title="T", due_on=DUE, owner=dpo, by=None)),
    ):
        make()
        with django_assert_max_num_queries(60) as few:
            desk.get(page(model))
        for _ in range(15):
            make()
        with django_assert_max_num_queries(len(few)):
            desk.get(page(model))


def test_the_page_of_a_clock_tells_its_way_step_by_step(desk, one_of_each):
    text = desk.get(page(Clock, Clock.objects.first().pk)).content.decode()
    for words in ("received Mon 2 Nov 2026", "1 month later is Wed 2 Dec 2026", "3 days more"):
        assert words in text


def test_the_page_says_who_stands_in(desk, task, person):
    other = person("Dora Deputy")
    Absence.objects.create(user=task.owner, deputy=other, first_day=DUE, last_day=DUE)
    assert "Dora Deputy" in desk.get(page(Task, task.pk)).content.decode()


@pytest.mark.parametrize(("model", "name"), STEPS)
def test_asking_for_a_step_changes_nothing(desk, task, finding, model, name):
    row = {"task": task, "finding": finding}[model]
    assert desk.get(step(model, name, row.pk)).status_code == 200
    row.refresh_from_db()
    assert row.status == "open"


@pytest.mark.parametrize("who", roles.ROLES)
@pytest.mark.parametrize(("model", "name"), STEPS)
def test_a_step_is_for_the_roles_of_the_table(admin_of, role, task, finding, model, name, who):
    """F3"""
    row = {"task": task, "finding": finding}[model]
    may = who in roles_that_may(name, f"worklist.{model}")
    answer = admin_of(role(who)).get(step(model, name, row.pk))
    assert answer.status_code == (200 if may else 403)


def test_an_auditor_can_not_press_the_button_either(admin_of, auditor, task):
    url = step("task", "finish", task.pk)
    assert admin_of(auditor).post(url, {"_form_submitted": "on"}).status_code == 403
    task.refresh_from_db()
    assert task.status == Task.Status.OPEN


def test_a_task_is_finished_from_its_page(desk, task):
    assert "The task is done." in send(desk, "task", "finish", task.pk)
    task.refresh_from_db()
    assert task.status == Task.Status.DONE


def test_finishing_again_says_why_not(desk, task):
    send(desk, "task", "finish", task.pk)
    assert "cannot become" in send(desk, "task", "finish", task.pk)


def test_a_task_is_handed_over_from_its_page(desk, task, person):
    other = person()
    send(desk, "task", "hand_over", task.pk, to=other.pk)
    task.refresh_from_db()
    assert task.owner == other


def test_a_task_is_not_handed_to_a_closed_account_from_its_page(desk, task, person):
    other = person()
    other.is_active = False
    other.save()
    answer = desk.post(
        step("task", "hand_over", task.pk), {"_form_submitted": "on", "to": other.pk}
    )
    assert "HX-Redirect" not in answer
    task.refresh_from_db()
    assert task.owner == desk.user


def test_a_task_is_dropped_with_its_reason(desk, task):
    send(desk, "task", "drop", task.pk, reason="The mandate came by post")
    task.refresh_from_db()
    assert task.status == Task.Status.DROPPED


def test_a_task_is_not_dropped_without_reason(desk, task):
    answer = desk.post(step("task", "drop", task.pk), {"_form_submitted": "on", "reason": " "})
    assert "This field is required" in answer.content.decode()


def test_a_finding_is_resolved_from_its_page(desk, finding):
    assert "The finding is resolved." in send(desk, "finding", "resolve", finding.pk)


def test_a_finding_is_accepted_until_a_day(desk, finding):
    until = (LATER + timedelta(days=10)).date()
    send(desk, "finding", "accept", finding.pk, until=until.isoformat(), reason="Ends soon")
    finding.refresh_from_db()
    assert (finding.status, finding.accepted_until) == (Finding.Status.ACCEPTED, until)


def test_a_finding_is_not_accepted_until_yesterday(desk, finding):
    day = (LATER - timedelta(days=1)).date().isoformat()
    assert "in the future" in send(
        desk, "finding", "accept", finding.pk, until=day, reason="Ends soon"
    )


def choose(client, model, action: str, rows) -> str:
    fields = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(page(model), fields, follow=True).content.decode()


def test_selected_tasks_are_finished_and_one_that_refuses_stops_nobody(desk, task, case, dpo):
    over = tasks.open_task(case(), title="Over", due_on=DUE, owner=dpo, by=None)
    tasks.finish(over, by=dpo)
    fields = {"action": "finish_selected", "_selected_action": [over.pk, task.pk]}
    text = desk.post(page(Task) + "?which=all", fields, follow=True).content.decode()
    assert "Over: " in text
    assert "1 tasks are done." in text


def test_selected_findings_are_resolved(desk, finding):
    assert "1 findings are resolved." in choose(desk, Finding, "resolve_selected", [finding])


@pytest.mark.parametrize(
    ("model", "action"), [(Task, "finish_selected"), (Finding, "resolve_selected")]
)
def test_who_may_only_look_is_not_offered_the_action(
    admin_of, auditor, task, finding, model, action
):
    client = admin_of(auditor)
    assert action not in client.get(page(model)).content.decode()
    choose(client, model, action, model.objects.all())
    assert model.objects.open().count() == 1


def test_a_calendar_address_is_made_and_shown_once(desk):
    url = reverse("admin:worklist_calendarfeed_make_address")
    text = desk.post(url, {"_form_submitted": "on"}).content.decode()
    address = text.split("<code>")[1].split("</code>")[0]
    assert desk.get(address.split("8000")[1]).status_code == 200
    assert address not in desk.get(page(CalendarFeed)).content.decode()


def test_a_calendar_address_is_ended(desk):
    calendars.open_feed(desk.user, by=desk.user)
    desk.post(reverse("admin:worklist_calendarfeed_end_address"), {"_form_submitted": "on"})
    assert not CalendarFeed.objects.filter(revoked_at=None)


def test_nobody_sees_the_feed_of_another(desk, person):
    calendars.open_feed(person(), by=None)
    feed = CalendarFeed.objects.get()
    assert desk.get(page(CalendarFeed)).context["cl"].result_count == 0
    assert desk.get(page(CalendarFeed, feed.pk)).status_code == 302


def test_a_contract_rule_is_written_once_and_a_change_is_a_new_version(desk):
    fields = {"key": "pass-on", "amount": 2, "unit": "working_days", "source": "DPA 4"}
    for day in ("2026-01-01", "2027-01-01"):
        add = reverse("admin:worklist_contractrule_add")
        assert desk.post(add, {**fields, "valid_from": day}).status_code == 302
    rule = ContractRule.objects.first()
    assert desk.post(page(ContractRule, rule.pk), {**fields, "amount": 9}).status_code == 403


def test_a_contract_rule_twice_on_one_date_is_refused_with_a_sentence(desk):
    fields = {"key": "a", "amount": 2, "unit": "hours", "source": "s", "valid_from": "2026-01-01"}
    add = reverse("admin:worklist_contractrule_add")
    desk.post(add, fields)
    assert "already exists" in desk.post(add, fields).content.decode()


@pytest.mark.parametrize(
    ("which", "order"),
    [("running", '"due_at" ASC'), ("stopped", '"id" DESC'), ("all", '"id" DESC')],
)
def test_each_list_of_clocks_comes_in_an_order_that_has_an_index(admin_of, dpo, which, order):
    with CaptureQueriesContext(connection) as said:
        admin_of(dpo).get("/admin/worklist/clock/", {"which": which})
    asked = [q["sql"] for q in said.captured_queries if 'FROM "worklist_clock"' in q["sql"]]
    assert any(f'ORDER BY "worklist_clock".{order}' in sql for sql in asked)
