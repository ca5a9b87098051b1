"""The API that programs ask; each app adds a router to it."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError
from redis.exceptions import RedisError

from dpo_office.organisation.api import needs
from dpo_office.organisation.middleware.try_later import try_later
from dpo_office.organisation.models import ApiToken


class Holder(Schema):
    name: str
    scopes: list[str]


class Refusal(Schema):
    detail: str


api = NinjaAPI(
    title="DPO Office",
    version="1",
    auth=needs(""),
    urls_namespace="api",
    docs_url=None,  # that page needs inline script; the schema itself is there
)
REFUSED = dict.fromkeys((401, 403, 429, 503), Refusal)


@api.exception_handler(AuthenticationError)
def unknown_token(request: HttpRequest, why: AuthenticationError) -> HttpResponse:
    """The same words whatever is wrong with the token (RFC 6750)."""
    answer = api.create_response(request, {"detail": "Unauthorized"}, status=401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(RedisError)
def no_limit_can_be_kept(request: HttpRequest, why: RedisError) -> HttpResponse:
    return try_later(request)


@api.get(
    "/whoami",
    auth=needs("token.read"),
    response={200: Holder, **REFUSED},
    summary="What this token may do",
)
def whoami(request: HttpRequest) -> ApiToken:
    return request.auth  # type: ignore[attr-defined]
