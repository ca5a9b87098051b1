"""What every answer carries: pages, errors, redirects, files (V3.4, V4.1.1, V14.2, V14.3.2)."""

import pytest
from django.test import Client

from tests.security.addresses import addresses, path_of

EVERYWHERE = ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]
DOWNLOADS = "sandbox; default-src 'none'"  # stricter: what was uploaded has no origin


def policy(answer) -> list[str]:
    return [part.strip() for part in answer["Content-Security-Policy"].split(";")]


def faults_of(path: str, answer) -> list[str]:
    """What the answer lacks, in words."""
    faults = []
    csp, kind = policy(answer), answer.get("Content-Type", "")
    if answer["Content-Security-Policy"] != DOWNLOADS:
        faults += [rule for rule in EVERYWHERE if rule not in csp]
    if any("unsafe-eval" in part for part in csp) and not path.startswith("/admin/"):
        faults.append("unsafe-eval outside the admin")
    if any(part.startswith("script-src") and "unsafe-inline" in part for part in csp):
        faults.append("inline script")
    if answer["X-Content-Type-Options"] != "nosniff":
        faults.append("nosniff")
    if answer["Cross-Origin-Opener-Policy"] != "same-origin":
        faults.append("opener policy")
    wanted = "strict-origin" if path.startswith("/p/") else "same-origin"
    if answer["Referrer-Policy"] != wanted:
        faults.append("referrer policy")
    if not path.startswith("/static/") and answer["Cache-Control"] != "no-store":
        faults.append("may be stored")
    if kind.startswith("text/") and "charset=utf-8" not in kind.replace('"', ""):
        faults.append(f"charset of {kind}")
    if any(name.startswith("Access-Control-") for name in answer.headers):
        faults.append("shared with other origins")
    return faults


@pytest.mark.parametrize("role", ["DPO", "Stranger"])
def test_every_address_answers_with_all_headers(enter, office, role):
    client = enter(role)
    paths = [path_of(each, office) for each in addresses()]
    answers = {path: client.get(path, headers={"Origin": "https://evil.example"}) for path in paths}
    wrong = {path: found for path, each in answers.items() if (found := faults_of(path, each))}
    assert not wrong, wrong


@pytest.fixture
def broken(monkeypatch):
    """Today can't be drawn."""

    def fail(*args):
        raise ZeroDivisionError

    monkeypatch.setattr("dpo_office.dashboard.page", fail)


def errors(client) -> dict[int, tuple[str, object]]:
    client.raise_request_exception = False
    careful = Client(enforce_csrf_checks=True)
    return {
        400: ("/admin/", client.get("/admin/", headers={"Host": "evil.example"})),
        403: ("/accounts/login/", careful.post("/accounts/login/")),
        404: ("/nowhere", client.get("/nowhere")),
        405: ("/admin/", client.generic("TRACE", "/admin/")),
        500: ("/admin/", client.get("/admin/")),
    }


def test_errors_carry_them_too(db, profile, dpo, admin_of, broken):
    for status, (path, answer) in errors(admin_of(dpo)).items():
        assert answer.status_code == status
        assert faults_of(path, answer) == []


def test_a_closed_public_door_carries_them_too(client, db):
    for path in ("/p/unknown/", "/p/calendar/unknown.ics", "/p/a/b/c"):
        answer = client.get(path)
        assert (answer.status_code, faults_of(path, answer)) == (404, [])


def test_files_carry_them_too(client):
    answer = client.get("/static/desk/desk.css")
    assert answer.status_code == 200
    assert faults_of("/static/desk/desk.css", answer) == []


@pytest.mark.parametrize(
    "path", ["/admin/", "/accounts/login/", "/p/x/", "/api/v1/whoami", "/healthz"]
)
@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND"])
def test_other_methods_are_refused(db, client, path, method):
    assert client.generic(method, path).status_code == 405


@pytest.mark.parametrize("path", ["/admin/", "/accounts/login/", "/healthz", "/api/v1/whoami"])
def test_a_forged_host_is_refused(db, client, path):
    assert client.get(path, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_away_after_signing_in(db, client, dpo, admin_of, target):
    """V3.7.2"""
    there = client.get("/admin/login/", {"next": target}, follow=True)
    assert "evil" not in "".join(url for url, _status in there.redirect_chain)
    assert f'value="{target}"' not in there.content.decode()
    inside = admin_of(dpo).get("/accounts/login/", {"next": target})
    assert inside["Location"].startswith("/admin/")
