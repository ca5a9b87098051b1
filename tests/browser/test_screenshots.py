"""The pages of the demo as docs/ shows them; on every run they are judged like the gallery.

`make screenshots` keeps them: OFFICE_SCREENSHOTS names the folder.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page

from dpo_office.demo import loader
from dpo_office.organisation.models import User
from tests.browser.conftest import PHONE, WIDE
from tests.browser.look import faults, overhang, sticking_out

MONDAY = datetime(2026, 11, 23, 12, 20, tzinfo=UTC)  # 14:20 in the demo's zone


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = Path(os.environ.get("OFFICE_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def dpo_of_demo(transactional_db, settings, tmp_path, time_machine) -> User:
    """The office with its demo on a Monday afternoon; her who looks at it."""
    time_machine.move_to(MONDAY)
    settings.DEMO, settings.SMTP_URL, settings.MAIL_FOLDER = True, "", tmp_path
    loader.load(MONDAY)
    return User.objects.get(name="Helve Proov")


def keep(page: Page, path: Path) -> None:
    """Photograph what is seen without scrolling, in 256 colours: a small file.

    The most frequent ones, and rather a colour than a grey: states are told by colour.
    """
    page.evaluate("document.fonts.ready")
    page.screenshot(path=path, animations="disabled")
    picture = Image.open(path).convert("RGB")
    counted = picture.getcolors(picture.width * picture.height) or []
    counted.sort(key=lambda one: one[0] * (8 + max(one[1]) - min(one[1])), reverse=True)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in counted[:256] for part in colour])
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


def judged(page: Page, root: str = "#content") -> None:
    assert overhang(page) == 0, sticking_out(page)
    assert not (wrong := faults(page, root)), "\n".join([page.url, *wrong])


def open_late_case(page: Page) -> None:
    page.goto(f"{reverse('admin:index')}?show=late")
    page.locator(".desk-table a.desk-strong").first.click()
    page.locator(".desk-clocks").wait_for()


def test_screenshots_of_the_way_in(window, profile, folder):
    page = window(WIDE)
    page.goto(reverse("account_login"))
    keep(page, folder / "sign-in.png")
    judged(page, "main")


WINDOWS = {"": (WIDE, "light"), "-dark": (WIDE, "dark"), "-390": (PHONE, "light")}


def test_screenshots_of_the_desk(desk, dpo_of_demo, folder):
    for name, (size, scheme) in WINDOWS.items():
        page = desk(dpo_of_demo, size, color_scheme=scheme, reduced_motion="reduce")
        page.goto(reverse("admin:index"))
        keep(page, folder / f"today{name}.png")
        judged(page)
        open_late_case(page)
        keep(page, folder / f"case{name}.png")
        judged(page)
        page.goto(reverse("admin:requests_app_subjectrequest_changelist"))
        if not name:
            keep(page, folder / "requests.png")
        assert overhang(page) == 0, sticking_out(page)
