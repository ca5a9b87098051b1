"""What PostgreSQL itself says of a row's origin: its transaction and its cluster."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class TransactionId(models.Field):
    """A transaction's full number (xid8), which does not wrap around; an int in Python."""

    description = "transaction id"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, int) else super().get_prep_value(value)


class CurrentTransaction(models.Func):
    """The number of the transaction in which it is asked."""

    template = "pg_current_xact_id()"
    arity = 0
    output_field = TransactionId()


class SystemIdentifier(models.Func):
    """The number that initdb gave to this cluster; everybody may ask for it.

    A dump restored into another cluster finds another number there; a copy of the files
    (pg_basebackup, a snapshot) keeps it, and goes on with the same transaction ids as well.
    """

    template = "(pg_control_system()).system_identifier"
    arity = 0
    output_field = models.BigIntegerField()
