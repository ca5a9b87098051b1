"""Settings under which mails would not leave, or leave unsafely."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from dpo_office.correspondence import tasks
from dpo_office.correspondence.carriers.address import SmtpAddress
from dpo_office.lib.tls import PlainConnectionRefused


@register(Tags.security)
def mail_server(**kwargs: Any) -> list[CheckMessage]:
    """SMTP_URL can be used, and never without TLS beyond this machine (A4)."""
    if not settings.SMTP_URL:
        return []
    try:
        SmtpAddress.of(settings.SMTP_URL)
    except (ImproperlyConfigured, PlainConnectionRefused) as why:
        return [Error(str(why), id="office.E310")]
    return []


@register(Tags.security, deploy=True)
def mail_server_in_production(**kwargs: Any) -> list[CheckMessage]:
    if settings.SMTP_URL:
        return []
    return [Error("SMTP_URL is not set: no mail would leave.", id="office.E311")]


@register()
def sender(**kwargs: Any) -> list[CheckMessage]:
    try:
        validate_email(settings.MAIL_FROM.replace("@localhost", "@localhost.example"))
    except ValidationError:
        return [Error("MAIL_FROM is not an e-mail address.", id="office.E312")]
    return []


@register()
def patience(**kwargs: Any) -> list[CheckMessage]:
    """A worker that lives is never taken for dead, or its mail would be sent twice."""
    if settings.OUTBOX_CLAIM_LIFE > tasks.LIMIT:
        return []
    return [
        Error(f"OUTBOX_CLAIM_LIFE must be longer than {tasks.LIMIT} seconds.", id="office.E313")
    ]
