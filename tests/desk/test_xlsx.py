"""Every list as a workbook: filter, order, rights, types, no formula, flat memory (F7, A5)."""

import tracemalloc
from datetime import UTC, date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dpo_office.evidence.models import Event
from dpo_office.lib.spreadsheet import UNPRINTABLE, stream
from requests_app.models import SubjectRequest
from tests.requests_app.conftest import log, now
from tests.security.conftest import enter, office
from tests.security.office import CANARY

__all__ = ["enter", "log", "now", "office"]
REQUESTS = "/admin/requests_app/subjectrequest/"


def read(content: bytes) -> list[list]:
    sheet = load_workbook(BytesIO(content)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def made(*cells) -> list:
    return read(b"".join(stream([str(n) for n in range(len(cells))], [cells])))[1]


def taken(client, path: str) -> list[list]:
    """The workbook of a list, as somebody gets it who presses the button."""
    address, _mark, query = path.partition("?")
    answer = client.post(f"{address}xlsx/?{query}")
    assert answer.status_code == 200
    return read(b"".join(answer.streaming_content))


def test_each_cell_keeps_its_type():
    at = datetime(2026, 11, 25, 9, 30, tzinfo=ZoneInfo("Europe/Tallinn"))
    cells = made("words", 7, 2.5, True, date(2026, 2, 28), at, None, "")
    assert cells[:4] == ["words", 7, 2.5, True]
    assert cells[4] == datetime(2026, 2, 28)  # noqa: DTZ001  # Excel knows no zone
    assert cells[5] == datetime(2026, 11, 25, 9, 30)  # noqa: DTZ001
    assert cells[6:] == [None, None]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_what_begins_like_a_formula_is_marked_as_text(text):
    """A5: also when somebody edits the cell."""
    sheet = load_workbook(BytesIO(b"".join(stream(["a"], [[text]])))).active
    cell = sheet["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@given(st.text(max_size=50))
def test_any_text_comes_back_without_what_xml_cannot_hold(text):
    """XML 1.0, 2.2 and 2.11: no control characters, and line ends are \\n."""
    (back,) = made(text)
    assert (back or "") == UNPRINTABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def test_a_cell_that_excel_could_not_open_is_cut():
    assert len(made("x" * 40_000)[0]) == 32_767


def test_thirty_thousand_rows_need_no_more_memory_than_a_thousand():
    def peak(rows: int) -> int:
        tracemalloc.start()
        size = sum(len(p) for p in stream(["a"] * 8, (["word"] * 8 for _ in range(rows))))
        assert size > rows
        try:
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(30_000) < 2 * peak(1_000) + 1024 * 1024


def test_the_list_of_requests_has_names_and_dates(enter, office):
    head, *rows = taken(enter("DPO"), REQUESTS)
    assert head[:4] == ["Reference", "Person", "Address", "Rights"]
    assert len(rows) == SubjectRequest.objects.count()
    assert {type(row[head.index("Legal deadline")]) for row in rows} == {datetime}


def test_filter_and_order_are_those_of_the_list(enter, office):
    client = enter("DPO")
    assert [row[0] for row in taken(client, f"{REQUESTS}?stage=closed")[1:]] == [
        office.closed.reference
    ]
    assert taken(client, f"{REQUESTS}?q=nobody@nowhere.example")[1:] == []


def test_an_auditor_finds_no_person_in_any_workbook(enter, office):
    """F3."""
    client = enter("Auditor")
    for model in admin.site._registry:
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        if client.get(path).status_code == 200:
            assert CANARY.lower() not in str(taken(client, path)).lower(), path


def test_every_list_gives_a_workbook(enter, office):
    client = enter("DPO")
    for model, shown in admin.site._registry.items():
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        answer = client.get(path)
        if answer.status_code == 200:
            head, *rows = taken(client, path)
            assert head == [str(c.title) for c in shown.xlsx_columns(answer.wsgi_request)]
            assert len(rows) >= answer.context["cl"].result_count, path  # the trail grows by it


def test_it_is_told_and_never_by_looking(enter, office):
    client = enter("DPO")
    assert client.get(f"{REQUESTS}xlsx/").status_code == 405
    taken(client, f"{REQUESTS}?stage=open&q=maarit")
    event = Event.objects.get(kind="list.exported")
    assert event.facts == {"list": "requests_app.subjectrequest", "filters": ["q", "stage"]}


def test_who_may_not_see_the_list_gets_no_workbook(enter, office):
    assert enter("Security").post(f"{REQUESTS}xlsx/").status_code == 403


def test_an_impossible_filter_is_not_found(enter, office):
    assert enter("DPO").post(f"{REQUESTS}xlsx/?nonsense=1").status_code == 404


def test_more_rows_ask_no_more_questions(admin_of, dpo, log, profile):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            taken(client, REQUESTS)
        return len(asked)

    client = admin_of(dpo)
    log()
    cost()
    few = cost()
    for number in range(12):
        log(email=f"p{number}@mail.example", received_at=datetime(2026, 11, 2, tzinfo=UTC))
    assert cost() == few
