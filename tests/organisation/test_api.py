"""The API's door: tokens, scopes, the owner's rights, limits, and hostile input (V4, V8.3)."""

from datetime import timedelta

import pytest
import schemathesis
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from ninja import NinjaAPI
from ninja.testing import TestClient

from dpo_office.evidence.models import Event
from dpo_office.lib import doors
from dpo_office.lib.door_shapes import Scope
from dpo_office.organisation.api import needs
from dpo_office.organisation.models import ApiToken, User
from dpo_office.organisation.services import tokens
from dpo_office.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profile")]
WHO = "/api/v1/whoami"


@pytest.fixture
def make(dpo):
    def _make(**more):
        now = timezone.now()
        more = {"scopes": ["token.read"], "expires_at": now + timedelta(days=30), **more}
        return tokens.make("script", by=dpo, now=now, **more)

    return _make


def ask(token="", **more):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Client().get(WHO, headers=headers, **more)


def test_a_token_opens_what_its_scope_says(make):
    answer = ask(make())
    assert answer.json() == {"name": "script", "scopes": ["token.read"]}
    assert answer["Content-Type"] == "application/json; charset=utf-8"


def test_only_a_digest_is_kept(make):
    token = make()
    assert len(token) >= 43
    assert token not in str(ApiToken.objects.values().get())


def test_whatever_is_wrong_the_words_are_the_same(make, dpo, time_machine):
    """Unknown, over, ended, its owner's no more, none: one answer."""
    over, ended = make(expires_at=timezone.now() + timedelta(hours=1)), make()
    row = ApiToken.objects.latest("pk")
    tokens.revoke(row, by=dpo, now=timezone.now())
    time_machine.shift(timedelta(hours=2))
    owned = make()
    User.objects.filter(pk=dpo.pk).update(is_active=False)
    answers = [ask(token) for token in ("", "unknown", "x" * 9000, over, ended, owned)]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert {answer["WWW-Authenticate"] for answer in answers} == {"Bearer"}


@pytest.mark.parametrize("header", ["Basic eDp5", "Bearer", "bearer  ", "Token x", "Bearer \x00"])
def test_no_other_way_of_asking_is_known(make, header):
    assert Client().get(WHO, headers={"Authorization": header}).status_code == 401


def test_a_session_is_no_token(admin_of, dpo):
    """V3.5.1: a page of another site can make a browser ask, but not with a header."""
    assert admin_of(dpo).get(WHO).status_code == 401


def test_the_last_use_is_noted_to_the_minute(make, time_machine):
    token = make()
    for seconds in (0, 20, 61):
        time_machine.shift(seconds)
        ask(token)
    noted = ApiToken.objects.get().last_used_at
    assert timedelta(0) <= timezone.now() - noted < timedelta(seconds=2)


def test_one_token_may_ask_only_so_often(make, settings):
    """V2.4.1."""
    settings.API_PER_MINUTE = 2
    one, other = make(), make()
    assert [ask(one).status_code for _ in range(3)] == [200, 200, 429]
    assert ask(other).status_code == 200


def test_with_the_cache_away_it_says_try_later(make, settings):
    token = make()
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}
    answer = ask(token)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Try again" in answer.json()["detail"]


def test_over_plain_http_it_is_refused_not_redirected(make, settings):
    """V4.1.2: a redirect would hide that the token went in clear."""
    settings.PRODUCTION = settings.SECURE_SSL_REDIRECT = True
    assert ask(make()).status_code == 400
    assert ask(make(), secure=True).status_code == 200


@pytest.mark.parametrize("path", [WHO, "/api/v1/openapi.json", "/api/v1/docs", "/api/v1/"])
def test_outside_the_networks_there_is_no_api_and_no_schema(path):
    assert Client().get(path, REMOTE_ADDR="203.0.113.9").status_code == 404


@pytest.fixture
def other_api(monkeypatch):
    """An API of one question that needs a scope and a right of the owner."""
    scope = Scope("requests.read", "Read requests")
    monkeypatch.setitem(doors.scopes._items, scope.identifier, scope)
    api = NinjaAPI(urls_namespace="test")

    @api.get("/requests", auth=needs("requests.read", "requests_app.view_subjectrequest"))
    def requests(request):
        return {"for": request.auth.owner.name}

    client = TestClient(api)
    return lambda token: client.get("/requests", headers={"Authorization": f"Bearer {token}"})


def test_a_scope_that_a_token_lacks_is_refused(other_api, make, monkeypatch):
    monkeypatch.setenv("NINJA_SKIP_REGISTRY", "1")
    answer = other_api(make())
    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "This token may not ask for that.",
    )


def test_a_token_has_no_more_rights_than_its_owner_has_now(other_api, make, dpo):
    """V8.3.2: taken from the owner, gone from the token at the next request."""
    token = make(scopes=["requests.read"])
    assert other_api(token).json() == {"for": "Helve Proov"}
    dpo.groups.clear()
    assert other_api(token).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []},
        {"scopes": ["everything"]},
        {"expires_at": timezone.now() + timedelta(days=4000)},
        {"expires_at": timezone.now() - timedelta(days=4000)},
    ],
)
def test_a_token_without_scope_or_within_no_year_is_not_made(make, wrong):
    with pytest.raises(tokens.TokenRefused):
        make(**wrong)
    assert not ApiToken.objects.exists()


def test_ending_twice_ends_once(make, dpo):
    make()
    row = ApiToken.objects.get()
    assert [tokens.revoke(row, by=dpo, now=timezone.now()) for _ in range(2)] == [True, False]
    assert Event.objects.filter(kind="token.revoked").count() == 1


def from_this_machine(environ, start_response):
    return application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)


def test_the_api_keeps_its_own_schema_whatever_is_sent(own_database, profile, make, settings):
    """V2.2.1: generated and hostile input; no 5xx, and every answer is one that the schema names."""
    settings.API_PER_MINUTE = 100_000
    headers = {"Authorization": f"Bearer {make()}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", from_this_machine)
    answered = set()

    def send(case):
        answered.add(case.call_and_validate(headers=headers).status_code)
        answered.add(case.call_and_validate().status_code)

    for operation in schema.get_all_operations():
        generated = given(case=operation.ok().as_strategy())(send)
        limits(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))(generated)()
    assert {200, 401} <= answered
