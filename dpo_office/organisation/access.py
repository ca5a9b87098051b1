"""Who may do what, by one table; rights are read anew on each request (F3)."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser

from dpo_office.organisation import roles
from dpo_office.organisation.models import User

SOURCE = Path(__file__).with_name("access.toml")
Table = Mapping[str, Mapping[str, frozenset[str]]]


@lru_cache(maxsize=1)
def table() -> Table:
    """Object ("app.model") -> action -> roles, groups spelt out."""
    read = tomllib.loads(SOURCE.read_text())
    groups: dict[str, list[str]] = read["groups"]
    return {
        name: {action: frozenset(_spelt_out(given, groups)) for action, given in actions.items()}
        for name, actions in read["objects"].items()
    }


def roles_that_may(action: str, name: str) -> frozenset[str]:
    """The roles with that right on that object ("app.model"); none when it is not in the table."""
    return table().get(name, {}).get(action, frozenset())


def may_see_persons(user: User | AnonymousUser) -> bool:
    """Whether names and addresses are shown; auditors see the same pages without them."""
    return user.is_authenticated and not user.has_role(roles.AUDITOR)


class AccessTable(BaseBackend):
    """Answers `has_perm("app.action_model")` from the table, and nothing else does."""

    def has_perm(self, user_obj: User, perm: str, obj: Any = None) -> bool:
        app, _, codename = perm.partition(".")
        action, _, model = codename.rpartition("_")
        return user_obj.is_active and user_obj.has_role(*roles_that_may(action, f"{app}.{model}"))

    def has_module_perms(self, user_obj: User, app_label: str) -> bool:
        """Whether any object of the app can be viewed."""
        objects = [name for name in table() if name.startswith(f"{app_label}.")]
        return user_obj.is_active and any(
            user_obj.has_role(*roles_that_may("view", name)) for name in objects
        )


def _spelt_out(given: list[str], groups: Mapping[str, list[str]]) -> Iterator[str]:
    for name in given:
        yield from groups.get(name, [name])
