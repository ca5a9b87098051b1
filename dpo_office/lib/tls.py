"""TLS for every client of the office: certificate and name checked, at least 1.2 (A4).

Python's mail clients verify nothing unless they are given a context, and databases fall back
to plain connections: all of them take theirs from here.
"""

import ipaddress
import ssl

from django.conf import settings
from django.utils.translation import gettext as _


class PlainConnectionRefused(Exception):
    """Without TLS we speak to this machine only."""


def client_context() -> ssl.SSLContext:
    """A context that checks certificate and name; TLS_CA_FILE adds the company's own authority."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.TLS_CA_FILE:
        context.load_verify_locations(settings.TLS_CA_FILE)
    return context


def is_loopback(host: str) -> bool:
    """Whether this host, by name or address, is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_plain(host: str) -> None:
    """Raise PlainConnectionRefused unless a connection to `host` never leaves this machine."""
    if not is_loopback(host):
        raise PlainConnectionRefused(_("Connections that leave this machine need TLS."))
