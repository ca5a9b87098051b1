"""Who may do what, by one table; rights are read anew on each request (F3).

`access.toml` is read here, by docs/security.md's reader and by the matrix of tests/security.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from dpo_office.organisation.models import User

SOURCE = Path(__file__).with_name("access.toml")
Given = list[str] | str  # roles and groups, or the name of a deed that the same people may do
Table = Mapping[str, Mapping[str, frozenset[str]]]


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """The table as it is written."""
    return tomllib.loads(SOURCE.read_text())


@lru_cache(maxsize=1)
def table() -> Table:
    """Object ("app.model") -> deed -> roles, groups spelt out."""
    return {
        name: {deed: roles_of(given, deeds) for deed, given in deeds.items()}
        for name, deeds in rules()["objects"].items()
    }


def roles_of(given: Given, deeds: Mapping[str, Given]) -> frozenset[str]:
    """The roles that a row gives; KeyError when it names a deed that `deeds` lacks."""
    while isinstance(given, str):
        given = deeds[given]
    return frozenset(_spelt_out(given))


def roles_that_may(deed: str, name: str) -> frozenset[str]:
    """The roles with that right on that object ("app.model"); none when it is not in the table."""
    return table().get(name, {}).get(deed, frozenset())


def may_see_persons(user: User | AnonymousUser) -> bool:
    """Whether names and addresses are shown; auditors see the same pages without them."""
    return user.is_authenticated and user.has_role(*_spelt_out(rules()["fields"]["persons"]))


class AccessTable(BaseBackend):
    """Answers `has_perm("app.deed_model")` from the table, and nothing else does."""

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Any = None) -> bool:
        """Raises PermissionDenied instead of saying no, so that no other backend is asked."""
        app, _, codename = perm.partition(".")
        deed, _, model = codename.rpartition("_")
        may = roles_that_may(deed, f"{app}.{model}")
        if user_obj.is_active and user_obj.is_authenticated and user_obj.has_role(*may):
            return True
        raise PermissionDenied

    def has_module_perms(self, user_obj: User | AnonymousUser, app_label: str) -> bool:
        """Whether any object of the app can be viewed."""
        seen = [may["view"] for name, may in table().items() if name.startswith(f"{app_label}.")]
        if user_obj.is_active and user_obj.is_authenticated:
            return any(user_obj.has_role(*may) for may in seen)
        raise PermissionDenied


def _spelt_out(given: list[str]) -> Iterator[str]:
    for name in given:
        yield from rules()["groups"].get(name, [name])
