"""A real Chromium before a real server, a real mail server and a real worker."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from dpo_office.organisation.models import User
from tests.browser.watch import Watch
from tests.correspondence.conftest import sink
from tests.databases import database_url
from tests.organisation.conftest import PASSWORD, code_now, with_factor, with_password
from tests.requests_app.conftest import log, now

__all__ = ["log", "now", "sink", "with_factor", "with_password"]

CHROMIUM = Path("/usr/bin/chromium")
MISSING = "Browser tests need Chromium. On Debian: sudo apt-get install chromium"
SWITCHES = [
    "--no-sandbox",  # root has none
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--force-color-profile=srgb",
]
WIDE, PHONE = (1440, 900), (390, 844)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder needs a browser, and comes last.

    Playwright runs an event loop in this thread from its first test to the end of the session,
    and no other test should see it.
    """
    ours = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in ours:
        item.add_marker("browser")
    items.sort(key=lambda item: item in ours)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver; without Chromium a clear word, and in CI a failure."""
    if not os.access(CHROMIUM, os.X_OK):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    # Beside a running loop Django keeps connections apart: this one would stay open unseen, and
    # it would refuse queries.
    connections.close_all()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": SWITCHES}


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What any page of this test complained about; the test fails if it wasn't expected."""
    seen = Watch()
    yield seen
    assert seen.complaints == []


@pytest.fixture
def window(new_context, live_server, watch, settings) -> Callable[..., Page]:
    """Opens a browser window of a size; each has cookies of its own."""
    settings.SITE_URL = live_server.url

    def open_(size: tuple[int, int] = WIDE, **options: Any) -> Page:
        width, height = size
        options |= {"base_url": live_server.url, "viewport": {"width": width, "height": height}}
        page = new_context(**options).new_page()
        watch.over(page)
        return page

    return open_


@pytest.fixture
def desk(window, admin_of, live_server) -> Callable[..., Page]:
    """A window of somebody who has signed in already, by both factors."""

    def open_(user: User, size: tuple[int, int] = WIDE, **options: Any) -> Page:
        page = window(size, **options)
        give_session(page.context, admin_of(user).cookies["session"].value, live_server.url)
        return page

    return open_


def give_session(context: BrowserContext, session: str, url: str) -> None:
    context.add_cookies([{"name": "session", "value": session, "url": url}])


def fresh_code() -> str:
    """What the app shows, once it will show it for a while: a code is good in its half minute."""
    while time.time() % 30 > 25:
        time.sleep(0.2)
    return code_now()


@pytest.fixture
def sign_in(window, with_factor) -> Callable[..., Page]:
    """Signs in as a person does: address, password, then the code that the app shows."""

    def enter(user: User, size: tuple[int, int] = WIDE) -> Page:
        cache.clear()
        with_factor(user)
        page = window(size)
        page.goto(reverse("admin:index"))
        page.get_by_label("Email").fill(user.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_label("Code").fill(fresh_code())
        page.keyboard.press("Enter")
        return page

    return enter


@pytest.fixture
def worker(sink, live_server, settings) -> Iterator[None]:
    """A worker process that sends what waits in the outbox, to `sink`."""
    words = ["worker", "--pool=solo", "-Q", "urgent,default", "--loglevel=ERROR"]
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "SMTP_URL": settings.SMTP_URL,
    }
    command = [sys.executable, "-m", "celery", "-A", "dpo_office", *words]
    with Popen(command, env=environment, stdout=DEVNULL, stderr=DEVNULL) as process:
        yield
        process.terminate()


@pytest.fixture
def until() -> Callable[..., None]:
    """Waits for what other processes bring about."""

    def wait(true: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "it never came about"
            time.sleep(0.1)

    return wait
