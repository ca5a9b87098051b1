"""Files: encrypted, bound to their row, opened whole or not at all (V5, A6, invariant 7)."""

import os
from datetime import timedelta

import pytest
from django.conf import settings as office
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.invariants import FilesAreWhole
from dpo_office.evidence.models import EncryptedFile, Event
from dpo_office.evidence.purgers import ExpiredFiles
from dpo_office.evidence.refusals import FileGone, FileRefused
from dpo_office.evidence.services import file_disk, file_sweep, files
from dpo_office.lib.files_keys import Unreadable
from tests.evidence.files import PDF, upload

NOW = timezone.now()


def on_disk():
    return sorted(path.name for path in office.FILES_ROOT.rglob("*") if path.is_file())


def read(file, now=NOW):
    with files.opened(file, now=now) as content:
        return content.read()


@pytest.fixture
def keep(somebody):
    def one(content=PDF, name="Maarit Näidis.pdf", **changes):
        with files.taken_in([SimpleUploadedFile(name, content)], FileDoor()) as taken:
            files.keep(taken, about=somebody, by=None, now=NOW, **changes)
        return taken[0]

    return one


@pytest.mark.parametrize("size", [1, 65535, 65536, 65537, 131072, 300_000])
def test_a_file_comes_out_as_it_went_in(keep, size):
    content = (b"text " * size)[:size]
    file = keep(content, "a.txt")
    assert read(file) == content
    assert (file.size, file.kind) == (size, "text")


def test_nothing_of_it_stands_in_clear_on_the_disk_or_in_the_row(keep):
    """V5.3.2, F5: neither words nor name."""
    file = keep(b"Maarit asks " * 20_000, "Maarit.txt")
    stored = file_disk.path_of(file.stored_as).read_bytes()
    row = str(EncryptedFile.objects.filter(pk=file.pk).values().get())
    assert b"Maarit" not in stored
    assert "Maarit" not in row + "".join(on_disk())
    assert EncryptedFile.objects.get().name == "Maarit.txt"


def test_the_digest_is_of_the_plain_text(keep):
    assert keep(b"abc", "a.txt").sha256.startswith("ba7816bf8f01cfea414140de5dae2223b00361a3")


def test_a_file_and_its_folder_are_for_their_owner_only(keep):
    path = file_disk.path_of(keep().stored_as)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_trail_tells_of_a_file_without_its_name(keep, somebody):
    file = keep()
    event = Event.objects.about_any(somebody).get(kind="file.stored")
    assert event.facts == {"file": file.pk, "kind": "PDF", "size": len(PDF)}


def test_whatever_byte_is_altered_the_error_is_the_same(keep):
    """11.3.3: file and header; every 997th byte of a file of three chunks."""
    path = file_disk.path_of((file := keep(b"x" * 140_000, "a.txt")).stored_as)
    whole = path.read_bytes()
    for place in [*range(40), *range(40, len(whole), 997), len(whole) - 1]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(Unreadable, match=r"^unreadable$"):
            files.opened(file, now=NOW)


@pytest.mark.parametrize("field", ["stored_as", "key_id"])
def test_another_id_does_not_open_it(keep, field):
    """A6: file id and key id are bound."""
    file = keep()
    whole = file_disk.path_of(file.stored_as)
    for place in range(len(getattr(file, field))):
        value = getattr(file, field)
        other = "0" if value[place] != "0" else "1"
        changed = EncryptedFile.objects.get()
        setattr(changed, field, value[:place] + other + value[place + 1 :])
        moved = file_disk.path_of(changed.stored_as)
        moved.parent.mkdir(exist_ok=True)
        moved.write_bytes(whole.read_bytes())
        with pytest.raises(Unreadable, match=r"^unreadable$"):
            files.opened(changed, now=NOW)


def test_each_byte_of_the_wrapped_key_counts(keep):
    file = keep()
    wrapped = bytes(file.wrapped_key)
    for place in range(len(wrapped)):
        file.wrapped_key = wrapped[:place] + bytes([wrapped[place] ^ 1]) + wrapped[place + 1 :]
        with pytest.raises(Unreadable, match=r"^unreadable$"):
            files.opened(file, now=NOW)


@pytest.mark.parametrize("damage", ["cut in a chunk", "last chunk cut off", "swapped", "longer"])
def test_a_file_cut_longer_or_reordered_is_refused(keep, damage):
    chunk, head = 65536 + 16, 15
    path = file_disk.path_of((file := keep(b"y" * 200_000, "a.txt")).stored_as)
    whole = path.read_bytes()
    first, second = whole[head : head + chunk], whole[head + chunk : head + 2 * chunk]
    damaged = {
        "cut in a chunk": whole[:-5],
        "last chunk cut off": whole[: head + 3 * chunk],
        "swapped": whole[:head] + second + first + whole[head + 2 * chunk :],
        "longer": whole + whole[-40:],
    }
    path.write_bytes(damaged[damage])
    with pytest.raises(Unreadable):
        files.opened(file, now=NOW)


