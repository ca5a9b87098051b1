"""Settings under which the doors would stand open; production refuses to start with them."""

from collections.abc import Callable, Iterator
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.db import DatabaseError

from dpo_office.lib.tls import is_loopback
from dpo_office.organisation.models import User
from dpo_office.organisation.services import seeds

PER_PROCESS = ("locmem", "dummy", "filebased")
FEWEST_ROUNDS = 600_000  # OWASP, PBKDF2-HMAC-SHA256
NETWORKS = ("ADMIN_ALLOWED_NETWORKS", "TRUSTED_PROXIES")
Check = Callable[..., list[CheckMessage]]


def refused_if(code: str, words: str) -> Callable[[Callable[[], bool]], Check]:
    """Make a check of `check --deploy` out of a question: yes is an error with these words."""

    def make(question: Callable[[], bool]) -> Check:
        def check(**kwargs: Any) -> list[CheckMessage]:
            return [Error(words, id=code)] if question() else []

        check.__name__ = question.__name__
        return register(Tags.security, deploy=True)(check)

    return make


@register(Tags.security)
def networks_are_networks(**kwargs: Any) -> list[CheckMessage]:
    """Each name in the lists of networks is one, and none is the whole world."""
    return [Error(words, id="office.E102") for name in NETWORKS for words in _wrong(name)]


def _wrong(setting: str) -> Iterator[str]:
    for name in getattr(settings, setting):
        try:
            network = ip_network(name)
        except ValueError:
            yield f"{setting}: “{name}” is no network. Example: 10.20.0.0/16."
        else:
            if network.prefixlen == 0:
                yield f"{setting}: {name} is everybody."


@refused_if("office.E101", "ADMIN_ALLOWED_NETWORKS is empty: nobody could open the office.")
def networks_are_named() -> bool:
    return not settings.ADMIN_ALLOWED_NETWORKS


@refused_if("office.E103", "OFFICE_DEMO=1 lets people in without second factor: not in production.")
def no_demo() -> bool:
    return settings.DEMO


@refused_if("office.E104", "PUBLIC_HOST must be another host than that of SITE_URL (3.5.4).")
def two_hosts() -> bool:
    return settings.PUBLIC_HOST in ("", urlsplit(settings.SITE_URL).hostname)


@refused_if("office.E105", "The cache is one per process: limits and used codes need a shared one.")
def cache_is_shared() -> bool:
    return any(kind in settings.CACHES["default"]["BACKEND"] for kind in PER_PROCESS)


@refused_if("office.E107", "DEBUG shows everything to everybody.")
def no_debug() -> bool:
    return settings.DEBUG


@refused_if("office.E108", "SITE_URL, sessions and redirects must all be HTTPS.")
def https_only() -> bool:
    secure = settings.SECURE_SSL_REDIRECT and settings.SESSION_COOKIE_SECURE
    secure = secure and settings.CSRF_COOKIE_SECURE and settings.SECURE_HSTS_SECONDS >= 31_536_000
    return not (secure and settings.SITE_URL.startswith("https://"))


@refused_if("office.E109", "REDIS_URL leaves this machine without TLS: use rediss://.")
def redis_by_tls() -> bool:
    address = urlsplit(settings.REDIS_URL)
    return address.scheme == "redis" and not is_loopback(address.hostname or "")


@refused_if("office.E110", "SILENCED_SYSTEM_CHECKS must be empty: each exception is documented.")
def nothing_is_silenced() -> bool:
    return bool(settings.SILENCED_SYSTEM_CHECKS)


@refused_if("office.E111", f"PASSWORD_ROUNDS must be at least {FEWEST_ROUNDS}.")
def passwords_are_slow() -> bool:
    return settings.PASSWORD_ROUNDS < FEWEST_ROUNDS


@refused_if(
    "office.E112", "The database is reached without checking who it is: sslmode=verify-full."
)
def database_by_tls() -> bool:
    database = settings.DATABASES["default"]
    host = str(database.get("HOST") or database["OPTIONS"].get("host") or "")
    near = not host or host.startswith(("/", "%2F")) or is_loopback(host)
    return not near and database["OPTIONS"].get("sslmode") != "verify-full"


@register(Tags.security, deploy=True)
def no_superuser(**kwargs: Any) -> list[CheckMessage]:
    """A superuser passes every check of rights, also those of gagged matters (A7)."""
    try:
        found = User.objects.filter(is_superuser=True, is_active=True).count()
    except DatabaseError:
        words = "The database could not be asked for superusers."
        return [Warning(words, id="office.W106")]
    if not found:
        return []
    return [Error(f"{found} active superuser(s): give roles instead (A7).", id="office.E106")]


@register(Tags.security, deploy=True)
def breached_passwords(**kwargs: Any) -> list[CheckMessage]:
    """Without a list the check is off; that is an exception which the documents name (6.2.12)."""
    if settings.BREACHED_PASSWORDS_FILE:
        return []
    return [Info("BREACHED_PASSWORDS_FILE is not set: that check is off.", id="office.I101")]


@register(Tags.security)
def files_key_is_strong(**kwargs: Any) -> list[CheckMessage]:
    """256 bits are 64 hex digits, or 43 of base64; a process may do without the key."""
    weak = [key for key in (settings.FILES_KEY, *settings.FILES_KEY_FALLBACKS) if len(key) < 43]
    if not weak or settings.FILES_KEY == "":
        return []
    return [Error("FILES_KEY or a fallback has fewer than 256 bits.", id="office.E113")]


@register(Tags.database)
def seeds_are_sealed(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """No seed of a second factor lies in clear (A2). Run by `check --database default`."""
    if not databases:
        return []
    try:
        found = seeds.in_clear()
    except DatabaseError:  # not migrated yet
        return []
    return [
        Error(f"The seed of authenticator {pk} is not sealed by FILES_KEY.", id="office.E114")
        for pk in found
    ]
