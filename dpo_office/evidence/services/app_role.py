"""The rights of the app's own database role: it owns nothing and adds to the trail, no more."""

from collections.abc import Iterator

from django.db import connection, transaction
from psycopg.sql import SQL, Identifier

ONLY_GROW = ("evidence_event", "evidence_seal", "evidence_officekey")
DETAILS, ERASABLE = "evidence_eventdetail", ("value", "salt")
NEVER = ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER")
TRIGGERS = {
    "evidence_event": 3,
    "evidence_eventdetail": 3,
    "evidence_seal": 2,
    "evidence_officekey": 2,
}

# In this order: what all tables allow, then what these do not.
GRANTS = """
GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
REVOKE UPDATE, DELETE ON {only_grow}, {details} FROM {role};
GRANT UPDATE ({erasable}) ON {details} TO {role};
"""


@transaction.atomic
def grant_to(role: str, *, create: bool = False) -> None:
    """Give the role what the office's processes need; run by the owner after each migration.

    `create` makes the role first, with LOGIN and no password, if there is none.
    """
    names = {"role": Identifier(role), "schema": Identifier(_schema()), "details": SQL(DETAILS)}
    names["only_grow"] = SQL(", ").join(map(Identifier, ONLY_GROW))
    names["erasable"] = SQL(", ").join(map(Identifier, ERASABLE))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [role])
        if create and cursor.fetchone() == (0,):
            cursor.execute(SQL("CREATE ROLE {role} LOGIN").format(role=names["role"]))
        cursor.execute(SQL(GRANTS).format(**names))


def excess() -> Iterator[tuple[str, str]]:
    """What the current role may do and must not: a code, and a sentence."""
    if _one("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        yield "E330", "The app's database role is a superuser."
        return  # everything else follows from it
    if owned := _one(
        "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace "
        "AND relkind IN ('r', 'p') AND pg_has_role(relowner, 'MEMBER')"
    ):
        yield "E331", f"The app's database role owns {owned} tables, or may become their owner."
    for table in ONLY_GROW:
        if found := [right for right in NEVER if _may(table, right)]:
            yield "E332", f"The app's database role may {' and '.join(found)} on {table}."
    if found := [right for right in NEVER if right != "UPDATE" and _may(DETAILS, right)]:
        yield "E333", f"The app's database role may {' and '.join(found)} on {DETAILS}."
    if columns := [name for name in ("id", "event_id", "name") if _may_column(name)]:
        yield "E333", f"The app's database role may UPDATE {', '.join(columns)} of {DETAILS}."


def lack() -> Iterator[tuple[str, str]]:
    """What the current role needs and lacks, and guards that are missing."""
    for table in (*ONLY_GROW, DETAILS):
        for right in ("SELECT", "INSERT"):
            if not _may(table, right):
                yield "E334", f"The app's database role may not {right} on {table}."
    if not _one("SELECT has_function_privilege('pg_control_system()', 'EXECUTE')"):
        yield "E334", "The app's database role may not ask pg_control_system(): lineages need it."
    for table, number in TRIGGERS.items():
        on = "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'A'"
        if _one(on, table) < number:
            yield "E335", f"Triggers on {table} are missing or switched off."


def _may(table: str, right: str) -> bool:
    asks = "has_any_column_privilege" if right in ("UPDATE", "SELECT") else "has_table_privilege"
    return bool(_one(f"SELECT {asks}(%s, %s)", table, right))  # one of two names


def _may_column(name: str) -> bool:
    return bool(_one("SELECT has_column_privilege(%s, %s, 'UPDATE')", DETAILS, name))


def _schema() -> str:
    return str(_one("SELECT current_schema()"))


def _one(query: str, *values: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]
