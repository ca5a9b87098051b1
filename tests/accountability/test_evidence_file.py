"""The evidence of a case in one click: read back, verified offline, without persons for auditors."""

import hashlib
import io
import json
import re
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from dpo_office.accountability.models import EvidenceFile
from dpo_office.accountability.services import archiving, evidence_files, matters
from dpo_office.correspondence.models import Letter
from dpo_office.evidence.models import EncryptedFile, Event
from dpo_office.evidence.services import file_disk, files
from requests_app.models import Exercise
from requests_app.services import closing, decision, identity, redaction, replies
from tests.evidence.conftest import settle
from tests.evidence.test_exporting import verify

LATER = timedelta(days=3 * 366 + 1)
pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def refused(own_database, log, dpo, decision_owner, delivered):
    """A closed case with advice, a refusal, and letters that left."""
    case = log(words="What do you hold about Maarit?")
    replies.acknowledge(case, by=dpo)
    identity.confirm(case, proof="code", by=dpo)
    right = Exercise.objects.get(part__request=case)
    decision.advise(right, advice="Others are named in it.", by=dpo)
    reasons = {"ground": "15_4_others", "reasons": "It would tell of others."}
    decision.decide(right, outcome="refused", by=decision_owner, **reasons)
    case.refresh_from_db()
    replies.draft_answer(case, by=dpo)
    replies.send_answer(case, by=dpo)
    delivered(case)
    case.refresh_from_db()
    return closing.close(case, by=dpo)


@pytest.fixture
def make(signer, now):
    """Ask as somebody, let the worker make it; the archive's members by name."""

    def _make(case, by) -> dict[str, bytes]:
        asked = evidence_files.ask(case, by=by, now=now)
        settle()
        assert evidence_files.make_all(signer, now=now) == 1
        content, _file = evidence_files.opened(
            EvidenceFile.objects.get(pk=asked.pk), by=by, now=now
        )
        with content, zipfile.ZipFile(io.BytesIO(content.read())) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}

    return _make


def paper(members: dict[str, bytes]) -> str:
    reader = PdfReader(io.BytesIO(members["evidence.pdf"]))
    text = " ".join(page.extract_text() for page in reader.pages).replace("\u200b", "")
    return re.sub(r"\s+", " ", text)


def test_the_paper_tells_dates_with_their_way_decisions_letters_and_what_happened(
    make, refused, dpo
):
    """Dates and trace in words, grounds, advice, proof of sending, the trail."""
    text = paper(make(refused, dpo))
    for words in (
        f"{refused.subject.name} asks for access",
        "Clock: Legal deadline",
        "1 month later is",
        "rights of others, Art. 15(4)",
        "Others are named in it.",
        "It would tell of others.",
        "What do you hold about Maarit?",
        "Letter: Refusal",
        "Message-ID",
        "All rights decided",
    ):
        assert words in text, words


def test_the_paper_is_tagged_and_fit_to_be_archived(make, refused, dpo):
    """PDF/A-2a and PDF/UA-1 by what it says of itself."""
    reader = PdfReader(io.BytesIO(make(refused, dpo)["evidence.pdf"]))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    about = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "pdfaid" in about
    assert "pdfuaid" in about


def test_every_letter_is_there_as_it_was_sent(make, refused, dpo):
    members = make(refused, dpo)
    letters = [name for name in members if name.startswith("letters/")]
    assert letters == ["letters/01-acknowledgement.pdf", "letters/02-refusal.pdf"]
    answer = Letter.objects.about(refused).of_kind("refusal").get()
    assert hashlib.sha256(members[letters[1]]).hexdigest() == answer.pdf_sha256


def test_the_trail_in_it_verifies_offline(make, refused, dpo, signer, tmp_path):
    """F6: by verify.py as it is in the archive, with Python and gpg alone."""
    members = make(refused, dpo)
    extract = tmp_path / "trail.zip"
    extract.write_bytes(members["trail.zip"])
    done = verify(extract, "--key", signer.fingerprint)
    assert (done.code, done.err, done.lines[-1]) == (0, "", "It verifies.")
    with zipfile.ZipFile(extract) as archive:
        kinds = [json.loads(line)["event"]["kind"] for line in archive.open("events.jsonl")]
    assert {"request.logged", "exercise.refused", "letter.sent"} <= set(kinds)


