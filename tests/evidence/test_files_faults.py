"""Disks that are full and processes that die: nothing kept is lost, nothing half is served (7)."""

import os
import resource
import shutil
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from dpo_office.evidence import tasks
from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.invariants import FilesAreWhole
from dpo_office.evidence.models import EncryptedFile, Event
from dpo_office.evidence.services import file_disk, file_sweep, files
from tests.databases import database_url
from tests.evidence.files import PDF, upload
from tests.worklist.conftest import in_threads

NOW = timezone.now()
START = """
import os, signal, sys, django
django.setup()
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import EncryptedFile
from dpo_office.evidence.refusals import FileRefused
from dpo_office.evidence.services import file_disk, files
def upload(size):
    return SimpleUploadedFile("a.txt", b"a" * size)
def take(size):
    try:
        with files.taken_in([upload(size)], FileDoor()) as taken:
            with files.opened(taken[0], now=timezone.now()) as content:
                return f"kept {len(content.read())}"
    except FileRefused as refusal:
        return refusal.messages[0]
def left():
    return [p.name for p in settings.FILES_ROOT.rglob("*") if p.is_file()]
"""


def run(code, root, *before, limit=None, **environment):
    """Python in a process of its own, with these files; what it printed, and how it ended."""

    def cap():
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    given = {**os.environ, "FILES_ROOT": str(root), **environment}
    return subprocess.run(
        [*before, sys.executable, "-c", START + code],
        env=given, capture_output=True, text=True, preexec_fn=cap, check=False,
    )  # fmt: skip


def test_a_write_that_the_system_refuses_leaves_nothing(tmp_path):
    """RLIMIT_FSIZE: the 200 000th byte cannot be written."""
    done = run("print(take(400_000)); print(left()); print(take(50_000))", tmp_path, limit=200_000)
    assert done.stdout.splitlines() == [
        "There is no room for files on the disk. Nothing was kept.",
        "[]",
        "kept 50000",
    ], done.stderr


SMALL_DISK = """
import subprocess
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8M", "tmpfs", settings.FILES_ROOT], check=True)
with files.taken_in([upload(100_000)], FileDoor()) as taken:
    first = taken[0]
    filler = settings.FILES_ROOT / "filler"
    filler.write_bytes(b"x" * 7_900_000)
    print(take(1_000))
    settings.FILES_KEEP_FREE = 0
    print(take(1_000_000))
    print([n for n in left() if n not in ("filler", first.stored_as)])
    with files.opened(first, now=timezone.now()) as content:
        print(len(content.read()))
    filler.unlink()
    print(take(1_000_000))
"""


@pytest.mark.skipif(
    shutil.which("unshare") is None
    or subprocess.run(["unshare", "-Urm", "true"], check=False).returncode != 0,
    reason="this machine has no user namespaces; RLIMIT_FSIZE above is the same fault",
)
def test_a_disk_that_fills_up_refuses_politely_and_still_reads(tmp_path):
    """A real disk of 8 MB: within its last 5 %, then with no byte left, then freed."""
    done = run(SMALL_DISK, tmp_path, "unshare", "-Urm")
    assert done.stdout.splitlines() == [
        "The disk for files is almost full, so no file is taken in. Tell your administrator.",
        "There is no room for files on the disk. Nothing was kept.",
        "[]",
        "100000",
        "kept 1000000",
    ], done.stderr


DIE = "os.kill(os.getpid(), signal.SIGKILL)"
DEATHS = {
    "half of the file is written": f"""
real = files.sealed
def sealed(*args, **kwargs):
    for number, piece in enumerate(real(*args, **kwargs)):
        if number == 3:
            {DIE}
        yield piece
files.sealed = sealed
""",
    "the file has its name": f"""
remember = file_disk._remember
def then_die(folder):
    remember(folder)
    {DIE}
file_disk._remember = then_die
""",
    "the row is not committed": f"""
record = files.record
def then_die(*args, **kwargs):
    record(*args, **kwargs)
    {DIE}
files.record = then_die
""",
}
KEEP = """
from dpo_office.organisation.models import User
with files.taken_in([upload(400_000)], FileDoor()) as taken:
    files.keep(taken, about=User.objects.get(), by=None, now=timezone.now())
"""


def on_disk(settings):
    return [path.name for path in settings.FILES_ROOT.rglob("*") if path.is_file()]


@pytest.fixture
def kept(somebody):
    with files.taken_in([upload()], FileDoor()) as taken:
        files.keep(taken, about=somebody, by=None, now=NOW)
    return taken[0]


@pytest.mark.parametrize("point", DEATHS)
def test_whoever_dies_while_keeping_leaves_no_row_and_the_sweep_the_rest(
    own_database, settings, profile, kept, point
):
    died = run(DEATHS[point] + KEEP, settings.FILES_ROOT, DATABASE_URL=database_url())
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert len(on_disk(settings)) == 2  # the fault left something
    assert EncryptedFile.objects.get() == kept
    assert file_sweep.sweep(timezone.now()).removed == 0  # it may still be at work
    assert file_sweep.sweep(timezone.now() + timedelta(hours=2)).removed == 1
    assert on_disk(settings) == [kept.stored_as]
    assert FilesAreWhole().broken() == []


REMOVE = f"""
from dpo_office.organisation.models import User
file_disk.remove = lambda name: {DIE}
files.remove_files(about=User.objects.get(), by=None)
"""


def test_whoever_dies_while_removing_leaves_a_file_to_the_sweep(
    own_database, settings, profile, kept
):
    died = run(REMOVE, settings.FILES_ROOT, DATABASE_URL=database_url())
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert not EncryptedFile.objects.exists()
    assert on_disk(settings) == [kept.stored_as]
    assert file_sweep.sweep(timezone.now() + timedelta(hours=2)).removed == 1
    assert on_disk(settings) == []


def test_a_draft_is_never_served(settings, kept):
    """Invariant 7: what has not got its name is not there."""
    path = file_disk.path_of(kept.stored_as)
    path.rename(path.with_suffix(".part"))
    with pytest.raises(files.FileGone):
        files.opened(kept, now=NOW)


def test_four_who_remove_at_once_remove_each_file_once(own_database, settings, somebody):
    soon = NOW + timedelta(minutes=1)
    for _ in range(12):
        with files.taken_in([upload()], FileDoor()) as taken:
            files.keep(taken, about=somebody, by=None, now=NOW, expires_at=soon)
    assert sum(in_threads(4, lambda: files.remove_expired(soon))) == 12
    assert Event.objects.filter(kind="file.removed").count() == 12
    assert on_disk(settings) == []


@pytest.mark.parametrize("task", ["remove_expired_files", "sweep_files", "lapse_approvals"])
def test_each_task_done_twice_is_done_once(own_database, profile, somebody, settings, task):
    """Delivery is at least once."""
    for expires_at in (None, NOW + timedelta(seconds=1)):
        with files.taken_in([upload()], FileDoor()) as taken:
            files.keep(taken, about=somebody, by=None, now=NOW, expires_at=expires_at)
    states = []
    for _ in range(2):
        getattr(tasks, task)()
        states.append((EncryptedFile.objects.count(), Event.objects.count(), on_disk(settings)))
    assert states[0] == states[1]


def test_a_restored_file_serves_its_row_again(settings, kept):
    path = file_disk.path_of(kept.stored_as)
    content = path.read_bytes()
    path.unlink()
    assert file_sweep.missing() == [kept]
    path.write_bytes(content)
    assert file_sweep.missing() == []
    with files.opened(kept, now=NOW) as file:
        assert file.read() == PDF
