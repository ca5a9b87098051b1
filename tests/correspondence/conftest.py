import os
import secrets
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from dpo_office.correspondence.services import letters, outbox
from tests.correspondence.sink import Listening


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """A database of its own, cloned from the migrated one: here commits are real.

    Instead of pytest's flush, since the trail refuses TRUNCATE.
    """
    here = connection.settings_dict
    shared, name = here["NAME"], f"{here['NAME']}_{secrets.token_hex(4)}"
    url = urlsplit(os.environ["DATABASE_URL"])
    with django_db_blocker.unblock():
        _let_go()
        with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{shared}"')
            here["NAME"] = name
            yield url._replace(path=f"/{name}").geturl()
            _let_go()
            here["NAME"] = shared
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def own_database(transactional_db):
    """The URL of this test's own database, for other processes."""
    return transactional_db


@pytest.fixture
def db(request):
    """The test's own database if it asks for one, else the shared one in a transaction."""
    own = "transactional_db" in request.fixturenames
    request.getfixturevalue("transactional_db" if own else "_django_db_helper")


def _let_go():
    connection.close()
    connection.close_pool()


@pytest.fixture
def sink(settings):
    """A mail server on loopback that the office uses."""
    with Listening() as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        yield sink


CONTEXT = {
    "reference": "SR-2026-0138",
    "name": "Karl Proovik",
    "request": "Which data do you hold about me?",
    "received_on": "2 March 2026",
    "grounds": "Art. 12(5)",
    "reasons": "It is the tenth request in two weeks.",
    "answer": "You find it attached.",
}


@pytest.fixture
def draft(profile, dpo):
    """Drafts a letter about the DPO herself: any record will do."""

    def _draft(template="answer_granted", language="en", to="karl@proovik.example", **more):
        context = CONTEXT | more.pop("context", {})
        return letters.draft(
            dpo, template=template, language=language, to=to, context=context, by=dpo, **more
        )

    return _draft


@pytest.fixture
def mail(profile):
    """Puts a mail into the outbox."""

    def _mail(key="test:1", **more):
        return outbox.post(key, to="karl@proovik.example", subject="Hello", body="Text", **more)

    return _mail
