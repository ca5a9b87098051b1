"""Exactly one beat: it holds a lock in the database, a second one stands by."""

import os
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connections

LOCK = 0x44504F_42454154  # "DPO BEAT", an arbitrary number that nothing else uses
# A silent database is noticed within some ten seconds, so that two never send for long.
WATCHFUL = {"connect_timeout": 10, "keepalives_idle": 5, "keepalives_interval": 2}
WATCHFUL |= {"keepalives_count": 3, "tcp_user_timeout": 10_000}


def hold_the_lock(stand_by: Callable[[], None], *, every: float = 2.0) -> psycopg.Connection[Any]:
    """Wait until the lock is ours; the connection that holds it must stay open.

    `stand_by` is called once when another has it. Raises psycopg.Error without a database.
    """
    connection = _connect()
    waiting = False
    while not _locked(connection):
        if not waiting:
            stand_by()
        waiting = True
        time.sleep(every)
    return connection


def end_when_lost(connection: psycopg.Connection[Any], *, every: float = 1.0) -> None:
    """End this process at once when the connection is gone: another may hold the lock then."""

    def watch() -> None:
        while True:
            time.sleep(every)
            try:
                connection.execute("SELECT 1")
            except psycopg.Error:
                os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _locked(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
    return bool(row and row[0])


def _connect() -> psycopg.Connection[Any]:
    """A connection of its own, outside the pool."""
    options = connections["default"].get_connection_params()
    for name in ("pool", "cursor_factory", "context", "server_side_binding", "prepare_threshold"):
        options.pop(name, None)
    return psycopg.connect(**{**WATCHFUL, **options}, autocommit=True)
