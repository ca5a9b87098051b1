"""Zero is measured, a dash is not known; and nothing spins for ever (look, principles 6 and 8)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string

from dpo_office.desk.rows import Figure, Progress, ProgressRow

NOW = datetime(2026, 11, 23, 12, 20, tzinfo=UTC)


def drawn(figure: Figure) -> str:
    return render_to_string("desk/figure.html", {"figure": figure})


def test_a_measured_zero_is_a_zero():
    assert ">0</b>" in drawn(Figure(0, "Late"))
    assert "not known" not in drawn(Figure(0, "Late"))


def test_what_is_not_known_is_a_dash_and_says_so():
    assert "–" in drawn(Figure(None, "Late"))  # noqa: RUF001  # the dash of the page
    assert "not known" in drawn(Figure(None, "Late"))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ProgressRow("CRM", Progress.WAITS), "not begun"),
        (ProgressRow("CRM", Progress.RUNS, done=0, total=37), "runs, 0 %"),
        (ProgressRow("CRM", Progress.RUNS, done=18604), "runs, 18,604 so far"),
        (ProgressRow("CRM", Progress.DONE), "done"),
        (ProgressRow("CRM", Progress.FAILED, tries=1), "failed, 1 try"),
        (ProgressRow("CRM", Progress.FAILED, tries=3), "failed, 3 tries"),
    ],
)
def test_each_state_has_its_words(row, words):
    assert row.words == words


@pytest.mark.parametrize(("ran", "says"), [(10, False), (11, True)])
def test_after_ten_seconds_it_says_since_when(ran, says):
    row = ProgressRow("CRM", Progress.RUNS, at=NOW - timedelta(seconds=ran))
    assert row.is_slow(NOW) is says
