"""Exactly one beat: it holds a lock in the database, a second one stands by."""

import os
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connections

LOCK = 0x44504F_42454154  # "DPO BEAT", an arbitrary number that nothing else uses


def hold_the_lock(say: Callable[[str], None], *, every: float = 2.0) -> psycopg.Connection[Any]:
    """Wait until the lock is ours; the connection that holds it must stay open."""
    said = False
    while True:
        connection = _connect()
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if row and row[0]:
            return connection
        connection.close()
        if not said:
            say("Another beat holds the lock; standing by.")
            said = True
        time.sleep(every)


def end_when_lost(connection: psycopg.Connection[Any], *, every: float = 2.0) -> None:
    """End this process at once when the connection is gone: another may hold the lock then."""

    def watch() -> None:
        while True:
            time.sleep(every)
            try:
                connection.execute("SELECT 1")
            except psycopg.Error:
                os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _connect() -> psycopg.Connection[Any]:
    """A connection of its own, outside the pool."""
    options = connections["default"].get_connection_params()
    for name in ("pool", "cursor_factory", "context", "server_side_binding", "prepare_threshold"):
        options.pop(name, None)
    return psycopg.connect(**options, autocommit=True)
