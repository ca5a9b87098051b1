"""G4: the pages of the office at a million requests beside the same pages of an empty office."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from benchmarks import million
from benchmarks.measuring import Result, beside, milliseconds, seconds
from dpo_office.desk.paging import MOST
from dpo_office.organisation.models import Profile, User
from requests_app.admin.subject_request import SubjectRequestAdmin

REQUESTS = 1_000_000
LIST = "/admin/requests_app/subjectrequest/"
# What to call the page, its address, and how much slower than the empty office it may be.
PAGES = [
    ("list of requests", LIST, 2.0),
    ("list of open requests", f"{LIST}?stage=open", 2.0),
    ("list of clocks", "/admin/worklist/clock/", 2.0),
    ("Today", "/admin/", 2.0),
]
SEARCHES = [
    ("a rare name", "e4da3b7"),
    ("a name that 100,000 people have", "Maarit"),
    ("an address", "person777777@"),
    ("a reference", "SR-2026-0999999"),
]
BIG = ("requests_app_subjectrequest", "requests_app_requestpart", "requests_app_exercise")
BIG += ("parties_datasubject", "parties_identifier", "worklist_clock")


def run(scale: float = 1.0) -> Iterator[Result]:
    """Pages in pairs, full office beside empty one; then searches, the last page, the plans."""
    requests = int(REQUESTS * scale)
    client = signed_in()
    full = connection.settings_dict["NAME"]
    with empty_copy(full) as empty:
        million.fill(requests, handler=client.user.pk)
        for name, address, at_most in PAGES:
            yield beside(
                f"{name} at {requests:,} requests",
                ours=lambda address=address: pages_a_second(client, address, full),
                limit=lambda address=address: pages_a_second(client, address, empty),
                unit="pages/s",
                at_least=1 / at_most,
            )
        use(full)
        for name, words in SEARCHES:
            look = page(client, f"{LIST}?q={words}")
            yield milliseconds(f"search for {name}", look, at_most=300, times=10)
        last = min(requests, MOST) // SubjectRequestAdmin.list_per_page
        yield beside(
            "the last page that can be reached, beside the first",
            ours=lambda: pages_a_second(client, f"{LIST}?p={last}", full),
            limit=lambda: pages_a_second(client, LIST, full),
            unit="pages/s",
            at_least=1 / 3,
        )
        yield scans(client)


def signed_in() -> Client:
    """A browser of the DPO after both factors."""
    Profile.objects.get_or_create(pk=1, defaults={"legal_name": "Reachpeople OÜ"})
    user = User.objects.create_user("dpo@office.example", name="Helve Proov")
    user.groups.set(Group.objects.filter(name="DPO"))
    TOTP.activate(user, generate_totp_secret())
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    request = RequestFactory().get("/")
    request.session = client.session
    for method in ("password", "mfa"):
        record_authentication(request, user, method)
    request.session.save()
    client.user = user
    return client


@contextmanager
def empty_copy(name: str) -> Iterator[str]:
    """A copy of the database as it is now, removed afterwards."""
    copy = f"{name}_empty"
    connection.close()
    connection.close_pool()
    with connection._nodb_cursor() as server:
        server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    try:
        yield copy
    finally:
        use(name)
        with connection._nodb_cursor() as server:
            server.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


def use(database: str) -> None:
    """Let Django talk to that database from now on."""
    if connection.settings_dict["NAME"] != database:
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = database


def page(client: Client, address: str) -> Callable[[], None]:
    def get() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")

    return get


def pages_a_second(client: Client, address: str, database: str, times: int = 5) -> float:
    use(database)
    get = page(client, address)
    get()
    return times / seconds(lambda: [get() for _ in range(times)])


def scans(client: Client) -> Result:
    """No page reads a whole big table: checked in the plan of each of its statements."""
    found = [
        f"{table} on {address}"
        for address in [a for _, a, _ in PAGES] + [f"{LIST}?q={words}" for _, words in SEARCHES]
        for table in BIG
        if any(f"Seq Scan on {table}" in plan for plan in plans(client, address))
    ]
    return Result(
        "statements that read a whole big table",
        ours=", ".join(found) or "none",
        limit="",
        ratio="",
        goal="none",
        met=not found,
    )


def plans(client: Client, address: str) -> list[str]:
    """How the database goes about each SELECT of a page."""
    with CaptureQueriesContext(connection) as said:
        client.get(address)
    told = []
    with connection.cursor() as cursor:
        for query in said.captured_queries:
            if query["sql"].startswith("SELECT"):
                cursor.execute(f"EXPLAIN {query['sql']}")
                told.append("\n".join(line for (line,) in cursor.fetchall()))
    return told
