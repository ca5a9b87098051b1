"""The public door (A10): links that open once, tell nothing, and ask for a code if they should."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dpo_office.evidence.models import Event
from dpo_office.lib import doors
from dpo_office.organisation.models import OneTimeLink
from dpo_office.organisation.services import limits, link_codes, links
from tests.worklist.conftest import in_threads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]
DAY = timedelta(days=1)


class Greeting:
    """A page behind a link, for these tests."""

    identifier, title, button = "greeting", "A greeting", "Open it"
    inside = at_once = False

    def __init__(self):
        self.codes = []

    def open(self, request, link):
        return HttpResponse(f"hello {link.about}")

    def send_code(self, link, code):
        self.codes.append(code)


@pytest.fixture
def page(monkeypatch):
    page = Greeting()
    monkeypatch.setitem(doors.link_pages._items, "greeting", page)
    return page


@pytest.fixture
def make(page):
    def _make(**more):
        more = {"life": DAY, "now": timezone.now(), "about": "SR-1", **more}
        return f"/p/{links.make('greeting', **more)}/"

    return _make


def test_looking_uses_nothing_up(client, make):
    """Mail scanners open links, by GET and by HEAD."""
    address = make()
    for look in (client.get, client.head, client.get):
        assert look(address).status_code == 200
    assert OneTimeLink.objects.get().uses_left == 1
    assert not Event.objects.filter(kind="link.used").exists()


def test_the_button_opens_the_page_at_a_clean_address(client, make):
    answer = client.post(make())
    assert answer.url == reverse("opened_link")
    assert client.get(answer.url).content == b"hello SR-1"
    assert Event.objects.filter(kind="link.used").count() == 1


def test_the_pass_is_bound_to_the_page_and_short(client, make):
    cookie = client.post(make()).cookies["pass"]
    assert cookie["path"] == "/p/opened/"
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert cookie["max-age"] == 15 * 60


def test_the_page_closes_after_a_quarter_of_an_hour(client, make, time_machine):
    client.post(make())
    time_machine.shift(timedelta(minutes=16))
    assert client.get("/p/opened/").status_code == 404


def test_another_browser_does_not_see_the_page(client, make):
    client.post(make())
    assert Client().get("/p/opened/").status_code == 404


def test_used_expired_ended_and_unknown_are_the_same_page(client, make, time_machine, dpo):
    used, expired, ended = make(), make(life=timedelta(hours=1)), make()
    client.post(used)
    time_machine.shift(timedelta(hours=2))
    links.end(
        OneTimeLink.objects.get(uses_left=1, expires_at__gt=timezone.now()),
        by=dpo,
        now=timezone.now(),
    )
    fresh = Client()
    answers = [
        ask(path)
        for path in (used, expired, ended, "/p/nothing/")
        for ask in (fresh.get, fresh.post)
    ]
    assert [answer.status_code for answer in answers] == [404] * 8
    assert len({answer.content for answer in answers}) == 1


def test_a_link_of_no_known_purpose_is_closed(client, db):
    token = links.make("forgotten", life=DAY, now=timezone.now())
    assert client.get(f"/p/{token}/").status_code == 404


def test_only_a_digest_of_link_and_pass_is_kept(client, make):
    address = make()
    token = address.split("/")[2]
    browser_pass = client.post(address).cookies["pass"].value
    row = str(OneTimeLink.objects.values().get())
    assert len(token) >= 43  # 256 bits
    assert token not in row
    assert browser_pass not in row


@pytest.mark.django_db(transaction=True)
def test_of_several_who_press_at_once_one_wins(make):
    """V2.3.4: real threads, real rows."""
    address = make()
    answers = in_threads(4, lambda: Client().post(address).status_code)
    assert sorted(answers) == [302, 404, 404, 404]
    assert Event.objects.filter(kind="link.used").count() == 1


def test_a_link_of_two_uses_opens_twice(client, make):
    address = make(uses=2)
    assert [client.post(address).status_code for _ in range(3)] == [302, 302, 404]


def test_a_link_for_inside_is_closed_outside(client, make, page):
    page.inside = True
    address = make()
    assert client.get(address, REMOTE_ADDR="203.0.113.9").status_code == 404
    assert client.post(address, REMOTE_ADDR="203.0.113.9").status_code == 404
    assert client.post(address).status_code == 302


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_no_other_method_does_anything(client, make, method):
    assert getattr(client, method)(make()).status_code == 405


def test_pages_of_the_door_leave_no_trace_on_the_way(client, make):
    address = make()
    for answer in (client.get(address), client.post(address), client.get("/p/opened/")):
        assert answer["Referrer-Policy"] == "strict-origin"
        assert "no-store" in answer["Cache-Control"]


def test_the_log_has_no_token(client, make, caplog, capfd):
    """Routes only: a path would hold the key."""
    address = make()
    with caplog.at_level("INFO"):
        client.get(address)
        client.post(address)
    said = caplog.text + "".join(capfd.readouterr())
    assert "open_link" in said
    assert address.split("/")[2] not in said


def test_nobody_is_signed_in_at_the_public_door(admin_of, dpo, make, page, monkeypatch):
    """No admin session under /p/."""
    monkeypatch.setattr(page, "open", lambda request, link: HttpResponse(str(request.user)))
    client = admin_of(dpo)
    client.post(make())
    assert client.get("/p/opened/").content == b"AnonymousUser"
    assert client.get("/admin/").status_code == 200


def ask_code(client, address, code=None):
    return client.post(address, {} if code is None else {"code": code})


def test_a_code_is_sent_by_another_way_and_opens(client, make, page):
    address = make(needs_code=True)
    assert b"A code was sent" in ask_code(client, address).content
    (code,) = page.codes
    assert ask_code(client, address, f" {code[:4]} {code[4:]} ").url == "/p/opened/"


def test_a_wrong_code_says_so_and_uses_nothing_up(client, make, page):
    address = make(needs_code=True)
    ask_code(client, address)
    assert b"That is not the code" in ask_code(client, address, "12").content
    assert OneTimeLink.objects.get().uses_left == 1


def test_a_code_of_another_link_opens_nothing(client, make, page):
    """V6.6.2: bound to its link."""
    mine, other = make(needs_code=True), make(needs_code=True)
    ask_code(client, mine)
    ask_code(client, other)
    assert b"That is not the code" in ask_code(client, mine, page.codes[1]).content


def test_a_code_is_over_after_ten_minutes(client, make, page, time_machine):
    address = make(needs_code=True)
    ask_code(client, address)
    time_machine.shift(timedelta(minutes=10, seconds=1))
    assert b"That is not the code" in ask_code(client, address, page.codes[0]).content


def test_five_wrong_codes_end_the_link_even_with_new_codes_between(client, make, page):
    address = make(needs_code=True)
    ask_code(client, address)
    for _ in range(4):
        ask_code(client, address, "wrong")
    ask_code(client, address)
    assert ask_code(client, address, "wrong").status_code == 404
    assert ask_code(client, address, page.codes[-1]).status_code == 404


def test_tries_are_rows_so_a_flushed_cache_gives_none_back(client, make, page):
    address = make(needs_code=True)
    ask_code(client, address)
    ask_code(client, address, "wrong")
    cache.clear()
    assert OneTimeLink.objects.get().tries_left == 4


@pytest.mark.django_db(transaction=True)
def test_many_at_once_have_five_tries_together(make, page):
    make(needs_code=True)
    link = OneTimeLink.objects.get()
    link_codes.new_code(link, timezone.now())
    tries = in_threads(8, lambda: link_codes.is_right(link, "wrong", timezone.now()))
    link = OneTimeLink.objects.get()
    assert not any(tries)
    assert (link.tries_left, link.uses_left) == (0, 0)


def test_codes_are_not_sent_without_end(client, make, page):
    address = make(needs_code=True)
    for _ in range(6):
        ask_code(client, address)
    assert len(page.codes) == 3


def test_the_door_has_a_limit_for_each_network(client, settings, db):
    settings.PUBLIC_DOOR_PER_MINUTE = (3, 100)
    answers = [client.get("/p/x/", REMOTE_ADDR="203.0.113.9").status_code for _ in range(4)]
    assert answers == [404, 404, 404, 429]
    assert client.get("/p/x/", REMOTE_ADDR="203.0.113.10").status_code == 404


def test_the_door_has_a_limit_as_a_whole(client, settings, db):
    settings.PUBLIC_DOOR_PER_MINUTE = (3, 5)
    addresses = [f"2001:db8:{number}::1" for number in range(6)]
    answers = [client.get("/p/x/", REMOTE_ADDR=each).status_code for each in addresses]
    assert answers == [404] * 5 + [429]


def test_one_ipv6_network_counts_as_one(client, settings, db):
    settings.PUBLIC_DOOR_PER_MINUTE = (2, 100)
    addresses = [f"2001:db8::{number}" for number in range(1, 4)]
    answers = [client.get("/p/x/", REMOTE_ADDR=each).status_code for each in addresses]
    assert answers == [404, 404, 429]


def test_the_door_opens_again_in_the_next_minute(client, settings, time_machine, db):
    settings.PUBLIC_DOOR_PER_MINUTE = (1, 100)
    client.get("/p/x/")
    assert client.get("/p/x/").status_code == 429
    time_machine.shift(61)
    assert client.get("/p/x/").status_code == 404


def test_with_the_cache_away_the_door_says_try_later(client, make, settings):
    """V2.4.1: no limit can be kept, so nothing is let through."""
    address = make()
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}
    answer = client.post(address)
    assert answer.status_code == 503
    assert b"Try again in a minute" in answer.content
    assert OneTimeLink.objects.get().uses_left == 1


@pytest.mark.django_db(transaction=True)
def test_a_limit_counts_right_when_many_ask_at_once():
    answers = in_threads(8, lambda: limits.within("test", most=5, seconds=60))
    assert sum(answers) == 5


def test_a_link_s_list_shows_and_ends_it(admin_of, dpo, make, client):
    desk, address = admin_of(dpo), make()
    page = reverse("admin:organisation_onetimelink_changelist")
    assert b"greeting" in desk.get(page, {"state": "open"}).content
    data = {"action": "end", "_selected_action": [OneTimeLink.objects.get().pk]}
    assert b"1 links ended" in desk.post(page, data, follow=True).content
    assert client.get(address).status_code == 404
    assert b"over before" in desk.post(page, data, follow=True).content
    assert b"0 one-time links" in desk.get(page, {"state": "open"}).content
    assert b"greeting" in desk.get(page, {"state": "over", "q": "greeting"}).content


def test_a_link_s_page_shows_no_digest(admin_of, dpo, make):
    make()
    link = OneTimeLink.objects.get()
    page = reverse("admin:organisation_onetimelink_change", args=[link.pk])
    answer = admin_of(dpo).get(page)
    assert answer.status_code == 200
    assert link.token_hash not in answer.content.decode()


def test_who_only_reads_ends_no_link(admin_of, auditor, make, client):
    address = make()
    page = reverse("admin:organisation_onetimelink_changelist")
    data = {"action": "end", "_selected_action": [OneTimeLink.objects.get().pk]}
    admin_of(auditor).post(page, data)
    assert client.get(address).status_code == 200
