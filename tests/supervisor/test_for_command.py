"""`manage.py office --for CMD`: services of its own, CMD's exit code, nothing left."""

import signal
import sys
import tempfile
from pathlib import Path

from dpo_office.supervisor.services import services
from tests.supervisor.running import manage

PYTHON = sys.executable


def leftovers():
    """Folders of such runs; one of another process of the suite may come and go."""
    return {f.name for f in Path(tempfile.gettempdir()).glob("office-for-*")}


def test_the_command_reaches_services_of_its_own_and_its_code_is_passed_on(tmp_path):
    asks = "import os, psycopg, redis; " + (
        "psycopg.connect(os.environ['DATABASE_URL'].replace('postgres://', 'postgresql://'));"
        "redis.Redis.from_url(os.environ['REDIS_URL']).ping();"
        "print(os.environ['OFFICE_STATE']); raise SystemExit(7)"
    )
    done = manage(tmp_path, "office", "--for", PYTHON, "-c", asks)
    assert done.returncode == 7, done.stderr
    assert not Path(done.stdout.strip()).exists()


def test_a_command_that_dies_of_a_signal_gives_128_and_its_number(tmp_path):
    dies = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    urls = {"DATABASE_URL": "postgres:///given", "REDIS_URL": "redis://given"}
    done = manage(tmp_path, "office", "--for", PYTHON, "-c", dies, **urls)
    assert done.returncode == 128 + signal.SIGKILL


def test_services_that_are_given_are_used_and_not_started(tmp_path):
    urls = {"DATABASE_URL": "postgres:///given", "REDIS_URL": "redis://given"}
    assert services(tmp_path, urls, durable=False) == ([], {})
    tells = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"
    done = manage(tmp_path, "office", "--for", PYTHON, "-c", tells, **urls)
    assert done.stdout == "postgres:///given redis://given\n"


def test_a_url_that_stands_in_a_file_counts_as_given(tmp_path):
    given = {"DATABASE_URL_FILE": "/run/db", "REDIS_URL_FILE": "/run/redis"}
    assert services(tmp_path, given, durable=False) == ([], {})


def test_the_command_does_not_learn_where_the_keys_are(tmp_path):
    tells = "import os; print(os.environ.get('GNUPGHOME'))"
    urls = {"DATABASE_URL": "postgres:///given", "REDIS_URL": "redis://given"}
    done = manage(tmp_path, "office", "--for", PYTHON, "-c", tells, GNUPGHOME="/keys", **urls)
    assert done.stdout == "None\n"


def test_no_such_command_is_said_in_a_sentence(tmp_path):
    urls = {"DATABASE_URL": "postgres:///given", "REDIS_URL": "redis://given"}
    done = manage(tmp_path, "office", "--for", "no-such-command", **urls)
    assert done.returncode == 1
    assert done.stderr == "No such file or directory: no-such-command\n"


def test_for_without_a_command_is_refused(tmp_path):
    done = manage(tmp_path, "office", "--for")
    assert done.returncode == 2
    assert "--for needs a command" in done.stderr