def test_the_list_of_all_files_is_signed(make, refused, dpo, signer, tmp_path):
    members = make(refused, dpo)
    for name in ("SHA256SUMS", "SHA256SUMS.asc"):
        (tmp_path / name).write_bytes(members[name])
    listed = dict(line.split("  ")[::-1] for line in members["SHA256SUMS"].decode().splitlines())
    for name in set(members) - {"SHA256SUMS", "SHA256SUMS.asc"}:
        assert listed[name] == hashlib.sha256(members[name]).hexdigest()
    command = [
        "gpg",
        "--homedir",
        str(signer.home.folder),
        "--verify",
        "SHA256SUMS.asc",
        "SHA256SUMS",
    ]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 0


def test_an_auditor_gets_it_without_a_person(make, refused, auditor):
    """F3: the same case, nobody named, no letter, in no file of it."""
    members = make(refused, auditor)
    assert not [name for name in members if name.startswith("letters/")]
    text = paper(members) + members["evidence.json"].decode() + members["README.txt"].decode()
    for words in ("Maarit", "Näidis", "maarit@", "Others are named", "tell of others"):
        assert words not in text
    assert "rights of others, Art. 15(4)" in text
    with zipfile.ZipFile(io.BytesIO(members["trail.zip"])) as archive:
        assert b"Maarit" not in b"".join(archive.read(name) for name in archive.namelist())


def test_a_redacted_case_has_its_evidence_too(make, refused, dpo, now):
    """F5: what was decided and when, without the person."""
    assert redaction.redact(refused.pk, now=now + LATER)
    members = make(refused, dpo)
    text = paper(members)
    assert "A person asks for access" in text
    assert "rights of others, Art. 15(4)" in text
    assert "Maarit" not in text


def test_a_matter_has_its_evidence(make, raise_matter, refused, dpo):
    """A1."""
    matter = raise_matter(case=refused.reference)
    matters.advise(matter, advice="Answer them.", by=dpo)
    text = paper(make(matter, dpo))
    for words in ("AKI: complaint through an authority", "Answer them.", refused.reference):
        assert words in text


def test_strange_scripts_and_markup_are_words_on_paper(make, log, dpo):
    """A11: nothing that somebody wrote is ever read as markup."""
    case = log(name="Ольга ١٢ 字", words='#read("/etc/passwd") $x$ *b* <svg onload=x()>')
    members = make(case, dpo)
    assert '#read("/etc/passwd") $x$ *b*' in paper(members)


def test_it_lies_encrypted_for_a_day_and_goes(make, refused, dpo, now, settings):
    make(refused, dpo)
    file = EncryptedFile.objects.get(about_type__model="evidencefile")
    stored = Path(file_disk.path_of(file.stored_as)).read_bytes()
    assert b"evidence.pdf" not in stored
    assert file.expires_at == now + evidence_files.KEPT
    files.remove_expired(now + evidence_files.KEPT)
    asked = EvidenceFile.objects.get()
    assert "removed after a day" in evidence_files.why_not_open(asked, by=dpo)


def test_whoever_takes_it_is_told_in_the_trail(make, refused, dpo):
    make(refused, dpo)
    told = Event.objects.about_any(refused).filter(kind="evidencefile.opened").get()
    assert (told.actor, told.facts["persons"]) == (dpo, True)


def test_two_clicks_ask_once(refused, dpo, now):
    first = evidence_files.ask(refused, by=dpo, now=now)
    assert evidence_files.ask(refused, by=dpo, now=now) == first


def test_what_is_no_case_has_no_evidence(dpo, now):
    with pytest.raises(ValidationError, match="no evidence file of this"):
        evidence_files.ask(dpo, by=dpo, now=now)


