"""Files in the admin: chosen when a request is logged, shown in its file, handed over (V3.2.1)."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dpo_office.evidence.models import EncryptedFile, Event
from dpo_office.evidence.services import file_disk, files
from requests_app.models import SubjectRequest
from requests_app.services import intake
from tests.evidence.files import HTML, PDF, PNG, upload

pytestmark = pytest.mark.django_db
LIST, FILES = "/admin/requests_app/subjectrequest/", "/admin/evidence/encryptedfile/"


@pytest.fixture
def desk(dpo, admin_of, profile):
    return admin_of(dpo)


def form(*uploads, **changes) -> dict:
    now = timezone.localtime()
    words = {
        "name": "Kalle Proovik",
        "email": "kalle@mail.example",
        "rights": ["access"],
        "received_at_0": f"{now:%Y-%m-%d}",
        "received_at_1": "00:00:00",
        "channel": "email",
        "language": "et",
        "words": "Palun kustutage.",
        "intake_key": str(uuid.uuid4()),
        "files": list(uploads),
    }
    return {**words, **changes}


@pytest.fixture
def file(desk) -> EncryptedFile:
    desk.post(f"{LIST}add/", form(upload("Kalle's “proof”.pdf")))
    return EncryptedFile.objects.get()


def case_page(client):
    return client.get(f"{LIST}{SubjectRequest.objects.get().pk}/change/").content.decode()


def test_files_come_with_a_request_and_stand_in_its_file(desk):
    answer = desk.post(f"{LIST}add/", form(upload(), upload("b.png", PNG)), follow=True)
    text = answer.content.decode()
    assert EncryptedFile.objects.about(SubjectRequest.objects.get()).count() == 2
    assert "paper.pdf" in text
    assert "b.png" in text
    assert "Helve Proov" in text


def test_a_hostile_file_is_refused_and_nothing_typed_is_lost(desk):
    text = desk.post(f"{LIST}add/", form(upload("a.pdf", HTML))).content.decode()
    assert "is not what its name says" in text
    assert "Palun kustutage." in text
    assert not SubjectRequest.objects.exists()


def test_one_bad_file_among_good_ones_keeps_none(desk, settings):
    desk.post(f"{LIST}add/", form(upload(), upload("b.exe", b"MZ")))
    assert not EncryptedFile.objects.exists()
    assert not [path for path in settings.FILES_ROOT.rglob("*") if path.is_file()]


def test_a_form_that_comes_back_says_that_files_are_to_be_chosen_again(desk):
    text = desk.post(f"{LIST}add/", form(upload(), email="nobody")).content.decode()
    assert "Choose the files again" in text


def test_a_form_sent_twice_keeps_its_files_once(desk, settings):
    key = str(uuid.uuid4())
    for _ in range(2):
        desk.post(f"{LIST}add/", form(upload(), intake_key=key))
    assert EncryptedFile.objects.count() == 1
    assert len([path for path in settings.FILES_ROOT.rglob("*") if path.is_file()]) == 1


def test_too_large_a_file_is_refused_in_a_sentence(desk, settings):
    """V5.2.1: what is over the limit is not even kept for a moment."""
    settings.FILES_LARGEST = 3_000_000
    large = PDF + b" " * 4_000_000
    text = desk.post(f"{LIST}add/", form(upload("a.pdf", large))).content.decode()
    assert re.search("is larger than 2.9.MB", text)
    assert "Palun kustutage." in text


def test_an_almost_full_disk_is_told_and_nothing_typed_is_lost(desk, settings):
    settings.FILES_KEEP_FREE = 101
    text = desk.post(f"{LIST}add/", form(upload())).content.decode()
    assert "almost full, so no file is taken in" in text
    assert "Palun kustutage." in text
    assert not SubjectRequest.objects.exists()


def test_an_absurd_declared_length_is_refused_unread(desk):
    answer = desk.post(
        f"{LIST}add/", b"--x", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(10**10),
    )  # fmt: skip
    assert answer.status_code in (400, 413)


def test_an_upload_in_clear_has_no_name_on_the_disk(desk, settings, tmp_path, monkeypatch):
    """A8: a file too large for memory."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    seen = []
    real = files.taken_in
    monkeypatch.setattr(
        "requests_app.admin.subject_request.files.taken_in",
        lambda *args: seen.append(list(settings.FILE_UPLOAD_TEMP_DIR.iterdir())) or real(*args),
    )
    desk.post(f"{LIST}add/", form(upload("a.pdf", PDF + b" " * 4_000_000)))
    assert seen == [[]]
    assert EncryptedFile.objects.get().size > 4_000_000


