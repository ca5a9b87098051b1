"""What an office with production's settings gives to a browser, as JSON on standard output.

Run by test_production.py in a process of its own, whose environment is docs/production.env.example
and the addresses of this suite's services.
"""

import json
import sys
from typing import Any

import django

OFFICE, PUBLIC, INSIDE, OUTSIDE = (
    "office.example.com",
    "privacy.example.com",
    "10.20.0.7",
    "8.8.8.8",
)
WORD = "correct horse battery staple"


def told(name: str, answer: Any) -> dict[str, Any]:
    cookies = {each: dict(morsel.items()) for each, morsel in answer.cookies.items()}
    return {
        "name": name,
        "status": answer.status_code,
        "headers": dict(answer.headers),
        "cookies": {name: cookie for name, cookie in cookies.items() if cookie["max-age"] != 0},
    }


def crawl() -> list[dict[str, Any]]:
    from django.test import Client

    from tests.security.addresses import addresses

    values = dict.fromkeys(["token", "object_id", "name", "url", "uidb36", "key", "app_label"], "x")
    values |= {"pk": 1, "content_type_id": 1, "draft": 1}
    client = _signed_in(Client(headers={"host": OFFICE}, REMOTE_ADDR=INSIDE))
    answers = [told("sign-in", client.first)]
    for address in addresses():
        answers.append(told(address.name, client.get(address.filled(values), secure=True)))
    plain = Client(headers={"host": OFFICE}, REMOTE_ADDR=INSIDE)
    stranger = Client(headers={"host": OFFICE}, REMOTE_ADDR=OUTSIDE)
    return [
        *answers,
        told("plain page", plain.get("/accounts/login/")),
        told("plain api", plain.get("/api/v1/whoami")),
        told("admin from outside", stranger.get("/admin/", secure=True)),
        told("sign-in from outside", stranger.get("/accounts/login/", secure=True)),
        told("metrics from outside", stranger.get("/admin/metrics", secure=True)),
        told("schema from outside", stranger.get("/api/v1/openapi.json", secure=True)),
    ]


def _signed_in(client: Any) -> Any:
    """By the form, as a browser does; then the second factor is noted as shown."""
    from tests.conftest import person, show_both_factors

    user = person("Proov Proov", "DPO")
    user.set_password(WORD)
    user.save()
    client.get("/accounts/login/", secure=True)
    words = {"login": user.email, "password": WORD}
    client.first = client.post("/accounts/login/", words, secure=True)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    show_both_factors(client, user)
    return client


if __name__ == "__main__":
    django.setup()
    json.dump(crawl(), sys.stdout)
