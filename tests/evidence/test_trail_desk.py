"""The trail and its seals in the admin: read by whoever may, changed by nobody."""

import pytest

from dpo_office.evidence.models import Event, Seal
from dpo_office.evidence.services.erasing import erase_details
from tests.requests_app.conftest import log, now

__all__ = ["log", "now"]
pytestmark = pytest.mark.django_db
TRAIL, SEALS = "/admin/evidence/event/", "/admin/evidence/seal/"


@pytest.fixture
def desk(dpo, admin_of, profile):
    return admin_of(dpo)


def page(client, pk) -> str:
    return client.get(f"{TRAIL}{pk}/change/").content.decode()


def test_the_list_tells_what_happened_to_what_and_by_whom(desk, log, dpo):
    case = log()
    text = desk.get(TRAIL).content.decode()
    assert "Received and logged" in text
    assert case.reference in text
    assert dpo.initials in text


def test_events_are_found_by_the_reference_of_their_case(desk, log, write):
    case, other = log(), write()
    text = desk.get(TRAIL, {"q": case.reference.lower()}).content.decode()
    assert "Received and logged" in text
    assert f"{TRAIL}{other.pk}/change/" not in text


@pytest.mark.parametrize("term", ["#{pk}", "{pk}"])
def test_an_event_is_found_by_its_number(desk, write, term):
    event, other = write(), write()
    text = desk.get(TRAIL, {"q": term.format(pk=event.pk)}).content.decode()
    assert f"{TRAIL}{event.pk}/change/" in text
    assert f"{TRAIL}{other.pk}/change/" not in text


@pytest.mark.parametrize("term", ["SR-1999-0001", "'; --", "9" * 30, "②", "%"])
def test_what_no_case_is_called_finds_nothing(desk, write, term):
    event = write()
    answer = desk.get(TRAIL, {"q": term})
    assert answer.status_code == 200
    assert f"{TRAIL}{event.pk}/change/" not in answer.content.decode()


def test_filters_are_by_choices(desk, log, write, somebody):
    case, account = log(), write()
    of_requests = desk.get(TRAIL, {"about": "requests_app"}).content.decode()
    assert case.reference in of_requests
    assert f"{TRAIL}{account.pk}/change/" not in of_requests
    assert (
        f"{TRAIL}{account.pk}/change/"
        in desk.get(TRAIL, {"about": "organisation"}).content.decode()
    )
    assert case.reference in desk.get(TRAIL, {"when": "day"}).content.decode()


def test_the_list_asks_as_often_for_many_as_for_few(desk, log, django_assert_max_num_queries):
    for _ in range(12):
        log()
    with django_assert_max_num_queries(40):
        desk.get(TRAIL)


def test_who_may_see_persons_reads_the_values(desk, write):
    event = write(reason="a secret reason")
    assert "a secret reason" in page(desk, event.pk)
    assert "waits to be signed" in page(desk, event.pk)


def test_an_auditor_sees_that_there_is_a_value_and_not_which(auditor, admin_of, profile, write):
    text = page(admin_of(auditor), write(reason="a secret reason").pk)
    assert "a secret reason" not in text
    assert "kept, not shown to you" in text


def test_what_was_erased_is_told_as_erased(desk, write, somebody):
    event = write(reason="a secret reason")
    erase_details(about=somebody, by=None)
    assert "erased; the proof stays" in page(desk, event.pk)


@pytest.mark.parametrize("role", ["staff", "security"])
def test_others_do_not_read_the_trail(role, request, admin_of, profile, write):
    client = admin_of(request.getfixturevalue(role))
    event = write()
    assert client.get(TRAIL).status_code == 403
    assert client.get(f"{TRAIL}{event.pk}/change/").status_code == 403
    assert client.get(SEALS).status_code == 403


@pytest.mark.parametrize("path", ["add/", "{pk}/delete/"])
def test_nothing_is_added_or_deleted(desk, write, path):
    event = write()
    assert desk.post(TRAIL + path.format(pk=event.pk), {"post": "yes"}).status_code in (403, 404)
    assert desk.post(f"{TRAIL}{event.pk}/change/", {"kind": "x"}).status_code == 200
    assert Event.objects.get(pk=event.pk).kind == "matter.noted"


def test_a_hostile_value_comes_out_as_text(desk, write):
    assert "<script>alert" not in page(desk, write(reason="<script>alert(1)</script>").pk)


def test_a_seal_shows_what_was_signed(seal, write, desk):
    event = write()
    seal()
    one = Seal.objects.over(Event.objects.get(pk=event.pk))
    text = desk.get(f"{SEALS}{one.pk}/change/").content.decode()
    assert one.root in text
    assert "BEGIN PGP SIGNATURE" in text
    assert f"{SEALS}{one.pk}/change/" in desk.get(SEALS).content.decode()
    assert f"{SEALS}{one.pk}/change/" in page(desk, event.pk)


def test_a_seal_is_found_by_its_number(seal, write, desk):
    write()
    seal()
    assert f"{SEALS}1/change/" in desk.get(SEALS, {"q": "1"}).content.decode()
    assert f"{SEALS}1/change/" not in desk.get(SEALS, {"q": "nonsense"}).content.decode()


def test_the_seal_over_an_event_is_the_one_in_whose_run_it_is(seal, write, desk):
    first = write()
    seal()
    second = write()
    seal()
    third = write()
    numbers = [Seal.objects.over(Event.objects.get(pk=e.pk)) for e in (first, second, third)]
    assert [one and one.number for one in numbers] == [1, 2, None]
