"""The clock that counts in the browser: it agrees with the server, speaks three times, passes."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = 3600_000  # milliseconds, as the browser counts


@pytest.fixture
def shown(profile, auditor, desk):
    """Opens the gallery while the browser's own clock can be moved; gives one of its clocks."""

    def open_(state: str, **options) -> tuple[Page, object]:
        page = desk(auditor, **options)
        page.clock.install(time=NOON)
        page.goto("/admin/gallery/")
        page.clock.pause_at(NOON + timedelta(minutes=2))
        figure = page.get_by_role("figure", name=f"Falling clock: {state}")
        return page, figure.locator(".desk-falling")

    return open_


def test_it_counts_by_the_second_from_what_the_server_said(shown):
    page, clock = shown("Falls fastest")
    before = clock.locator("[data-figure]").inner_text()
    assert before.startswith("9:1")
    page.clock.run_for(60_000)
    after = clock.locator("[data-figure]").inner_text()
    assert seconds(before) - seconds(after) == 60


def seconds(figure: str) -> int:
    hours, minutes, rest = map(int, figure.split(":"))
    return hours * 3600 + minutes * 60 + rest


def test_it_speaks_at_four_hours_and_at_one_and_between_them_is_silent(shown):
    page, clock = shown("Falls fastest")
    spoken = clock.get_by_role("status")
    page.clock.run_for(5 * HOUR)
    expect(spoken).to_be_empty()
    page.clock.run_for(HOUR)
    expect(spoken).to_have_text("Tell the customers: 4 h left")
    page.clock.run_for(3 * HOUR)
    expect(spoken).to_have_text("Tell the customers: 1 h left")


def test_the_figure_itself_is_no_live_region(shown):
    _page, clock = shown("Falls fastest")
    assert clock.locator("[data-figure]").locator("xpath=ancestor::*[@aria-live]").count() == 0


def test_once_passed_it_says_how_late_in_red(shown):
    page, clock = shown("Within the hour")
    page.clock.run_for(HOUR + 30_000)
    expect(clock.locator("[data-figure]")).to_have_text("20 min late")
    expect(clock).to_have_class("desk-falling tone-late")
    expect(clock.locator("time")).to_have_text("was due today 15:02")


def test_nothing_moves_for_who_wants_that(shown):
    page, clock = shown("Falls fastest", reduced_motion="reduce")
    before = clock.locator("[data-figure]").inner_text()
    assert before.count(":") == 1
    page.clock.run_for(3000)
    assert clock.locator("[data-figure]").inner_text() == before
