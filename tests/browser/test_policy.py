"""Every kind of page under its policy in a real browser: nothing blocked, nothing kept (V3.4)."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.security.addresses import page_of
from tests.security.office import Office

OWN = ["account_change_password", "mfa_index", "usersessions_list"]
# The theme and what is folded: nothing of anybody.
KEPT = {"adminTheme", "sidebarMain", "sidebarDesktopOpen", "_x_adminTheme", "_x_sidebarDesktopOpen"}


@pytest.fixture
def filled(live_server, profile, settings, tmp_path, dpo, deputy) -> Office:
    settings.DEMO, settings.SMTP_URL, settings.MAIL_FOLDER = True, "", tmp_path
    settings.FILES_ROOT = tmp_path / "files"
    office = Office(dpo, other=deputy)
    settings.DEMO = False
    return office


def test_pages_work_under_their_policy_and_browsers_keep_the_theme_alone(desk, filled, dpo):
    """The watch fails on whatever a page says in the console, a blocked script among it."""
    page = desk(dpo)
    paths = [reverse(name) for name in OWN] + [reverse("admin:index")]
    for model in admin.site._registry:
        opts = model._meta
        paths.append(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"))
        paths += [page_of(row) for row in model._default_manager.order_by("pk")[:1]]
    for path in paths:
        page.goto(path)
    kept = set(page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"))
    assert kept <= KEPT, kept


def test_the_policy_is_in_force(window, live_server, watch):
    """Or the test above could not fail: an inline script on the page of sign-in does nothing."""
    watch.expected = ["Content Security Policy"]
    page = window()
    page.goto(reverse("account_login"))
    script = "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
    page.evaluate(script + "document.body.append(s)")
    assert page.evaluate("window.ran") is None
    assert [said for said in watch.heard if "Content Security Policy" in said]