def test_an_archive_that_names_persons_is_not_for_auditors(make, refused, dpo, auditor, staff):
    make(refused, dpo)
    asked = EvidenceFile.objects.get()
    assert "names persons" in evidence_files.why_not_open(asked, by=auditor)
    with pytest.raises(ValidationError, match="names persons"):
        evidence_files.opened(asked, by=auditor, now=asked.asked_at)


def test_the_evidence_of_a_matter_is_not_for_those_who_see_none(raise_matter, dpo, staff, now):
    asked = evidence_files.ask(raise_matter(), by=dpo, now=now)
    assert "may not see this case" in evidence_files.why_not_open(asked, by=staff)
    assert "not made yet" in evidence_files.why_not_open(asked, by=dpo)


def test_one_that_fails_says_so_and_keeps_nothing(refused, dpo, deputy, signer, now, monkeypatch):
    first = evidence_files.ask(refused, by=dpo, now=now)
    second = evidence_files.ask(refused, by=deputy, now=now)
    real = archiving.archive

    def archive(asked, signer, *, now):
        yield b"begun"
        if asked.pk == first.pk:
            raise LookupError("no case")
        yield from real(asked, signer, now=now)

    monkeypatch.setattr(archiving, "archive", archive)
    assert evidence_files.make_all(signer, now=now) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.trouble, second.status) == (
        "failed",
        "It stopped with LookupError.",
        "done",
    )
    assert len(list(file_disk.all_names())) == 1


def test_one_whose_worker_died_is_made_by_the_next(refused, dpo, signer, now):
    asked = evidence_files.ask(refused, by=dpo, now=now)
    asked.move_to("running", by=None, began_at=now)
    assert evidence_files.make_all(signer, now=now + timedelta(minutes=5)) == 0
    assert evidence_files.make_all(signer, now=now + timedelta(minutes=21)) == 1
    assert EvidenceFile.objects.get().status == "done"


def test_redaction_takes_the_evidence_that_still_lies_there(make, refused, dpo, now):
    make(refused, dpo)
    assert redaction.redact(refused.pk, now=now + LATER)
    assert not EncryptedFile.objects.exists()


def test_it_is_asked_for_and_taken_on_the_page_of_the_case(
    refused, dpo, auditor, admin_of, signer, now
):
    """One click; the row says how far it is; one more takes it."""
    client = admin_of(dpo)
    page = f"/admin/requests_app/subjectrequest/{refused.pk}/change/"
    assert "Make the evidence file" in client.get(page).content.decode()
    client.post(page.replace("change/", "step/evidence_file/"))
    text = client.get(page).content.decode()
    assert "not begun" in text
    assert 'hx-trigger="every 2s"' in text
    evidence_files.make_all(signer, now=now)
    text = client.get(page).content.decode()
    assert "Take it" in text
    assert "hx-trigger" not in text.partition('id="evidence-file"')[2][:200]
    asked = EvidenceFile.objects.get()
    url = f"/admin/accountability/evidencefile/{asked.pk}/"
    assert client.get(f"{url}download/").status_code == 405
    answer = client.post(f"{url}download/")
    assert answer["Content-Disposition"] == f'attachment; filename="{refused.reference}.zip"'
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer))).testzip() is None
    blind = admin_of(auditor)
    assert "names persons" in blind.get(f"{url}change/").content.decode()
    refusal = blind.post(f"{url}download/", follow=True).content.decode()
    assert "names persons" in refusal
    assert blind.get("/admin/accountability/evidencefile/?q=SR-").context["cl"].result_count == 1


def test_one_that_the_disk_has_lost_says_so(make, refused, dpo, admin_of):
    make(refused, dpo)
    asked = EvidenceFile.objects.get()
    file_disk.remove(EncryptedFile.objects.get().stored_as)
    url = f"/admin/accountability/evidencefile/{asked.pk}/download/"
    assert "cannot be opened" in admin_of(dpo).post(url, follow=True).content.decode()


def test_staff_and_security_ask_for_none(refused, staff, security, admin_of):
    page = f"/admin/requests_app/subjectrequest/{refused.pk}/step/evidence_file/"
    for who in (staff, security):
        assert admin_of(who).post(page).status_code == 403
    assert not EvidenceFile.objects.exists()
