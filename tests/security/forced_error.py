"""A process whose pages fail, with secrets that would be known anywhere: what does it tell?

Run by test_canaries.py; prints the bodies of error pages, of health and of the admin.
"""

import sys

import django


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.test import Client

    from dpo_office import dashboard

    def fail(*args: object) -> None:
        secrets = (settings.SECRET_KEY, settings.FILES_KEY, settings.SMTP_URL)
        raise ValueError(f"broken with {secrets}")

    dashboard.page = fail
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    for path in ("/healthz", "/admin/health/", "/admin/metrics", "/accounts/login/", "/nowhere"):
        answer = client.get(path)
        sys.stdout.write(f"{path} {answer.status_code}\n{answer.content.decode()}\n")
    from django.core.handlers.exception import response_for_exception
    from django.test import RequestFactory

    request = RequestFactory().get("/admin/", headers={"host": "localhost"})
    try:
        dashboard.page(request)
    except ValueError as error:
        answer = response_for_exception(request, error)
    sys.stdout.write(f"500 page\n{answer.content.decode()}\n")


if __name__ == "__main__":
    main()
