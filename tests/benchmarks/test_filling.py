"""The benchmarks' data are such as the office itself would have made."""

import pytest

from benchmarks import million, sweep
from dpo_office.worklist.models import Clock
from requests_app.models import SubjectRequest

pytestmark = pytest.mark.usefixtures("own_database", "profile")
LIST = "/admin/requests_app/subjectrequest/"


def test_a_million_is_made_of_cases_that_the_pages_show(dpo, admin_of):
    million.fill(200, handler=dpo.pk)
    page = admin_of(dpo).get(LIST).content.decode()
    assert SubjectRequest.objects.first().reference in page
    assert SubjectRequest.objects.open().count() == 200 / million.OPEN_EVERY


def test_a_sweep_finds_what_is_due(dpo):
    sweep.fill(running=50, stopped=500)
    assert sweep.rate(20, sweep.sweep) > 0
    assert Clock.objects.running().count() == 50