def test_a_file_is_handed_over_as_an_attachment_and_nothing_else(desk, file):
    """V3.2.1, V5.4.1, V5.4.2, V14.3.2."""
    answer = desk.post(f"{FILES}{file.pk}/download/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Kalle")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    ['a"; filename="b.exe', "a\r\nX: y.pdf", "a\u202efdp.pdf", "ä" * 200 + ".pdf", "a;b.pdf"],
)
def test_no_name_breaks_out_of_its_header(desk, dpo, log_case, name):
    file = log_case(name if name.endswith(".pdf") else f"{name}.pdf")
    header = desk.post(f"{FILES}{file.pk}/download/")["Content-Disposition"]
    assert "\r" not in header + ""
    assert "\n" not in header
    assert "\u202e" not in header
    assert header.count("filename") == 1 or '\\"' in header


@pytest.fixture
def log_case(dpo, profile):
    """A request by the services, with one file of that name and content."""

    def one(name="a.pdf", content=PDF):
        now = timezone.now()
        uploads = [SimpleUploadedFile("a.pdf", content)]
        uploads[0]._name = name  # as a mail may give it: Django's form cleans names
        with files.taken_in(uploads, intake.ENCLOSED) as enclosed:
            intake.log_request(
                name="K", email="k@mail.example", rights=["access"], received_at=now, by=dpo,
                enclosed=enclosed, now=now,
            )  # fmt: skip
        return enclosed[0]

    return one


def test_a_look_is_recorded_without_the_name(desk, dpo, file):
    """L3: looks at persons."""
    desk.post(f"{FILES}{file.pk}/download/")
    event = Event.objects.get(kind="file.looked_at")
    assert (event.actor, event.facts, event.about) == (dpo, {"file": file.pk}, file.about)


def test_a_file_is_not_handed_over_on_get(desk, file):
    assert desk.get(f"{FILES}{file.pk}/download/").status_code == 405
    assert not Event.objects.filter(kind="file.looked_at").exists()


def test_a_file_that_nobody_scanned_opens_after_a_warning(desk, file):
    """V5.4.3: without a scanner."""
    text = desk.get(f"{FILES}{file.pk}/change/").content.decode()
    assert "no scanner has looked into it" in text
    assert "Download it all the same" in text


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("staff", 403), ("security", 403)])
def test_whoever_may_not_see_persons_or_cases_gets_no_file(request, admin_of, file, role, status):
    client = admin_of(request.getfixturevalue(role))
    assert client.post(f"{FILES}{file.pk}/download/").status_code == status


def test_an_auditor_sees_that_there_is_a_file_but_not_its_name(auditor, admin_of, file):
    client = admin_of(auditor)
    for text in (
        case_page(client),
        client.get(FILES).content.decode(),
        client.get(f"{FILES}{file.pk}/change/").content.decode(),
    ):
        assert f"file {file.pk}" in text or "PDF" in text
        assert "proof" not in text


def test_no_right_to_the_case_no_sight_of_the_file(dpo, admin_of, file, monkeypatch):
    """V8.2.2: the right is that of the record concerned."""
    from dpo_office.organisation.models import User

    may = User.has_perm
    monkeypatch.setattr(
        User, "has_perm", lambda self, name, obj=None: "subjectrequest" not in name and may(self, name)
    )  # fmt: skip
    client = admin_of(dpo)
    assert client.get(f"{FILES}{file.pk}/change/").status_code == 403
    assert client.post(f"{FILES}{file.pk}/download/").status_code == 403
    assert f"file {file.pk}" not in client.get(FILES).content.decode()


def test_an_altered_file_is_told_and_not_handed_over(desk, file):
    path = file_disk.path_of(file.stored_as)
    path.write_bytes(path.read_bytes()[:-1])
    answer = desk.post(f"{FILES}{file.pk}/download/", follow=True)
    assert "This file cannot be opened" in answer.content.decode()
    assert not Event.objects.filter(kind="file.looked_at").exists()


def test_the_page_names_the_file_its_size_and_its_digest(desk, file):
    text = desk.get(f"{FILES}{file.pk}/change/").content.decode()
    assert file.sha256 in text
    assert "proof" in text
