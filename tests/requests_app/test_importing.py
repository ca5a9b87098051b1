"""Requests from a workbook: looked into first, half bad rows or not; dates kept, no letter (F7)."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import EncryptedFile, Event
from dpo_office.evidence.services import files
from dpo_office.worklist.models import BulkRun, Clock
from dpo_office.worklist.services import bulk
from requests_app.invariants import NothingIsLost, StatesTellTheTruth
from requests_app.models import Exercise, SubjectRequest
from requests_app.services import import_sheet, importing, redaction
from tests.desk.test_xlsx import read as read_workbook
from tests.requests_app.test_redaction import LATER
from tests.requests_app.test_the_desk import LIST, desk, page

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
IMPORT = f"{LIST}import_requests/"
OPEN = {
    "Your reference": "DSR-1",
    "Name": "Maarit Näidis",
    "Address": "maarit@mail.example",
    "Received": datetime(2026, 11, 3, 10, 15),  # noqa: DTZ001  # Excel knows no zone
    "Rights": "access, erasure",
}
CLOSED = OPEN | {"Your reference": "DSR-2", "Outcome": "granted", "Answered": "2026-11-09"}


def workbook(*rows: dict, head: list[str] | None = None) -> SimpleUploadedFile:
    book, kept = Workbook(), BytesIO()
    titles = head or [column.title for column in import_sheet.COLUMNS]
    book.active.append(titles)
    for row in rows:
        book.active.append([row.get(title) for title in titles])
    book.save(kept)
    return SimpleUploadedFile("requests.xlsx", kept.getvalue())


@pytest.fixture(autouse=True)
def _today(profile, time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-25T12:00+02:00"))


def look(desk, *rows, **more) -> tuple[BulkRun, str]:
    answer = desk.post(IMPORT, {"workbook": workbook(*rows, **more)}, follow=True)
    return BulkRun.objects.first(), answer.content.decode()


def say_yes(desk, run: BulkRun):
    address = reverse("admin:worklist_bulkrun_step", args=[run.pk, "begin"])
    return desk.post(address, follow=True).content.decode()


def refused(desk, **changes) -> str:
    run, _text = look(desk, OPEN | changes)
    return run.items.get().why


def test_nothing_is_imported_before_somebody_says_yes(desk):
    run, text = look(desk, OPEN, CLOSED)
    assert "Import the 2 good rows" in text
    assert not SubjectRequest.objects.exists()
    say_yes(desk, run)
    assert SubjectRequest.objects.count() == 2


def test_an_open_request_keeps_its_dates_and_its_clocks_run_from_them(desk):
    say_yes(desk, look(desk, OPEN)[0])
    case = SubjectRequest.objects.get()
    assert case.received_at == datetime.fromisoformat("2026-11-03T10:15+02:00")
    assert (case.status, case.former_reference) == ("received", "DSR-1")
    due = dict(Clock.objects.running().values_list("rule_id", "due_on"))
    assert {rule: f"{day}" for rule, day in due.items()} == {
        "our_promise": "2026-11-10",
        "dsr_base": "2026-12-03",
    }
    text = desk.get(page(case)).content.decode()
    assert "imported" in text
    assert "was DSR-1" in text


def test_a_closed_request_ends_when_it_ended_and_sends_no_letter(desk):
    say_yes(desk, look(desk, CLOSED)[0])
    case = SubjectRequest.objects.get()
    assert case.status == "closed"
    assert f"{case.answered_at.date()}" == f"{case.closed_at.date()}" == "2026-11-09"
    assert not Clock.objects.running().exists()
    assert not Letter.objects.exists()
    kinds = set(Event.objects.about_any(case).values_list("kind", flat=True))
    assert "request.imported" in kinds
    for invariant in (NothingIsLost, StatesTellTheTruth):
        assert invariant().broken() == []


@pytest.mark.parametrize("outcome", import_sheet.OUTCOMES)
def test_every_outcome_can_be_imported(desk, outcome):
    words = {"Outcome": outcome, "Ground": "conditions", "Reasons": "As told then."}
    say_yes(desk, look(desk, CLOSED | words)[0])
    assert set(Exercise.objects.values_list("status", flat=True)) == {outcome}
    assert StatesTellTheTruth().broken() == []


def test_the_good_half_is_imported_and_the_bad_half_given_back_with_reasons(desk):
    bad = OPEN | {"Your reference": "DSR-3", "Address": "nobody", "Rights": "everything"}
    run, text = look(desk, OPEN, bad, CLOSED, CLOSED | {"Your reference": "DSR-4", "Answered": ""})
    assert "Import the 2 good rows" in text
    assert "is not an e-mail address" in text
    assert "1 of" not in say_yes(desk, run)
    assert SubjectRequest.objects.count() == 2
    answer = desk.get(reverse("admin:worklist_bulkrun_not_done", args=[run.pk]))
    head, *rows = read_workbook(b"".join(answer.streaming_content))
    assert head[-1] == "Why not"
    assert [row[0] for row in rows] == ["DSR-3", "DSR-4"]
    assert "Unknown right: everything." in rows[0][-1]
    assert rows[0][head.index("Received")] == datetime(2026, 11, 3, 10, 15)  # noqa: DTZ001


def test_what_was_given_back_can_be_mended_and_sent_again(desk):
    run, _text = look(desk, OPEN | {"Address": "nobody"})
    rows = importing.rows_of(run)
    content = b"".join(import_sheet.given_back((row, "why") for row in rows.values()))
    again = import_sheet.read(BytesIO(content))
    assert list(again.values()) == list(rows.values())


def test_the_same_file_twice_imports_nothing_twice(desk):
    say_yes(desk, look(desk, OPEN, CLOSED)[0])
    run, _text = look(desk, OPEN, CLOSED)
    say_yes(desk, run)
    assert SubjectRequest.objects.count() == 2
    assert {item.state for item in run.items.all()} == {"refused"}
    assert "It is here already, as SR-2026-" in run.items.first().why


def test_without_a_reference_the_same_request_is_known_by_what_it_says(desk):
    say_yes(desk, look(desk, OPEN | {"Your reference": None})[0])
    say_yes(desk, look(desk, OPEN | {"Your reference": None})[0])
    say_yes(desk, look(desk, OPEN | {"Your reference": None, "Rights": "access"})[0])
    assert SubjectRequest.objects.count() == 2


def test_a_row_that_is_there_twice_is_named(desk):
    run, _text = look(desk, OPEN, OPEN)
    assert run.items.last().why == "The same as row 2."


def test_a_run_that_its_worker_left_goes_on_and_takes_nothing_twice(desk):
    run, _text = look(desk, *({**OPEN, "Your reference": f"DSR-{n}"} for n in range(5)))
    bulk.begin(run, by=run.by, now=run.asked_at)
    run = BulkRun.objects.unfinished().get(pk=run.pk)
    assert bulk._do_next(run)
    assert not bulk.work_on(run.pk, seconds=20)
    assert SubjectRequest.objects.count() == 5


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"Name": None}, "Name is missing."),
        ({"Address": None}, "Address is missing."),
        ({"Received": None}, "Received is missing."),
        ({"Received": "yesterday"}, "“yesterday” is no date."),
        ({"Received": "2999-01-01"}, "lies in the future"),
        ({"Received": "2001-01-01"}, "The GDPR applies since"),
        ({"Rights": "everything"}, "Unknown right: everything."),
        ({"Language": "klingon"}, "Language can't be “klingon”."),
        ({"Came by": "pigeon"}, "Came by can't be “pigeon”."),
        ({"Outcome": "granted"}, "go together"),
        ({"Answered": "2026-11-09"}, "go together"),
        ({"Outcome": "granted", "Answered": "2026-11-01"}, "before the receipt"),
        ({"Outcome": "granted", "Answered": "2027-11-01"}, "in the future"),
        ({"Outcome": "refused", "Answered": "2026-11-09"}, "needs a ground"),
        ({"Outcome": "refused", "Answered": "2026-11-09", "Ground": "15_4_others"}, "that fits"),
        ({"Handler": "staff@nowhere.example"}, "handles no requests here"),
        ({"Name": "x" * 201}, "is longer than"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(desk, changes, sentence):
    assert sentence in refused(desk, **changes)


def test_a_file_that_is_no_such_workbook_is_refused_and_nothing_kept(desk):
    for upload, sentence in (
        (SimpleUploadedFile("requests.xlsx", b"no workbook"), "requests.xlsx"),
        (SimpleUploadedFile("requests.csv", b"Name,Address"), "requests.csv"),
        (workbook(OPEN, head=["Name", "Address"]), "Missing: Received, Rights."),
        (workbook(OPEN, head=["Name", "Address", "Received", "Rights", "Name"]), "there twice"),
        (workbook(), "No row is filled in."),
    ):
        text = desk.post(IMPORT, {"workbook": upload}).content.decode()
        assert sentence in text
    assert not BulkRun.objects.exists()
    assert not EncryptedFile.objects.exists()


@pytest.mark.parametrize(
    ("limit", "value", "sentence"),
    [
        ("MOST_ROWS", 1, "More than 1 rows"),
        ("LARGEST", 10, "larger than 5 MB"),
        ("LARGEST_UNPACKED", 10, "holds more than can be read"),
    ],
)
def test_too_much_is_refused(desk, monkeypatch, limit, value, sentence):
    monkeypatch.setattr(import_sheet, limit, value)
    upload = workbook(OPEN, CLOSED)
    assert sentence in desk.post(IMPORT, {"workbook": upload}).content.decode()


def test_the_empty_workbook_offers_its_lists_and_says_what_they_mean(desk):
    answer = desk.get(f"{IMPORT}?empty")
    book = load_workbook(BytesIO(answer.content))
    assert [cell.value for cell in book.active[1]] == [c.title for c in import_sheet.COLUMNS]
    assert len(book.active.data_validations.dataValidation) == 4
    assert "How to" in book.sheetnames
    with pytest.raises(ValidationError, match="No row"):
        import_sheet.read(BytesIO(answer.content))


def test_a_workbook_that_is_gone_says_so(desk):
    run, _text = look(desk, OPEN | {"Name": None})
    files.remove_files(about=run, by=None)
    address = reverse("admin:worklist_bulkrun_not_done", args=[run.pk])
    assert "not kept any more" in desk.get(address, follow=True).content.decode()


def test_a_workbook_is_kept_for_a_week(desk, time_machine):
    run, _text = look(desk, OPEN)
    time_machine.move_to(run.asked_at + timedelta(days=8))
    with pytest.raises(ValidationError, match="not kept any more"):
        importing.rows_of(run)


def test_redaction_forgets_the_former_reference(desk, now):
    """F5."""
    say_yes(desk, look(desk, CLOSED | {"Your reference": "Maarit 1"})[0])
    case = SubjectRequest.objects.get()
    assert redaction.redact(case.pk, now=now + LATER)
    case.refresh_from_db()
    assert case.former_reference == ""


def test_staff_import_nothing(staff, admin_of):
    assert admin_of(staff).get(IMPORT).status_code == 403
