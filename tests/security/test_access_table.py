"""The table names what is there and nothing else: models, rights, pages (F3, V8.1)."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory

from dpo_office.correspondence.admin import demo_mails
from dpo_office.desk.admin import OfficeAdmin
from dpo_office.organisation import access, roles
from tests.security.addresses import addresses

RULES = access.rules()
MODELS = {model._meta.label_lower: model for model in apps.get_models()}
SHOWN = {model._meta.label_lower: shown for model, shown in admin.site._registry.items()}
FORMS = {"view", "add", "change", "delete"}
OF_DJANGO = {"changelist", "history", "step", "xlsx", *FORMS}


class Everything:
    """Somebody with every right."""

    is_active = is_staff = is_authenticated = True

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return True


def offered(model_admin: OfficeAdmin, deed: str) -> bool:
    """Whether anybody at all can do it on a page."""
    request = RequestFactory().get("/")
    request.user = Everything()
    return getattr(model_admin, f"has_{deed}_permission")(request)


def deeds_of(model_admin: OfficeAdmin) -> set[str]:
    """What the pages of a model let somebody do."""
    forms = {deed for deed in FORMS if offered(model_admin, deed)}
    own = [each for each in addresses() if each.name and each.model_admin is model_admin]
    pages = {each.suffix for each in own if each.name not in RULES["pages"]} - OF_DJANGO
    return forms | pages | set(getattr(model_admin, "steps", {})) | set(actions_of(model_admin))


def actions_of(model_admin: OfficeAdmin) -> list[str]:
    kinds = ("actions", "actions_list", "actions_row", "actions_detail", "actions_submit_line")
    shown = [each for kind in kinds for each in getattr(model_admin, kind) or ()]
    return model_admin._extract_action_names(shown)  # also those gathered in menus


def test_every_model_stands_in_the_table_or_is_listed_as_not_shown():
    assert set(RULES["objects"]) | set(RULES["not_shown"]) == set(MODELS)
    assert not set(RULES["objects"]) & set(RULES["not_shown"])


def test_what_has_a_page_or_a_table_on_one_stands_in_the_table_and_nothing_else():
    below = {inline.model._meta.label_lower for each in SHOWN.values() for inline in each.inlines}
    assert set(SHOWN) | below == set(RULES["objects"])


@pytest.mark.parametrize("name", SHOWN)
def test_each_deed_of_a_page_has_its_row(db, monkeypatch, name):
    """A new step or action without a row is refused to everybody, and this fails."""
    monkeypatch.setattr(demo_mails, "are_kept", lambda: True)
    assert deeds_of(SHOWN[name]) - FORMS - set(RULES["objects"][name]) == set()


@pytest.mark.parametrize("name", SHOWN)
def test_each_row_is_a_deed_or_stands_for_others(db, monkeypatch, name):
    monkeypatch.setattr(demo_mails, "are_kept", lambda: True)
    rows = RULES["objects"][name]
    meant = {given for given in rows.values() if isinstance(given, str)}
    asked = {word.split()[1] for word in RULES["pages"].values() if str(word).startswith(name)}
    assert set(rows) - deeds_of(SHOWN[name]) - meant - asked == set()


@pytest.mark.parametrize("name", SHOWN)
def test_an_action_asks_for_the_right_that_bears_its_name(name):
    shown = SHOWN[name]
    for action in actions_of(shown):
        assert list(getattr(shown, action).allowed_permissions) == [action]


@pytest.mark.parametrize("name", RULES["objects"])
def test_who_may_do_something_may_see_it(name):
    may = access.table()[name]
    for deed, who in may.items():
        assert who <= may["view"], deed


def test_every_address_without_a_model_has_its_row():
    there = {each.name for each in addresses() if each.name and not each.model_admin}
    there |= {each.name for each in addresses() if each.name in RULES["pages"]}
    assert there - {"admin:app_list"} == set(RULES["pages"])


def test_the_table_names_only_roles_that_exist():
    known = {*roles.ROLES, "Stranger"}
    given = [who for may in access.table().values() for who in may.values()]
    assert frozenset().union(*given) <= known
    assert all(set(who) <= known for who in RULES["groups"].values())


def test_nobody_has_a_right_by_another_way(dpo, django_user_model):
    """Neither by a permission given to the role in the database nor by an unknown name."""
    from django.contrib.auth.models import Permission

    dpo.groups.first().permissions.set(Permission.objects.all())
    dpo = django_user_model.objects.get(pk=dpo.pk)
    assert dpo.has_perm("requests_app.view_subjectrequest")
    assert not dpo.has_perm("requests_app.delete_subjectrequest")
    assert not dpo.has_perm("auth.change_permission")
    assert not dpo.has_perm("nonsense")


def test_whoever_was_closed_out_has_no_right_left(dpo):
    dpo.is_active = False
    assert not dpo.has_perm("requests_app.view_subjectrequest")
    assert not dpo.has_module_perms("requests_app")


def test_a_right_that_no_row_gives_is_refused(dpo):
    assert not dpo.has_perm("requests_app.burn_subjectrequest")
