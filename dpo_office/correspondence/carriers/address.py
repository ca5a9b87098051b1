"""The mail server by URL: `smtps://`, `smtp+tls://` (STARTTLS required), `smtp://` (loopback)."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from dpo_office.lib import tls

PORTS = {"smtps": 465, "smtp+tls": 587, "smtp": 25}


@dataclass(frozen=True)
class SmtpAddress:
    """Where the mail server is and how to speak to it; its repr shows no secret."""

    scheme: str
    host: str
    port: int
    user: str = field(repr=False)
    password: str = field(repr=False)

    @classmethod
    def of(cls, url: str) -> "SmtpAddress":
        """Raises ImproperlyConfigured, never quoting the URL, and PlainConnectionRefused."""
        try:
            parts = urlsplit(url)
            scheme, host, port = parts.scheme, parts.hostname or "", parts.port
        except ValueError:
            raise ImproperlyConfigured("SMTP_URL is not a URL.") from None
        if scheme not in PORTS or not host:
            raise ImproperlyConfigured(
                "SMTP_URL must look like smtps://, smtp+tls:// or smtp://user:password@host:port."
            )
        if scheme == "smtp":
            tls.refuse_plain(host)
        return cls(
            scheme,
            host,
            port or PORTS[scheme],
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )
