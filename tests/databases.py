"""A database of its own for tests that commit: threads, processes, kills.

pytest's way to clean up after such tests is TRUNCATE, which the trail refuses by design. So
each gets a clone of the migrated database, and the clone is dropped afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

OTHERS_OUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


def _server() -> psycopg.Connection:
    """A connection beside Django's, to the database that every cluster has."""
    parameters = connection.get_connection_params()
    wanted = {k: parameters[k] for k in ("host", "port", "user", "password") if k in parameters}
    return psycopg.connect(**wanted, dbname="postgres", autocommit=True)


@contextmanager
def copied(copy: str) -> Iterator[str]:
    """Work on a copy of the database in use; it is dropped at the end."""
    original = connection.settings_dict["NAME"]
    connection.close()
    connection.close_pool()
    with _server() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        # A browser's last request may have come after its test: its thread is still connected.
        server.execute(OTHERS_OUT, [original])
        server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
    connection.settings_dict["NAME"] = copy
    try:
        yield copy
    finally:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = original
        with _server() as server:
            server.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Instead of pytest's: a clone of the migrated database, also under `live_server`."""
    with django_db_blocker.unblock(), copied(f"{connection.settings_dict['NAME']}_own") as clone:
        yield clone


@pytest.fixture
def own_database(transactional_db) -> str:
    """A clone in which work is committed; its name. Processes reach it by `database_url`."""
    return transactional_db


@pytest.fixture
def db(request) -> None:
    """The test's own database where it asks for one, else the shared one in a transaction."""
    marker = request.node.get_closest_marker("django_db")
    own = bool({"transactional_db", "live_server"} & set(request.fixturenames))
    own = own or bool(marker and marker.kwargs.get("transaction"))
    request.getfixturevalue("transactional_db" if own else "_django_db_helper")


@pytest.fixture(autouse=True)
def _django_db_marker(request) -> None:
    """Instead of pytest's: the mark asks for the same; its own way would flush the shared one."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")


def database_url() -> str:
    """The address of the database in use, for a process of its own."""
    db = connection.settings_dict
    host = db["HOST"] or db["OPTIONS"].get("host", "")
    return f"postgres://{db['USER']}:{db['PASSWORD']}@/{db['NAME']}?host={host}&port={db['PORT']}"
