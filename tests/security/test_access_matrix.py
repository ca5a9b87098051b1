"""Every address and every deed by every role: what opens is what the table says (F3, V8.2, V8.3).

Nothing is listed here: addresses come from the resolver, deeds from the admin's classes, and
what is expected from the table. Whoever adds a page adds a row, or this fails.
"""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import connection
from django.urls import reverse

from dpo_office.organisation import access, roles
from dpo_office.organisation.middleware.public_door import WITHOUT_SESSION
from dpo_office.organisation.middleware.sign_in import SETTING_UP
from tests.security.addresses import Address, addresses, path_of, row_of
from tests.security.conftest import undone
from tests.security.outcomes import TO_SIGN_IN, TO_THE_FACTOR, let_in
from tests.security.tables import fingerprint
from tests.security.test_access_table import actions_of, offered

KNOCKING = [*roles.ROLES, "Stranger"]
RULES = access.rules()
SUFFIX_MEANS = {"changelist": "view", "change": "view", "xlsx": "view"}


def expected(address: Address) -> frozenset[str] | None:
    """Who may open it by GET; None where nothing is shown: steps, and the ways to a page."""
    if address.name in RULES["pages"]:
        return page_roles(RULES["pages"][address.name])
    shown = address.model_admin
    if shown is None:
        return frozenset().union(*viewers("requests_app")) if address.name else frozenset()
    if not address.name or address.suffix == "step":
        return None
    if address.suffix == "history":
        return frozenset()
    deed = SUFFIX_MEANS.get(address.suffix, address.suffix)
    return access.roles_that_may(deed, shown.opts.label_lower) if offered(shown, deed) else set()


def page_roles(given: list[str] | str) -> frozenset[str]:
    if isinstance(given, str):
        name, deed = given.split()
        return access.roles_that_may(deed, name)
    return access.roles_of(given, {})


def viewers(app: str) -> list[frozenset[str]]:
    return [who["view"] for name, who in access.table().items() if name.startswith(f"{app}.")]


@pytest.mark.parametrize("role", KNOCKING)
def test_every_address_opens_for_the_roles_of_the_table_and_no_other(enter, office, role):
    client, wrong = enter(role), []
    for address in addresses():
        may = expected(address)
        if may is None:
            continue
        with undone():
            url = path_of(address, office)
            answer = client.get(url)
            if answer.status_code == 405:
                answer = client.post(url)
        if let_in(answer) != (role in may):
            wrong.append((address.name or address.route, answer.status_code, role in may))
    assert not wrong, wrong


@pytest.mark.parametrize("role", KNOCKING)
def test_a_way_to_a_page_shows_nothing_itself(enter, office, role):
    client = enter(role)
    for address in addresses():
        if address.model_admin and not address.name:
            assert client.get(path_of(address, office)).status_code == 302


def deeds() -> Iterator[tuple[str, str, str]]:
    """Model, deed and how it is done, of every step and action."""
    for model, shown in admin.site._registry.items():
        name = model._meta.label_lower
        yield from ((name, step, "step") for step in getattr(shown, "steps", {}))
        for action in actions_of(shown):
            yield name, action, "action" if action in (shown.actions or ()) else "dialog"


def post(client, office, name: str, deed: str, kind: str):
    app, model = name.split(".")
    shown = next(a for m, a in admin.site._registry.items() if m._meta.label_lower == name)
    row = row_of(shown.model, office)
    if kind == "step":
        return client.post(reverse(f"admin:{app}_{model}_step", args=[row.pk, deed]))
    if kind == "action":
        data = {"action": deed, "_selected_action": row.pk}
        return client.post(reverse(f"admin:{app}_{model}_changelist"), data)
    args = [row.pk] if deed in shown._extract_action_names(shown.actions_detail or []) else []
    data = {"_form_submitted": "on"}
    return client.post(reverse(f"admin:{app}_{model}_{deed}", args=args), data)


@pytest.mark.parametrize("role", KNOCKING)
def test_every_deed_is_done_by_the_roles_of_the_table_and_no_other(enter, office, role):
    """Steps, dialogs and actions on lists, by POST as their forms send it (V8.2.1)."""
    client, wrong = enter(role), []
    for name, deed, kind in deeds():
        may = role in access.roles_that_may(deed, name)
        before = fingerprint(connection)
        with undone():
            answer = post(client, office, name, deed, kind)
            changed = fingerprint(connection) != before
        closed = not let_in(answer)
        if (closed and may and deed != "demo_mails") or (not may and changed):
            wrong.append((name, deed, answer.status_code))
        if not may and kind != "action" and not closed:
            wrong.append((name, deed, "let in"))
    assert not wrong, wrong


@pytest.mark.parametrize("role", KNOCKING)
def test_a_list_offers_the_actions_of_the_table_and_no_other(enter, office, role):
    client = enter(role)
    for name, deed, kind in deeds():
        if kind == "action" and role in access.roles_that_may("view", name):
            url = reverse("admin:{}_{}_changelist".format(*name.split(".")))
            form = client.get(url).context["action_form"]
            there = form is not None and deed in dict(form.fields["action"].choices)
            assert there == (role in access.roles_that_may(deed, name)), (name, deed)


def test_an_account_without_second_factor_opens_its_own_set_up_and_no_other(without_factor, office):
    opened = set()
    for address in addresses():
        with undone():
            answer = without_factor.get(path_of(address, office))
            if let_in(answer, TO_SIGN_IN + TO_THE_FACTOR):
                opened.add(address.name)
    here_nobody_is_signed_in = {
        each.name for each in addresses() if f"/{each.route}".startswith(WITHOUT_SESSION)
    }
    assert opened - here_nobody_is_signed_in <= SETTING_UP
    answer = without_factor.get(reverse("admin:index"))
    assert answer["Location"] == reverse("mfa_activate_totp")
