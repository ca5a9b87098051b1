"""Invariant 6: sealers that die, and several at once; real processes, real gpg."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection, transaction

from dpo_office.evidence.models import Event, Seal, record
from dpo_office.evidence.services import sealing
from tests.databases import database_url
from tests.evidence.conftest import settle


def sealer(point, home=""):
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "dpo_office.settings",
        "GNUPGHOME": str(home),
    }
    command = [sys.executable, "-m", "tests.evidence.dying_sealer", point]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def sealed_ids() -> list[int]:
    return [pk for s in Seal.objects.order_by("number") for pk, _leaf in s.unpacked()]


def all_ids() -> list[int]:
    return list(Event.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("point", "left"),
    [("batch read, not signed", 0), ("signed, not stored", 0), ("stored, more to do", 1)],
)
def test_the_next_sealer_goes_on_where_one_died(seal, write, gnupg_home, point, left):
    for _ in range(3):
        write()
    settle()
    dead = sealer(point, gnupg_home.folder)
    assert dead.returncode == -signal.SIGKILL, dead.stderr  # the fault happened
    assert Seal.objects.count() == left
    assert seal() == 1
    assert sealed_ids() == all_ids()


def test_a_sealer_without_the_home_says_so_and_seals_nothing(own_database, write):
    write()
    refused = sealer("nothing amiss")
    assert "KeysMissing" in refused.stderr
    assert not Seal.objects.exists()


def test_of_two_sealers_at_once_one_wins_and_both_go_on(seal, write, signer, monkeypatch):
    for _ in range(4):
        write()
    settle()
    monkeypatch.setattr(sealing, "MOST", 2)
    both_signed, store = threading.Barrier(2), sealing._store
    won = []

    def together(one):
        if one.number == 1:
            both_signed.wait(20)  # the fault: both hold a signed seal of the same number
        won.append((one.number, store(one)))
        return won[-1][1]

    monkeypatch.setattr(sealing, "_store", together)
    threads = [threading.Thread(target=_seal_and_close, args=(signer,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(result for number, result in won if number == 1) == [False, True]
    assert sealed_ids() == all_ids()
    assert list(Seal.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def _seal_and_close(signer):
    try:
        sealing.seal_committed(signer)
    finally:
        connection.close()


def test_events_come_in_while_it_seals_and_none_is_lost(seal, write, signer):
    """Five writers commit and roll back in any order; every event is in one seal."""
    stop = threading.Event()
    writers = [threading.Thread(target=_write_until, args=(stop, n)) for n in range(5)]
    for thread in writers:
        thread.start()
    end = time.monotonic() + 30
    while Seal.objects.count() < 4 and time.monotonic() < end:
        seal()
    stop.set()
    for thread in writers:
        thread.join()
    seal()
    assert Seal.objects.count() >= 4
    assert sorted(sealed_ids()) == all_ids()


def _write_until(stop, number):
    try:
        while not stop.is_set():
            with transaction.atomic():
                record("matter.noted", by=None, facts={"writer": number})
                record("matter.noted", by=None, facts={"writer": number})
                transaction.set_rollback(number % 3 == 0)
    finally:
        connection.close()
