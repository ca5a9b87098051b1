"""Without a mouse: Tab goes as the eye reads, and every step can be taken (look, principle 10)."""

import pytest
from playwright.sync_api import Page, expect

from requests_app.models import Exercise
from tests.requests_app.words import ACCESS

FOCUSED = """() => {
    const at = document.activeElement;
    const box = at.getBoundingClientRect();
    const line = (at.innerText || at.name || at.title || '').trim().split('\\n').pop();
    return at === document.body ? null : {words: line, x: box.x, y: box.y + scrollY};
}"""
SIDE = 1060  # px from the left: what begins beyond it stands in the right column


@pytest.fixture
def case(profile, dpo, log, desk) -> Page:
    case = log(rights=["access", "erasure"])
    page = desk(dpo, size=(1440, 900))
    page.goto(f"/admin/requests_app/subjectrequest/{case.pk}/change/")
    return page


def tabbed(page: Page) -> list[dict]:
    """Where Tab goes, from the top of the page until it leaves it."""
    stops: list[dict] = []
    for _ in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or (stops and stop == stops[0]):
            break
        stops.append(stop)
    return stops


def test_tab_comes_first_to_the_way_past_the_menu(case):
    case.keyboard.press("Tab")
    expect(case.get_by_role("link", name="To the content")).to_be_focused()
    case.keyboard.press("Enter")
    case.keyboard.press("Tab")
    assert case.locator("#content :focus").count() == 1


def test_tab_goes_down_each_column_as_it_is_read(case):
    stops = tabbed(case)
    inside = [stop for stop in stops if stop["x"] > 300 and stop["y"] > 64]
    for column in (
        [s for s in inside if s["x"] < SIDE],
        [s for s in inside if s["x"] >= SIDE],
    ):
        heights = [stop["y"] for stop in column]
        assert heights == sorted(heights), column
    assert len(inside) > 5


def test_a_step_is_taken_by_the_keyboard_alone(case):
    """P5.1: its form opens, is filled and sent without a mouse."""
    access = Exercise.objects.get(right="access")
    case.locator("summary").filter(has_text="Decide on access").focus()
    case.keyboard.press("Enter")
    case.keyboard.press("Tab")  # the outcome, which is granted at first
    for text in (*ACCESS.values(), "", "", "A copy is enclosed."):  # transfers, machines: none
        case.keyboard.press("Tab")
        case.keyboard.type(text)
    case.keyboard.press("Tab")  # the button: what a refusal asks is not there
    case.keyboard.press("Enter")
    expect(case.get_by_text("Decided: access (Art. 15), granted.")).to_be_visible()
    access.refresh_from_db()
    assert (access.status, access.done) == ("granted", "A copy is enclosed.")


def test_a_refused_step_comes_back_open_with_what_was_typed(case):
    case.locator("summary").filter(has_text="Decide on access").click()
    case.get_by_label("Outcome").first.select_option("refused")
    case.get_by_label("Why not").first.fill("Too costly.")
    case.get_by_role("button", name="Decide on access").click()
    expect(case.get_by_text("A refusal needs its ground")).to_be_visible()
    expect(case.get_by_label("Why not").first).to_have_value("Too costly.")
    expect(case.get_by_label("Why not").first).to_be_visible()


def test_the_menu_is_opened_by_the_keyboard_on_a_phone(profile, dpo, desk):
    page = desk(dpo, size=(390, 844))
    page.goto("/admin/")
    expect(page.get_by_role("link", name="Requests")).to_be_hidden()
    page.get_by_role("button", name="Menu").press("Enter")
    expect(page.get_by_role("link", name="Requests")).to_be_visible()
