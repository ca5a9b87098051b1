"""Changing FILES_KEY while the office runs; killed half-way nothing is unreadable (11.2.2)."""

import os
import signal
import subprocess
import sys
import threading
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import messages
from dpo_office.evidence.file_door import FileDoor
from dpo_office.evidence.models import EncryptedFile, Event
from dpo_office.evidence.services import files
from dpo_office.lib.files_keys import Unreadable
from dpo_office.organisation.services import seeds
from tests.databases import database_url
from tests.evidence.files import PDF, upload

OLD, NEW = "o" * 64, "n" * 64
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _old_key(settings):
    settings.FILES_KEY, settings.FILES_KEY_FALLBACKS = OLD, []


@pytest.fixture
def kept(somebody):
    """Makes that many files about somebody."""

    def make(count):
        for _ in range(count):
            with files.taken_in([upload()], FileDoor()) as taken:
                files.keep(taken, about=somebody, by=None, now=timezone.now())

    return make


@pytest.fixture
def factors(dpo):
    TOTP.activate(dpo, SEED)
    codes = RecoveryCodes.activate(dpo)
    assert codes.validate_code(codes.get_unused_codes()[0])
    return codes.get_unused_codes()


@pytest.fixture
def mail(db):
    return Delivery.objects.create(
        key="a", message_id="<a@b>", to="a@b.example", subject="s", secret=True, automatic=True,
        body=messages.sealed("https://office.example/p/token"), created_at=timezone.now(),
        next_try_at=timezone.now(),
    )  # fmt: skip


def rotate(settings):
    settings.FILES_KEY, settings.FILES_KEY_FALLBACKS = NEW, [OLD]
    said = StringIO()
    call_command("rotate_files_key", stdout=said)
    return said.getvalue()


def contents():
    now = timezone.now()
    for file in EncryptedFile.objects.all():
        with files.opened(file, now=now) as content:
            yield content.read(), file.name


def test_afterwards_the_old_key_is_not_needed(settings, kept, factors, mail):
    kept(3)
    said = rotate(settings)
    for line in ("files: 3 renewed", "second factors: 2 renewed", "sealed mails: 1 renewed"):
        assert line in said
    settings.FILES_KEY_FALLBACKS = []
    assert set(contents()) == {(PDF, "paper.pdf")}
    assert seeds.open_sealed(Authenticator.objects.get(type="totp").data["secret"]) == SEED
    assert messages._text(Delivery.objects.get()) == "https://office.example/p/token"


def test_recovery_codes_stay_the_same_and_used_ones_used(settings, factors, dpo):
    rotate(settings)
    settings.FILES_KEY_FALLBACKS = []
    again = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
    assert again.get_unused_codes() == factors


def test_the_files_themselves_are_not_written_again(settings, kept):
    kept(2)
    before = {path: path.stat().st_mtime_ns for path in settings.FILES_ROOT.rglob("*")}
    rotate(settings)
    assert before == {path: path.stat().st_mtime_ns for path in settings.FILES_ROOT.rglob("*")}


def test_before_it_ran_all_opens_with_the_fallback(settings, kept, factors):
    kept(1)
    settings.FILES_KEY, settings.FILES_KEY_FALLBACKS = NEW, [OLD]
    assert set(contents()) == {(PDF, "paper.pdf")}
    with pytest.raises(CommandError, match="keep FILES_KEY_FALLBACKS"):
        call_command("rotate_files_key", check=True, stdout=StringIO())


def test_a_second_run_finds_nothing(settings, kept, factors):
    kept(1)
    rotate(settings)
    assert "files: 0 renewed" in rotate(settings)


def test_without_the_old_key_it_says_so_and_changes_nothing(settings, kept):
    kept(1)
    before = EncryptedFile.objects.values().get()
    settings.FILES_KEY, settings.FILES_KEY_FALLBACKS = NEW, []
    with pytest.raises(CommandError, match="neither FILES_KEY nor a fallback"):
        call_command("rotate_files_key", stdout=StringIO())
    assert EncryptedFile.objects.values().get() == before
    with pytest.raises(Unreadable):
        list(contents())


def test_the_trail_tells_that_the_key_changed_and_not_which(settings, kept):
    rotate(settings)
    event = Event.objects.get(kind="files_key.rotated")
    assert NEW not in str(event.facts)
    assert len(event.facts["key"]) == 16


KILLED = """
import os, signal, django
django.setup()
from dpo_office.evidence.services import keys_rotation
renew, done = keys_rotation._renew, []
def die_at_the_fourth(pk):
    done.append(pk)
    if len(done) == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return renew(pk)
keys_rotation._renew = die_at_the_fourth
from django.core.management import call_command
call_command("rotate_files_key")
"""


def test_killed_half_way_all_opens_and_the_next_run_goes_on(own_database, settings, kept):
    kept(10)
    environment = {
        **os.environ, "DATABASE_URL": database_url(), "FILES_ROOT": str(settings.FILES_ROOT),
        "FILES_KEY": NEW, "FILES_KEY_FALLBACKS": OLD,
    }  # fmt: skip
    for name in ("FILES_KEY_FILE", "FILES_KEY_FALLBACKS_FILE"):
        environment.pop(name, None)
    died = subprocess.run([sys.executable, "-c", KILLED], env=environment, check=False)
    assert died.returncode == -signal.SIGKILL
    settings.FILES_KEY, settings.FILES_KEY_FALLBACKS = NEW, [OLD]
    assert len(set(EncryptedFile.objects.values_list("key_id"))) == 2  # the fault happened
    assert len(list(contents())) == 10
    assert "files: 7 renewed" in rotate(settings)
    settings.FILES_KEY_FALLBACKS = []
    assert len(list(contents())) == 10


def test_while_it_runs_everything_opens(own_database, settings, kept):
    """Readers and one who keeps new files, all the time."""
    kept(40)
    settings.FILES_KEY, settings.FILES_KEY_FALLBACKS = NEW, [OLD]
    over, failures, read = threading.Event(), [], []

    def keep_reading():
        while not over.is_set():
            try:
                read.append(len(list(contents())))
            except Exception as failure:  # noqa: BLE001
                failures.append(failure)
        connection.close()

    readers = [threading.Thread(target=keep_reading) for _ in range(2)]
    for reader in readers:
        reader.start()
    rotate(settings)
    over.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(read) > 1
