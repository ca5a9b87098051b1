"""Giving a case its number."""

from django.db import connection

from dpo_office.evidence.models import CaseNumber


def next_reference(series: str, *, year: int) -> str:
    """The next reference, such as "SR-2026-0147", in the caller's transaction.

    A case that is rolled back gives its number back: the series has no gaps. Two intakes at
    once wait for each other here, for as long as one takes to log.
    """
    table = CaseNumber._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (series, year, last) VALUES (%s, %s, 1) "  # noqa: S608
            f"ON CONFLICT (series, year) DO UPDATE SET last = {table}.last + 1 RETURNING last",
            [series, year],
        )
        (number,) = cursor.fetchone()
    return f"{series}-{year}-{number:04}"
