"""Every piece in all its states: readable, reachable, said aloud, at both widths and by night."""

import os
from itertools import product
from pathlib import Path

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE, WIDE
from tests.browser.look import faults, overhang, sticking_out

PHOTOGRAPHS = os.environ.get("OFFICE_PHOTOGRAPHS", "")


@pytest.mark.parametrize(
    ("size", "scheme"), product([WIDE, PHONE], ["light", "dark"]), ids=lambda part: str(part)
)
def test_every_piece_is_readable(profile, auditor, desk, tmp_path, size, scheme):
    """Look, principles 3, 6, 9 and 10; the photograph is kept where OFFICE_PHOTOGRAPHS says."""
    page = desk(auditor, size, color_scheme=scheme, reduced_motion="reduce")
    page.goto(reverse("gallery"))
    assert page.locator("html.dark").count() == (scheme == "dark")
    folder = Path(PHOTOGRAPHS) if PHOTOGRAPHS else tmp_path
    page.screenshot(path=folder / f"gallery-{size[0]}-{scheme}.png", full_page=True)
    assert overhang(page) == 0, sticking_out(page)
    assert faults(page, "#gallery") == []


def test_each_clock_stands_on_one_line_from_name_to_time_left(profile, auditor, desk):
    """On a wide screen: the name, then the bar, then the words."""
    page = desk(auditor)
    page.goto(reverse("gallery"))
    clocks = page.locator(".desk-clock").evaluate_all(
        """(clocks) => clocks.map((clock) => [...clock.children].map((part) => {
            const box = part.getBoundingClientRect();
            return [Math.round(box.top), Math.round(box.left)];
        }))"""
    )
    assert clocks
    for parts in clocks:
        assert len({top for top, _ in parts}) == 1
        assert [left for _, left in parts] == sorted(left for _, left in parts)
