"""A dump restored into a new cluster: nobody is inside, nothing is mailed twice, the trail holds."""

import subprocess
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from dpo_office.correspondence import restored
from dpo_office.correspondence.models import Delivery
from dpo_office.correspondence.services import outbox
from dpo_office.evidence.models import Seal
from dpo_office.evidence.services import lineages, sealing
from dpo_office.organisation.services import links
from dpo_office.supervisor import postgres
from dpo_office.supervisor.services import throwaway
from dpo_office.worklist.models import Finding
from tests.evidence.conftest import settle

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_database", "profile")]


@contextmanager
def restored_elsewhere():
    """The database as it is now, in a cluster of its own; from here on it is the one in use."""
    here = connection.settings_dict
    host = here["HOST"] or here["OPTIONS"]["host"]
    dump = [postgres.binaries() / "pg_dump", "-h", host, "-U", "office", here["NAME"]]
    done = subprocess.run(dump, capture_output=True, check=True)
    given = {"REDIS_URL": "redis://not-started"}
    with throwaway(given, durable=False) as there:
        socket = parse_qs(urlsplit(there["DATABASE_URL"]).query)["host"][0]
        load = [postgres.binaries() / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", socket]
        subprocess.run([*load, "-U", "office", "postgres"], input=done.stdout, check=True)
        with in_use(socket, "postgres"):
            yield


@contextmanager
def in_use(host: str, name: str):
    """Django speaks to that database, and afterwards to the one before."""
    settings = connection.settings_dict
    before = {key: settings[key] for key in ("HOST", "NAME", "OPTIONS")}
    connection.close()
    connection.close_pool()
    settings.update(HOST=host, NAME=name, OPTIONS={**settings["OPTIONS"], "host": host})
    try:
        yield
    finally:
        connection.close()
        connection.close_pool()
        settings.update(before)


def test_after_a_restore_nobody_is_inside_and_nothing_leaves_by_itself(dpo, admin_of, sink, signer):
    client, now = admin_of(dpo), timezone.now()
    link = links.make("set_up_account", user=dpo, by=dpo, now=now, life=timedelta(days=1))
    mail = outbox.post("t:1", to=dpo.email, subject="A", body="B")
    settle()
    sealing.seal_committed(signer)
    head = Seal.objects.head()
    assert client.get("/admin/").status_code == 200
    with restored_elsewhere():
        assert lineages.current() != head.lineage  # the fault happened
        assert outbox.drain(urgent=False, seconds=5) == 0
        settle()
        sealing.seal_committed(signer)
        assert client.get("/admin/").status_code == 302  # to the sign-in
        assert links.look(link, timezone.now()) is None
        assert sink.taken == []
        assert Finding.objects.get(check_name=restored.CHECK).is_failure
        call_command("verify_audit", "--all", stdout=StringIO())

        outbox.try_now(Delivery.objects.get(pk=mail.pk), by=dpo)
        outbox.drain(urgent=False, seconds=5)
        assert sink.message_ids == [mail.message_id]
