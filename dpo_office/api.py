"""The API that programs ask; each app adds a router to it."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI, Schema
from ninja.security import HttpBearer

from dpo_office.organisation.models import ApiToken
from dpo_office.organisation.services import tokens


class Token(HttpBearer):
    """`Authorization: Bearer ...`; the token's row is `request.auth`."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        return tokens.holder(token, timezone.now())


class Holder(Schema):
    name: str
    scopes: list[str]


api = NinjaAPI(title="DPO Office", version="1", auth=Token(), urls_namespace="api")


@api.get("/whoami", response=Holder, summary="What this token may do")
def whoami(request: HttpRequest) -> ApiToken:
    return request.auth  # type: ignore[attr-defined]