def test_a_part_can_be_read_alone(keep):
    content = os.urandom(300_000).hex().encode()
    with files.opened(keep(content, "a.txt"), now=NOW) as file:
        file.seek(200_001)
        assert file.read(100_000) == content[200_001:300_001]


def test_a_file_that_is_refused_leaves_nothing(somebody):
    with (
        pytest.raises(FileRefused, match="empty"),
        files.taken_in([upload(), upload("b.pdf", b"")], FileDoor()),
    ):
        pass
    assert on_disk() == []


def test_a_case_that_is_not_opened_takes_its_files_with_it(somebody):
    def fail():
        with transaction.atomic(), files.taken_in([upload()], FileDoor()) as taken:
            files.keep(taken, about=somebody, by=None, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert on_disk() == []
    assert not EncryptedFile.objects.exists()


def test_a_file_that_nobody_kept_is_removed(somebody):
    with files.taken_in([upload()], FileDoor()):
        assert len(on_disk()) == 1
    assert on_disk() == []


def test_files_of_a_case_are_removed_with_it(keep, somebody, django_capture_on_commit_callbacks):
    """F5: row and file, and the trail says that they went."""
    keep(), keep()
    with django_capture_on_commit_callbacks(execute=True):
        assert files.remove_files(about=somebody, by=None) == 2
    assert on_disk() == []
    assert not EncryptedFile.objects.exists()
    assert Event.objects.filter(kind="file.removed").count() == 2


def test_a_removal_that_is_rolled_back_removes_nothing(own_database, somebody, keep):
    file = keep()

    def fail():
        with transaction.atomic():
            files.remove_files(about=somebody, by=None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert read(file) == PDF


def test_a_file_whose_time_is_over_does_not_open(keep):
    file = keep(expires_at=NOW + timedelta(minutes=15))
    assert read(file, NOW + timedelta(minutes=14)) == PDF
    with pytest.raises(FileGone):
        read(file, NOW + timedelta(minutes=15))


def test_files_whose_time_is_over_are_purged_and_counted(keep, django_capture_on_commit_callbacks):
    later, purger = NOW + timedelta(minutes=15), ExpiredFiles()
    keep(expires_at=later), keep()
    plan = purger.plan(later)
    assert (plan.due, plan.oldest) == (1, later)
    with django_capture_on_commit_callbacks(execute=True):
        assert purger.purge(later) == 1
    assert len(on_disk()) == EncryptedFile.objects.count() == 1
    assert purger.oldest() is None


def test_the_sweep_removes_old_files_without_row_and_no_others(keep, profile):
    kept = keep()
    for name, age in (("ab" * 16, 2), ("cd" * 16, 0), ("ef" * 16 + ".part", 2)):
        path = office.FILES_ROOT / name[:2] / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"left by a crash")
        os.utime(path, times=((NOW - timedelta(hours=age)).timestamp(),) * 2)
    assert file_sweep.sweep(NOW) == file_sweep.Sweep(removed=2, left=0, lost=0)
    assert on_disk() == sorted([kept.stored_as, "cd" * 16])


def test_a_wrong_database_does_not_cost_the_files(keep, profile, monkeypatch):
    """A mistaken operator: too many files without a row are a finding, not rubbish."""
    monkeypatch.setattr(file_sweep, "MOST_ORPHANS", 1)
    keep(), keep()
    EncryptedFile.objects.all().delete()
    later = NOW + timedelta(hours=2)
    assert file_sweep.sweep(later) == file_sweep.Sweep(removed=0, left=2, lost=0)
    assert len(on_disk()) == 2


def test_a_row_without_its_file_is_a_finding(keep, profile):
    from dpo_office.worklist.models import Finding

    file = keep()
    file_disk.path_of(file.stored_as).unlink()
    assert file_sweep.sweep(NOW).lost == 1
    assert Finding.objects.about(file).get().is_failure
    with pytest.raises(FileGone):
        read(file)


def test_the_invariant_holds_and_names_what_breaks_it(keep, profile):
    """Invariant 7."""
    _, lost, altered = keep(), keep(), keep()
    assert FilesAreWhole().broken() == []
    file_disk.path_of(lost.stored_as).unlink()
    file_disk.path_of(altered.stored_as).write_bytes(b"DPOFILE\x01" + b"0" * 99)
    assert sorted(FilesAreWhole().broken()) == [
        f"file {lost.pk} is not on the disk",
        f"file {altered.pk} does not open",
    ]
